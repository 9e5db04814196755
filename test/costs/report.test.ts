import { describe, expect, it } from 'vitest'
import { microsOf } from '../../src/core/money.js'
import { reportOf } from '../../src/costs/report.js'
import { configWith, production, staging } from '../dispatch/fixtures.js'
import { readingOf, steadyBill } from './bill.js'

const estimates = { rds: 60, natGateway: 30, logs: 45 }
const config = configWith({
  environments: [
    { ...staging, costs: { tagValue: 'staging', estimates } },
    { ...production, costs: { tagValue: 'live', budget: 390, estimates: {} } },
  ],
})
const rds = 'Amazon Relational Database Service'
const account = { config, split: 'environment' } as const
const usd = (amount: number) => microsOf(amount)

/** 10 USD a day in staging, 20 in production, 1 untagged. */
const services = {
  [rds]: { staging: 6, live: 20 },
  AmazonCloudWatch: { staging: 4 },
  'Amazon Route 53': { '': 1 },
}

describe('what a month costs', () => {
  const table = steadyBill({
    from: '2026-10-01',
    until: '2026-11-24',
    estimatedFrom: '2026-11-22',
    costs: services,
  })
  const reading = readingOf('2026-11', '2026-11-23T14:00Z', table)

  it('counts complete days alone, and the same number of days before', () => {
    const report = reportOf({ ...account, reading })
    expect(report.wholeDays).toBe(21)
    expect(report.soFar).toBe(usd(21 * 31))
    expect(report.before).toMatchObject({
      month: '2026-10',
      days: 21,
      earlier: usd(21 * 31),
      total: usd(31 * 31),
    })
    expect(report.incomplete).toEqual({ days: ['2026-11-22', '2026-11-23'], amount: usd(62) })
  })

  it('takes days for complete that AWS only calls estimated until the bill is final', () => {
    const estimated = steadyBill({
      from: '2026-10-01',
      until: '2026-11-24',
      estimatedFrom: '2026-11-01',
      costs: services,
    })
    const { wholeDays, soFar } = reportOf({
      ...account,
      reading: readingOf('2026-11', '2026-11-23T14:00Z', estimated),
    })
    expect(wholeDays).toBe(20)
    expect(soFar).toBe(usd(20 * 31))
  })

  it('goes by the day on which AWS was asked, however old the answer is', () => {
    const old = steadyBill({
      from: '2026-10-01',
      until: '2026-11-11',
      estimatedFrom: '2026-11-09',
      costs: services,
    })
    expect(reportOf({ ...account, reading: readingOf('2026-11', '2026-11-10T08:00Z', old) }).wholeDays).toBe(
      8,
    )
  })

  it('splits into environments by tag, with others and what is untagged last', () => {
    const rows = reportOf({ ...account, reading }).rows
    expect(rows.map(({ name, soFar }) => [name, soFar / 1_000_000])).toEqual([
      ['staging', 210],
      ['production', 420],
      ['', 21],
    ])
    expect(rows[2]?.isUntagged).toBe(true)
    expect(rows.map(({ budget }) => budget)).toEqual([usd(135), usd(390), undefined])
  })

  it('has the sum of the environments for a budget, unless one is written or half of them have none', () => {
    expect(reportOf({ ...account, reading }).budget).toBe(usd(525))
    const written = { ...config, costs: { ...config.costs, budget: 600 } }
    expect(reportOf({ ...account, config: written, reading }).budget).toBe(usd(600))
    const half = { ...config, environments: [config.environments[0] ?? staging, production] }
    expect(reportOf({ ...account, config: half, reading }).budget).toBeUndefined()
  })

  it('shows each line of an environment against its estimate, and the lines add up to all of it', () => {
    const byUsageType = steadyBill({
      from: '2026-10-01',
      until: '2026-11-24',
      costs: {
        'APS2-InstanceUsage:db.t3.micro': { staging: 6 },
        'APS2-VendedLog-Bytes': { staging: 1 },
        'APS2-DataProcessing-Bytes': { staging: 3 },
        'APS2-NatGateway-Bytes': { live: 20 },
      },
    })
    const environment = config.environments[0] ?? staging
    const more = { byUsageType: { value: byUsageType, at: reading.byService.at } }
    const { lines, soFar } = reportOf({
      config,
      environment,
      split: 'line',
      reading: { ...reading, ...more },
    })
    expect(lines.map(({ line, estimate, soFar: cost }) => [line, (estimate ?? 0) / 1e6, cost / 1e6])).toEqual(
      [
        ['rds', 60, 126],
        ['natGateway', 30, 0],
        ['flowLogs', 0, 21],
        ['logs', 45, 63],
      ],
    )
    expect(lines.reduce((total, { soFar: cost }) => total + cost, 0)).toBe(soFar)
  })
})

describe('months of different lengths', () => {
  const at = (day: string) => {
    const table = steadyBill({ from: '2027-02-01', until: day, costs: { [rds]: { live: 10 } } })
    return reportOf({ ...account, reading: readingOf('2027-03', `${day}T12:00Z`, table) })
  }

  it('compares no more days than the shorter one has', () => {
    const { before, wholeDays } = at('2027-03-31')
    expect(wholeDays).toBe(30)
    expect(before).toMatchObject({ days: 28, now: usd(280), earlier: usd(280), total: usd(280) })
  })

  it('compares whole months with whole months', () => {
    const table = steadyBill({ from: '2027-02-01', until: '2027-04-01', costs: { [rds]: { live: 10 } } })
    const report = reportOf({ ...account, reading: readingOf('2027-03', '2027-05-20T12:00Z', table) })
    expect(report).toMatchObject({ isPast: true, wholeDays: 31, soFar: usd(310) })
    expect(report.before).toMatchObject({ now: usd(310), earlier: usd(280) })
    expect(report.onCourse).toBeUndefined()
  })
})

describe('where a month goes', () => {
  const bill = (until: string, estimatedFrom: string) =>
    steadyBill({ from: '2026-10-01', until, estimatedFrom, costs: services })

  it('is too early to say on its first days, for lack of complete ones', () => {
    const first = reportOf({
      ...account,
      reading: readingOf('2026-11', '2026-11-01T05:00Z', bill('2026-11-02', '2026-10-31')),
    })
    expect(first).toMatchObject({ wholeDays: 0, soFar: 0 })
    expect(first.onCourse).toBeUndefined()
    expect(first.before).toMatchObject({ days: 0, total: usd(31 * 31), isIncomplete: true })
    const third = reportOf({
      ...account,
      reading: readingOf('2026-11', '2026-11-03T05:00Z', bill('2026-11-04', '2026-11-02')),
    })
    expect(third.wholeDays).toBe(1)
    expect(third.onCourse).toBeUndefined()
  })

  it('is the last seven complete days carried on, for an environment', () => {
    const environment = config.environments[0] ?? staging
    const table = steadyBill({
      from: '2026-10-01',
      until: '2026-11-24',
      estimatedFrom: '2026-11-22',
      costs: { [rds]: { staging: (day) => (day >= '2026-11-15' ? 20 : 10) } },
    })
    const report = reportOf({
      config,
      environment,
      split: 'line',
      reading: readingOf('2026-11', '2026-11-23T14:00Z', table),
    })
    expect(report.onCourse).toEqual({ amount: usd(14 * 10 + 7 * 20 + 9 * 20), by: 'days' })
  })

  it('is the forecast of AWS for the account: whole days as they are, the one before today as usual, then as forecast', () => {
    const days = ['24', '25', '26', '27', '28', '29', '30', '23'].map((day) => ({
      date: `2026-11-${day}`,
      mean: usd(40),
      low: usd(35),
      high: usd(45),
    }))
    const reading = readingOf('2026-11', '2026-11-23T14:00Z', bill('2026-11-24', '2026-11-22'), {
      forecast: { value: { currency: 'USD', days }, at: 0 },
    })
    expect(reportOf({ ...account, reading }).onCourse).toEqual({
      by: 'aws',
      amount: usd(21 * 31 + 31 + 8 * 40),
      low: usd(21 * 31 + 31 + 8 * 35),
      high: usd(21 * 31 + 31 + 8 * 45),
    })
  })

  it('does not rest on a forecast that says nothing of most days', () => {
    const days = [{ date: '2026-11-23', mean: usd(40), low: usd(40), high: usd(40) }]
    const reading = readingOf('2026-11', '2026-11-23T14:00Z', bill('2026-11-24', '2026-11-22'), {
      forecast: { value: { currency: 'USD', days }, at: 0 },
    })
    expect(reportOf({ ...account, reading }).onCourse?.by).toBe('days')
  })
})

describe('what grew', () => {
  const burst = (day: string) => (day >= '2026-11-09' && day <= '2026-11-12' ? 6 : 2)
  const byUsageType = steadyBill({
    from: '2026-10-01',
    until: '2026-11-24',
    costs: {
      'APS2-NatGateway-Bytes': { live: burst, staging: 2 },
      'APS2-Fargate-vCPU-Hours:perCPU': { live: (day) => (day >= '2026-11-16' ? 15 : 5) },
      'APS2-NatGateway-Hours': { live: 2, staging: 1 },
    },
  })
  const reading = readingOf('2026-11', '2026-11-23T14:00Z', byUsageType, {
    byUsageType: { value: byUsageType, at: 0 },
    anomalies: {
      at: 0,
      value: [
        {
          from: '2026-11-09',
          until: '2026-11-12',
          service: 'EC2 - Other',
          usageType: 'APS2-NatGateway-Bytes',
          region: 'ap-southeast-2',
          actual: usd(24),
          expected: usd(8),
          impact: usd(16),
        },
      ],
    },
  })

  it('is named with the environment, what was used, and the days on which it was more', () => {
    const { movers } = reportOf({ ...account, reading })
    expect(movers).toMatchObject([
      {
        what: 'Fargate vCPU',
        environment: 'production',
        from: '2026-11-16',
        used: '1,800 h, before 1,100 h',
      },
      { what: 'NAT gateway traffic', environment: 'production', from: '2026-11-09', until: '2026-11-12' },
    ])
    expect(movers[0]?.until).toBeUndefined()
    expect((movers[1]?.soFar ?? 0) - (movers[1]?.before ?? 0)).toBe(usd(16))
  })

  it('belongs to the environment that paid for it, which AWS does not know', () => {
    expect(reportOf({ ...account, reading }).anomalies).toMatchObject([{ environment: 'production' }])
    const environment = config.environments[0] ?? staging
    expect(reportOf({ config, environment, split: 'line', reading }).anomalies).toEqual([])
    expect(reportOf({ config, environment, split: 'line', reading }).movers).toEqual([])
  })

  it('suggests a lever only where the figures support one', () => {
    expect(reportOf({ ...account, reading }).hint).toMatch(/^NAT gateways carried/)
    const quiet = steadyBill({
      from: '2026-10-01',
      until: '2026-11-24',
      costs: { 'APS2-NodeUsage:cache.t3.micro': { live: 3 } },
    })
    const calm = readingOf('2026-11', '2026-11-23T14:00Z', quiet, { byUsageType: { value: quiet, at: 0 } })
    expect(reportOf({ ...account, reading: calm }).hint).toBeUndefined()
  })
})

describe('the chart', () => {
  it('has refunds and credits in it, so that its parts are the day', () => {
    const costs = { ...services, 'AWS Support (Business)': { live: -50 } }
    const table = steadyBill({ from: '2026-10-01', until: '2026-11-24', estimatedFrom: '2026-11-22', costs })
    const reading = readingOf('2026-11', '2026-11-23T14:00Z', table)
    const { chart, rows } = reportOf({ config, split: 'service', reading })
    expect(chart.series[0]).toMatchObject({ name: 'AWS Support (Business)' })
    expect(chart.series.reduce((total, { amounts }) => total + (amounts[7] ?? 0), 0)).toBe(usd(31 - 50))
    expect(rows.at(-1)).toMatchObject({ name: 'AWS Support (Business)', soFar: usd(-50 * 21) })
  })

  it('has at most twenty days and six parts, which add up to each day', () => {
    const costs = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`Service ${index}`, { live: index + 1 }]),
    )
    const table = steadyBill({ from: '2026-10-01', until: '2026-11-29', costs })
    const reading = readingOf('2026-11', '2026-11-29T14:00Z', table)
    const { chart } = reportOf({ config, split: 'service', reading })
    expect(chart.days).toHaveLength(20)
    expect(chart.series.length).toBeLessThanOrEqual(6)
    expect(chart.series.at(-1)?.name).toBe('other')
    expect(chart.series.reduce((total, { amounts }) => total + (amounts[7] ?? 0), 0)).toBe(usd(78))
  })
})
