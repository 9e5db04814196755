import { describe, expect, it } from 'vitest'
import type { CostReport } from '../../../../src/core/cost.js'
import { microsOf } from '../../../../src/core/money.js'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import { costMessage } from '../../../../src/slack/views/cost/cost.js'
import { costApiMessage } from '../../../../src/slack/views/cost/api.js'

const at = Date.UTC(2026, 10, 23, 14)
const usd = (amount: number) => microsOf(amount)
const days = Array.from({ length: 20 }, (_, index) => `2026-11-${String(index + 2).padStart(2, '0')}`)

function report(more: Partial<CostReport> = {}): CostReport {
  return {
    month: '2026-11',
    isPast: false,
    currency: 'USD',
    daysInMonth: 30,
    wholeDays: 22,
    soFar: usd(318.2),
    before: {
      month: '2026-10',
      daysInMonth: 31,
      total: usd(430),
      isIncomplete: false,
      days: 22,
      earlier: usd(306.1),
      now: usd(318.2),
    },
    incomplete: { days: ['2026-11-23'], amount: usd(4.5) },
    onCourse: { amount: usd(431), by: 'aws', low: usd(410), high: usd(452) },
    budget: usd(525),
    split: 'environment',
    rows: [
      { name: 'staging', soFar: usd(88.4), before: usd(88.4), onCourse: usd(121), budget: usd(135) },
      { name: 'production', soFar: usd(224.4), before: usd(212.3), onCourse: usd(302), budget: usd(390) },
      { name: '', soFar: usd(5.4), before: usd(5.4), isUntagged: true },
    ],
    lines: [],
    chart: { days, series: [{ name: 'production', amounts: days.map(() => usd(10)) }] },
    movers: [],
    anomalies: [],
    oneMoreTask: [],
    missing: [],
    at,
    ...more,
  }
}

const options = {
  now: at + 2 * 3_600_000 + 5 * 60_000,
  askedBy: 'Vera',
  environments: ['staging', 'production'],
}
const textOf = (one: CostReport) => costMessage(one, options).text
const firstLines = (one: CostReport) => textOf(one).split('\n').slice(0, 2)

describe('the first line', () => {
  it('says what was spent, against as many days of the month before, and where it goes', () => {
    const [first, second] = firstLines(report())
    expect(first).toContain('November so far: 318 USD, 12 USD (4 %) more than October’s first 22 days.')
    expect(second).toBe('On course for 431 of 525 USD; 61 % used after 22 of 30 days.')
    expect(first).toContain('🟢')
  })

  it.each([
    ['less', { now: usd(318.2), earlier: usd(330) }, '12 USD (4 %) less than October’s first 22 days'],
    ['the same', { now: usd(318.2), earlier: usd(318.4) }, 'as much as October’s first 22 days'],
    [
      'a shorter month',
      { days: 20, now: usd(300), earlier: usd(280) },
      'its first 20 days 20 USD (7 %) more than all of October',
    ],
  ])('says when it is %s', (_, before, words) => {
    const base = report()
    if (base.before === undefined) throw new Error('no month before')
    expect(textOf(report({ before: { ...base.before, ...before } }))).toContain(words)
  })

  it('warns when it is on course beyond the budget, and again when the budget is spent', () => {
    const over = textOf(report({ onCourse: { amount: usd(610), by: 'days' } }))
    expect(over).toContain('🟠')
    expect(over).toContain('On course for 610 of 525 USD: 85 USD (16 %) over budget.')
    const spent = textOf(report({ soFar: usd(540), onCourse: { amount: usd(690), by: 'days' } }))
    expect(spent).toContain('🔴')
    expect(spent).toContain('Over budget (525 USD), and on course for 690 USD.')
  })

  /** A month of which no day is complete, as told on a day of November. */
  function withoutDays(day: string) {
    const { onCourse: _, incomplete: __, ...rest } = report()
    return costMessage(
      {
        ...rest,
        at: Date.parse(`${day}T06:00:00Z`),
        wholeDays: 0,
        soFar: 0,
        chart: { days: [], series: [] },
        before: {
          month: '2026-10',
          daysInMonth: 31,
          total: usd(430),
          isIncomplete: true,
          days: 0,
          earlier: 0,
          now: 0,
        },
      },
      options,
    )
  }

  it('says that it is too early, and nothing of zero money, on the first days', () => {
    const first = withoutDays('2026-11-02')
    expect(first.text).toContain(
      'November has just begun: no day is complete yet, October cost 430 USD so far',
    )
    expect(first.text).toContain('Too early to say where it goes (0 of 30 days).')
    expect(first.text).toContain('/ohmy cost --month 2026-10')
    expect(first.blocks.some(({ type }) => type === 'table')).toBe(false)
  })

  it('does not call a month young of which Cost Explorer tells nothing', () => {
    const { text } = withoutDays('2026-11-23')
    expect(text).toContain('Cost Explorer tells nothing of November yet')
    expect(text).toContain('24 hours')
    expect(text).not.toContain('just begun')
  })

  it('sums up a month that is over', () => {
    const {
      onCourse: _,
      incomplete: __,
      ...rest
    } = report({ month: '2026-10', isPast: true, daysInMonth: 31, wholeDays: 31, soFar: usd(517) })
    const rows = report().rows.map(({ name, soFar, before }) => ({ name, soFar, before: before ?? 0 }))
    const before = {
      month: '2026-09',
      daysInMonth: 30,
      total: usd(500),
      isIncomplete: false,
      days: 30,
      earlier: usd(500),
      now: usd(517),
    }
    const text = textOf({ ...rest, rows, before })
    expect(text).toContain('October: 517 USD, 17 USD (3 %) more than September (31 against 30 days).')
    expect(text).toContain('98 % of a budget of 525 USD.')
    expect(text).not.toContain('On course')
  })
})

describe('the rest', () => {
  it('rounds every figure once, from what it is', () => {
    const before = { month: '2026-10', daysInMonth: 31, total: usd(430), isIncomplete: false, days: 22 }
    const rows = [
      { name: 'staging', soFar: usd(110.5), before: usd(101.4) },
      { name: 'production', soFar: usd(210.5), before: usd(210.4) },
    ]
    const shown = report({
      soFar: usd(321),
      before: { ...before, earlier: usd(311.8), now: usd(321) },
      rows,
    })
    const text = textOf(shown)
    expect(text).toContain('9 USD (3 %) more than')
    expect(text).toMatch(/staging +111 +101 +\+9/)
    expect(text).toMatch(/Together +321 +312 +\+9/)
  })

  it('shows refunds and credits with the sign that differences have, and draws them', () => {
    const [first = '', ...others] = days
    const rows = [{ name: first, soFar: usd(-4) }, ...others.map((name) => ({ name, soFar: usd(10) }))]
    const series = [
      { name: 'production', amounts: days.map(() => usd(10)) },
      { name: 'Refund', amounts: days.map((day) => (day === days.at(-1) ? usd(-14) : 0)) },
    ]
    const { blocks, text } = costMessage(report({ split: 'day', rows, chart: { days, series } }), options)
    const drawn = JSON.stringify(blocks.find(({ type }) => (type as string) === 'data_visualization'))
    expect(drawn).toContain('"value":-14')
    expect(drawn).toContain('"type":"bar"')
    expect(text).toContain('−14.00')
  })

  it('shows figures and their sum', () => {
    const block = costMessage(report(), options).blocks.find(({ type }) => type === 'table')
    const rows = (block as unknown as { rows: { text: string }[][] }).rows.map((row) =>
      row.map(({ text }) => text),
    )
    expect(rows[0]).toEqual([
      'Environment, USD',
      'So far',
      'October, 22 days',
      'Change',
      'On course',
      'Budget',
    ])
    expect(rows.at(-1)).toEqual(['Together', '318', '306', '+12', '431', '525'])
    expect(rows.slice(1, 4).map(([name]) => name)).toEqual(['staging', 'production', 'untagged'])
    // 88.4 and 224.4 and 5.4: no row is made to read otherwise so that they add up.
    expect(rows.slice(1, 4).map((row) => row[1])).toEqual(['88', '224', '5'])
    expect(textOf(report())).toContain('Every figure is rounded by itself')
  })

  it('says how old the figures are, what is still coming in, and how far to believe the forecast', () => {
    const text = textOf(report())
    expect(text).toContain('22 complete days counted (UTC) · 23 Nov still coming in: 4.50 USD so far')
    expect(text).toContain('Cost Explorer was asked 2 h ago')
    expect(text).toContain('410 to 452 at the outside')
    expect(text).toContain('for the rows the last 7 complete days are carried on')
  })

  it('marks lines that go beyond their estimate', () => {
    const { rows: _, ...rest } = report({ environment: 'production', split: 'line' })
    const lines = [
      { line: 'natGateway', estimate: usd(70), from: 'config', soFar: usd(62), onCourse: usd(86) },
      { line: 'fargate', estimate: usd(36.04), from: 'prices', soFar: usd(20), onCourse: usd(30) },
      { line: 'other', soFar: usd(4.6), onCourse: usd(6) },
    ] as const
    const text = textOf({ ...rest, rows: [], lines })
    expect(text).toMatch(/NAT gateway +70 +62 +86 ⚠️/)
    expect(text).toMatch(/Fargate +≈ 36 +20 +30\n/)
    expect(text).toContain('Everything else')
  })

  it('says once what grew and that AWS noticed it, too', () => {
    const mover = {
      what: 'NAT gateway traffic',
      key: 'APS2-NatGateway-Bytes',
      environment: 'production',
      soFar: usd(23),
      before: usd(14),
      used: '510 GB, before 310 GB',
      from: '2026-11-09',
      until: '2026-11-12',
    }
    const anomaly = { ...mover, actual: usd(12), expected: usd(4) }
    const text = textOf(report({ movers: [mover], anomalies: [anomaly] }))
    expect(text).toContain(
      'NAT gateway traffic in production: 9.00 USD more from 9 Nov to 12 Nov (23.00, before 14.00; 510 GB, before 310 GB) · AWS calls it an anomaly',
    )
    expect(text).not.toContain('Anomalies AWS noticed')
    expect(textOf(report({ anomalies: [anomaly] }))).toContain('Anomalies AWS noticed')
  })

  it('says first what is old or was not read', () => {
    const text = textOf(
      report({ instead: 'The requests are used up.', missing: [{ what: 'anomalies', why: 'not allowed' }] }),
    )
    expect(text.split('\n')[2]).toContain('Nothing newer is known. The requests are used up.')
    expect(text).toContain('Not read: anomalies — not allowed')
  })

  it('keeps to the limits of Slack, whatever tags and services are called', () => {
    const rows = Array.from({ length: 300 }, (_, index) => ({
      name: `<!channel> *tag* ${'x'.repeat(200)} ${index}`,
      soFar: usd(index),
      before: usd(1),
      onCourse: usd(index),
    }))
    const series = rows.slice(0, 6).map(({ name }) => ({ name, amounts: days.map(() => usd(1)) }))
    const movers = rows
      .slice(0, 3)
      .map(({ name }) => ({ what: name, key: name, environment: name, soFar: usd(5), before: usd(1) }))
    for (const split of ['environment', 'service', 'tag', 'day'] as const) {
      const named =
        split === 'day' ? rows.map((row, index) => ({ ...row, name: days[index % 20] ?? '' })) : rows
      const shown = costMessage(report({ split, rows: named, movers, chart: { days, series } }), {
        ...options,
        environments: Array.from({ length: 200 }, (_, index) => `environment-${index}`),
      })
      expect(checkMessage({ text: 'text', blocks: shown.blocks }, 'update'), split).toBeUndefined()
      expect(
        JSON.stringify(
          shown.blocks.filter(({ type }) => type !== 'table' && (type as string) !== 'data_visualization'),
        ),
      ).not.toContain('<!channel>')
      expect(shown.text).toContain('Together')
    }
  })

  it('has no buttons where nobody could press them', () => {
    const shown = costMessage(report(), { ...options, buttons: false })
    expect(shown.blocks.some(({ type }) => type === 'actions')).toBe(false)
  })
})

describe('what asking costs', () => {
  const known = [{ what: 'Forecast', at, requests: 1 }, { what: 'Anomalies' }]
  const asked = { thisMonth: 61, price: usd(0.01), askAgainAfter: 8 * 3_600_000, known }

  it('is said in requests and money, with what is known and how old it is', () => {
    const { text } = costApiMessage({ ...asked, today: { spent: 6, of: 9, failed: 0 } }, at + 3 * 3_600_000)
    expect(text).toContain('6 of 9 requests to Cost Explorer today: 0.06 USD. This month: 61, 0.61 USD.')
    expect(text).toMatch(/Forecast +3 h +1/)
    expect(text).toMatch(/Anomalies +not asked yet +–/)
  })

  it('has a row of its own for what failed, and none where nothing did', () => {
    const today = { spent: 6, of: 9, failed: 3 }
    expect(costApiMessage({ ...asked, today }, at).text).toMatch(/Failed, in no sum above +today +3/)
    expect(costApiMessage({ ...asked, today: { ...today, failed: 0 } }, at).text).not.toContain('Failed')
  })

  it('says when none are left', () => {
    const { text } = costApiMessage({ ...asked, today: { spent: 9, of: 9, failed: 0 } }, at)
    expect(text).toContain('None are left')
    expect(text).toContain('🟠')
  })
})
