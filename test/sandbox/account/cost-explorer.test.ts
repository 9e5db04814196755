import {
  CostExplorerClient,
  type Expression,
  type GetCostAndUsageCommandInput,
  GetAnomaliesCommand,
  GetCostAndUsageCommand,
  GetCostForecastCommand,
  type ResultByTime,
} from '@aws-sdk/client-cost-explorer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'

let now = Date.UTC(2026, 10, 23, 14, 30)
let account: Account
let client: CostExplorerClient

beforeAll(async () => {
  account = await startAccount({ clock: { now: () => now } })
  client = new CostExplorerClient({
    endpoint: account.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
  })
})
beforeEach(() => {
  now = Date.UTC(2026, 10, 23, 14, 30)
  account.world.setBilling({ pageSize: 5_000, isEnabled: true, growth: 1 })
})
afterAll(async () => {
  client.destroy()
  await account.stop()
})

const november = { Start: '2026-11-01', End: '2026-12-01' }
const october = { Start: '2026-10-01', End: '2026-11-01' }

async function ask(input: Partial<GetCostAndUsageCommandInput>): Promise<ResultByTime[]> {
  const { ResultsByTime } = await client.send(
    new GetCostAndUsageCommand({
      TimePeriod: october,
      Granularity: 'MONTHLY',
      Metrics: ['UnblendedCost'],
      ...input,
    }),
  )
  return ResultsByTime ?? []
}

const costOf = (result: ResultByTime | undefined) => Number(result?.Total?.['UnblendedCost']?.Amount)
const groupsOf = (result: ResultByTime | undefined): Record<string, number> =>
  Object.fromEntries(
    (result?.Groups ?? []).map(({ Keys, Metrics }) => [
      Keys?.join(' | ') ?? '',
      Number(Metrics?.['UnblendedCost']?.Amount),
    ]),
  )
const tagged = (value: string): Expression => ({ Tags: { Key: 'Environment', Values: [value] } })
const byTag = [{ Type: 'TAG' as const, Key: 'Environment' }]

test('a month costs about what the estimates say, with something untagged beside it', async () => {
  const [month] = await ask({ GroupBy: byTag })
  const groups = groupsOf(month)
  expect(Object.keys(groups)).toEqual(['Environment$', 'Environment$production', 'Environment$staging'])
  expect(groups['Environment$staging']).toBeGreaterThan(115)
  expect(groups['Environment$staging']).toBeLessThan(140)
  expect(groups['Environment$production']).toBeGreaterThan(350)
  expect(groups['Environment$production']).toBeLessThan(400)
  expect(groups['Environment$']).toBeGreaterThan(3)
})

test('there are thirteen months before this one, which grew over the year', async () => {
  const months = await ask({ TimePeriod: { Start: '2025-10-01', End: '2026-11-01' } })
  expect(months).toHaveLength(13)
  expect(months.every((month) => costOf(month) > 300)).toBe(true)
  expect(costOf(months.at(-1))).toBeGreaterThan(costOf(months[0]) * 1.05)
})

test('days add up to the month and groups to the day', async () => {
  const days = await ask({ Granularity: 'DAILY' })
  const grouped = await ask({
    Granularity: 'DAILY',
    GroupBy: [{ Type: 'DIMENSION', Key: 'USAGE_TYPE' }, ...byTag],
  })
  const [month] = await ask({})
  expect(days).toHaveLength(31)
  expect(days.reduce((total, day) => total + costOf(day), 0)).toBeCloseTo(costOf(month), 6)
  const sums = grouped.map((day) =>
    Object.values(groupsOf(day)).reduce<number>((total, cost) => total + cost, 0),
  )
  expect(sums[11]).toBeCloseTo(costOf(days[11]), 6)
  expect(Object.keys(groupsOf(grouped[0]))).toContain('APS2-NatGateway-Bytes | Environment$production')
})

test('weekends cost less, and NAT traffic triples on four days of the month', async () => {
  const days = await ask({
    Granularity: 'DAILY',
    TimePeriod: november,
    Filter: {
      And: [{ Dimensions: { Key: 'USAGE_TYPE', Values: ['APS2-NatGateway-Bytes'] } }, tagged('production')],
    },
  })
  const costs = Object.fromEntries(days.map((day) => [day.TimePeriod?.Start ?? '', costOf(day)]))
  expect(costs['2026-11-07']).toBeLessThan((costs['2026-11-06'] ?? 0) * 0.8)
  for (const day of ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12']) {
    expect(costs[day], day).toBeGreaterThan((costs['2026-11-06'] ?? 0) * 2.5)
  }
  expect(costs['2026-11-13']).toBeLessThan((costs['2026-11-06'] ?? 0) * 1.2)
})

test('today is partial, today and yesterday are estimated, and there is nothing of tomorrow', async () => {
  const days = await ask({ Granularity: 'DAILY', TimePeriod: { Start: '2026-11-20', End: '2026-11-25' } })
  expect(days.map(({ Estimated }) => Estimated)).toEqual([false, false, true, true, true])
  expect(costOf(days[3])).toBeLessThan(costOf(days[1]) * 0.5)
  expect(costOf(days[4])).toBe(0)
})

test('filters nest, match by option, and leave out what they are told to', async () => {
  const [all] = await ask({})
  const [staging] = await ask({ Filter: tagged('staging') })
  const [others] = await ask({ Filter: { Not: tagged('staging') } })
  expect(costOf(staging) + costOf(others)).toBeCloseTo(costOf(all), 6)
  const [untagged] = await ask({ Filter: { Tags: { Key: 'Environment', MatchOptions: ['ABSENT'] } } })
  const [both] = await ask({ Filter: { Or: [tagged('staging'), tagged('production')] } })
  expect(costOf(untagged) + costOf(both)).toBeCloseTo(costOf(all), 6)
  const [unknown] = await ask({ Filter: { Tags: { Key: 'Team', Values: ['a'] } } })
  expect(costOf(unknown)).toBe(0)
})

test.each([
  [
    'three groups',
    { GroupBy: [...byTag, ...byTag, { Type: 'DIMENSION', Key: 'SERVICE' }] },
    'ValidationException',
  ],
  [
    'an end before its start',
    { TimePeriod: { Start: '2026-11-02', End: '2026-11-02' } },
    'ValidationException',
  ],
  ['what is too long ago', { TimePeriod: { Start: '2025-09-01', End: '2026-11-01' } }, 'ValidationException'],
  [
    'days after this month',
    { TimePeriod: { Start: '2026-11-01', End: '2026-12-02' } },
    'ValidationException',
  ],
  ['no metric', { Metrics: [] }, 'ValidationException'],
  ['an unknown dimension', { GroupBy: [{ Type: 'DIMENSION', Key: 'WEATHER' }] }, 'ValidationException'],
  [
    'two operators in one expression',
    { Filter: { ...tagged('a'), Not: tagged('b') } },
    'ValidationException',
  ],
  ['a token of its own making', { NextPageToken: 'tomorrow' }, 'InvalidNextTokenException'],
] as const)('refuses %s', async (_, input, name) => {
  await expect(ask(input as unknown as Partial<GetCostAndUsageCommandInput>)).rejects.toMatchObject({ name })
})

test('long answers come in pages', async () => {
  account.world.setBilling({ pageSize: 100 })
  const input = {
    TimePeriod: october,
    Granularity: 'DAILY' as const,
    Metrics: ['UnblendedCost'],
    GroupBy: [{ Type: 'DIMENSION' as const, Key: 'USAGE_TYPE' }, ...byTag],
  }
  const days: string[] = []
  let token: string | undefined
  let pages = 0
  do {
    const page = await client.send(new GetCostAndUsageCommand({ ...input, NextPageToken: token }))
    days.push(...(page.ResultsByTime ?? []).map(({ TimePeriod }) => TimePeriod?.Start ?? ''))
    token = page.NextPageToken
    pages += 1
  } while (token !== undefined)
  expect(pages).toBeGreaterThan(5)
  expect(new Set(days).size).toBe(31)
  expect(days).toHaveLength(31)
})

test('forecasts what is to come with an interval, and neither the past nor tags', async () => {
  const forecast = (more: object) =>
    client.send(
      new GetCostForecastCommand({
        TimePeriod: { Start: '2026-11-23', End: '2026-12-01' },
        Granularity: 'DAILY',
        Metric: 'UNBLENDED_COST',
        PredictionIntervalLevel: 80,
        ...more,
      }),
    )
  const { Total, ForecastResultsByTime: days = [] } = await forecast({})
  expect(days).toHaveLength(8)
  expect(Number(Total?.Amount)).toBeGreaterThan(110)
  for (const { MeanValue, PredictionIntervalLowerBound: low, PredictionIntervalUpperBound: high } of days) {
    expect(Number(low)).toBeLessThan(Number(MeanValue))
    expect(Number(high)).toBeGreaterThan(Number(MeanValue))
  }
  const refused = { name: 'ValidationException' }
  await expect(forecast({ TimePeriod: november })).rejects.toMatchObject(refused)
  await expect(forecast({ Filter: tagged('staging') })).rejects.toMatchObject(refused)
  await expect(forecast({ Filter: { Not: tagged('staging') } })).rejects.toMatchObject(refused)
  await expect(
    forecast({ Filter: { Dimensions: { Key: 'SERVICE', Values: ['AmazonCloudWatch'] } } }),
  ).resolves.toBeDefined()
})

test('names the anomaly with its cause and what it cost', async () => {
  const { Anomalies = [] } = await client.send(
    new GetAnomaliesCommand({ DateInterval: { StartDate: '2026-11-01', EndDate: '2026-11-23' } }),
  )
  expect(Anomalies).toHaveLength(1)
  expect(Anomalies[0]).toMatchObject({ AnomalyStartDate: '2026-11-09', AnomalyEndDate: '2026-11-12' })
  expect(Anomalies[0]?.RootCauses?.[0]?.UsageType).toBe('APS2-NatGateway-Bytes')
  const { TotalActualSpend = 0, TotalExpectedSpend = 0 } = Anomalies[0]?.Impact ?? {}
  expect(TotalActualSpend / TotalExpectedSpend).toBeCloseTo(3, 1)
  const before = { DateInterval: { StartDate: '2026-10-01', EndDate: '2026-11-05' } }
  expect((await client.send(new GetAnomaliesCommand(before))).Anomalies).toEqual([])
})

test('has no data where Cost Explorer is not enabled', async () => {
  account.world.setBilling({ isEnabled: false })
  await expect(ask({})).rejects.toMatchObject({ name: 'DataUnavailableException' })
})
