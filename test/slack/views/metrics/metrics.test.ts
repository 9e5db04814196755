import { describe, expect, test } from 'vitest'
import type { AlarmGraph, Figure, MetricPoint, MetricsOverview } from '../../../../src/core/metrics.js'
import { createZone } from '../../../../src/core/time-zone.js'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import { type DataVisualizationBlock, isChart } from '../../../../src/slack/blocks.js'
import { alarmGraphMessage, metricsMessage } from '../../../../src/slack/views/metrics/metrics.js'
import { sparkline } from '../../../../src/core/course.js'

const minute = 60_000
const until = Date.UTC(2026, 10, 23, 12, 30)
const range = { from: until - 180 * minute, until, period: 2 * minute }
const options = { zone: createZone('Australia/Sydney'), since: '3h', askedBy: 'Rita' }

function points(valueAt: (index: number) => number | undefined, count = 90): readonly MetricPoint[] {
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const value = valueAt(index)
    return value === undefined ? [] : [{ at: range.from + index * range.period, value }]
  })
}

function figure(more: Partial<Figure> = {}): Figure {
  const series = more.points ?? points(() => 40)
  const [worst] = series
  return {
    subject: 'backend',
    name: 'CPU',
    unit: 'percent',
    bad: 'high',
    target: { below: 70 },
    now: 40,
    met: true,
    trend: 'steady',
    ...(worst === undefined ? {} : { worst }),
    points: series,
    ...more,
  }
}

const database = figure({
  subject: 'database',
  target: { below: 80 },
  now: 93,
  met: false,
  trend: 'rising',
  points: points((index) => (index > 70 ? 93 : 20)),
  worst: { at: range.from + 71 * range.period, value: 93 },
})

function overview(figures: readonly Figure[], more: Partial<MetricsOverview> = {}): MetricsOverview {
  return { environment: 'production', ...range, figures, missing: [], unmeasured: [], ...more }
}

const shown = (figures: readonly Figure[], more: Partial<MetricsOverview> = {}) =>
  metricsMessage(overview(figures, more), options)
const chartsOf = (figures: readonly Figure[], more: Partial<MetricsOverview> = {}) =>
  shown(figures, more).blocks.filter(isChart) as unknown as DataVisualizationBlock[]

describe('the first line', () => {
  test('names what misses its target', () => {
    expect(shown([database, figure()]).text.split('\n')[0]).toBe(
      '🟠 production: 1 of 2 figures misses its target: database CPU 93 % (target < 80 %)',
    )
  })

  test('says that all is well, and what was not a while ago', () => {
    const peak = figure({
      points: points((index) => (index === 30 ? 86 : 40)),
      worst: { at: range.from + 30 * range.period, value: 86 },
    })
    const [first, second] = shown([peak, figure({ subject: 'frontend' })]).text.split('\n')
    expect(first).toBe('🟢 production: all 2 figures meet their target')
    expect(second).toBe('Missed in the last 3 h, well again: backend CPU 86 % at 21:30')
  })

  test('does not take silence for health', () => {
    const { now: _, met: __, worst: ___, trend: ____, ...rest } = figure({ points: [] })
    const { text } = shown([rest])
    expect(text.split('\n')[0]).toContain('nothing here has a target and a value')
    expect(text).toContain('No data, which is not 0: backend CPU')
    expect(text).toContain('no data')
    expect(shown([], { missing: [{ what: 'figures', why: 'AWS did not answer' }] }).text).toMatch(
      /^❓ No figures of production[^]*Not read: figures — AWS did not answer/,
    )
  })
})

test('the table tells figure, value with arrow, target, course and worst', () => {
  const { text } = shown([database])
  expect(text).toMatch(/Now +Figure +Target +Last 3 h +Worst/)
  expect(text).toMatch(/🟠 93 % ↗ +database CPU +< 80 % +▁{9,10}▇{2,3} +93 % at 22:52/)
})

describe('what is fine', () => {
  const fine = [figure(), figure({ subject: 'frontend', now: 41 })]
  const fold = (figures: readonly Figure[], more: Partial<MetricsOverview> = {}) =>
    shown(figures, more).blocks.find((block) => block.type === 'container')

  test('is one line that opens, below what misses its target', () => {
    const { blocks, text } = shown([database, ...fine])
    expect(blocks.slice(1, 3).map(({ type }) => type)).toEqual(['table', 'container'])
    expect(fold([database, ...fine])).toMatchObject({
      title: { text: '2 more are fine' },
      default_collapsed: true,
    })
    expect(text).toMatch(/^40 % → backend CPU · target < 70 % · [▁▂▃▅▇]+$/m)
    expect(checkMessage({ text: 'text', blocks }, 'post')).toBeUndefined()
  })

  test('is folded whole where nothing is missed, as the one table of the message', () => {
    expect(fold(fine)).toMatchObject({ title: { text: '2 are fine' }, child_blocks: [{ type: 'table' }] })
    expect(shown(fine).blocks.some(({ type }) => type === 'table')).toBe(false)
  })

  test('does not count what has no data', () => {
    const { now: _, met: __, worst: ___, trend: ____, ...silent } = figure({ points: [] })
    expect(fold([...fine, silent])).toMatchObject({ title: { text: '2 are fine, 1 without data' } })
  })

  test('stands open for whoever asks about one part', () => {
    const { blocks } = shown([database, figure({ subject: 'database', name: 'memory' })], { focus: 'rds' })
    expect(blocks[1]).toMatchObject({ type: 'table', rows: { length: 3 } })
    expect(fold([database], { focus: 'rds' })).toBeUndefined()
  })
})

test('everything together shows what has a target; a part of it shows all', () => {
  const {
    target: _,
    met: __,
    ...watched
  } = figure({ subject: 'load balancer', name: '2xx a minute', unit: 'count' })
  expect(shown([figure(), watched]).text).not.toContain('2xx a minute')
  expect(shown([figure(), watched]).text).toContain('1 more is watched without a target')
  expect(shown([watched], { focus: 'alb' }).text).toContain('2xx a minute')
})

describe('charts', () => {
  test('are of what misses its target first, with the target as a line', () => {
    const [first, second, ...others] = chartsOf([figure(), figure({ subject: 'frontend' }), database])
    expect(first?.title).toBe('Database CPU, target < 80 %')
    expect(second?.title).toBe('CPU, target < 70 %')
    expect(others).toEqual([])
    if (first?.chart.type !== 'line' || second?.chart.type !== 'line') throw new Error('no line charts')
    expect(first.chart.series.map(({ name }) => name)).toEqual(['database', 'target'])
    expect(second.chart.series.map(({ name }) => name)).toEqual(['backend', 'frontend', 'target'])
    expect(first.chart.series[1]?.data.every(({ value }) => value === 80)).toBe(true)
  })

  test('are of CPU and response time where all is well', () => {
    const seconds = figure({
      subject: 'load balancer',
      name: 'response time (p95)',
      unit: 'seconds',
      target: { below: 0.5 },
      points: points(() => 0.162),
    })
    const { target: _, met: __, ...average } = { ...seconds, name: 'response time (average)' }
    const memory = figure({ name: 'memory' })
    const [cpu, response] = chartsOf([memory, seconds, average, figure()])
    expect(cpu?.title).toBe('Backend CPU, target < 70 %')
    expect(response?.title).toBe('Load balancer response time, target < 500 ms')
    if (response?.chart.type !== 'line') throw new Error('no line chart')
    expect(response.chart.series.map(({ name }) => name)).toEqual(['p95', 'average', 'target'])
    expect(response.chart.series[0]?.data[0]?.value).toBe(162)
    expect(response.chart.axis_config.y_label).toBe('ms, highest of each 10 min')
  })

  test('do not average a short peak away', () => {
    const [chart] = chartsOf([figure({ points: points((index) => (index === 33 ? 99 : 20)) })])
    if (chart?.chart.type !== 'line') throw new Error('no line chart')
    expect(Math.max(...(chart.chart.series[0]?.data ?? []).map(({ value }) => value))).toBe(99)
    expect(chart.chart.axis_config.categories.length).toBeLessThanOrEqual(20)
  })

  test('leave out what was not measured and say so: it is not 0', () => {
    const [chart] = chartsOf([
      figure({ points: points((index) => (index >= 20 && index < 50 ? undefined : 40)) }),
    ])
    if (chart?.chart.type !== 'line') throw new Error('no line chart')
    expect(chart.chart.series[0]?.data.every(({ value }) => value === 40)).toBe(true)
    expect(chart.chart.axis_config.x_label).toMatch(/^6 of 18 parts without data left out$/)
  })

  test('of many services keep to what Slack takes', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      figure({ subject: `service-with-a-long-name-${index}`, met: index > 1, now: 75 }),
    )
    const { blocks, text } = shown(many)
    expect(checkMessage({ text: 'text', blocks }, 'update')).toBeUndefined()
    expect(text).toContain('30 more figures: name a service to see its own')
    const [chart] = blocks.filter(isChart) as unknown as DataVisualizationBlock[]
    expect(chart?.chart.type === 'line' ? chart.chart.series.length : 0).toBe(6)
  })
})

test('a chart that Slack does not know is told in the text: its course, its ends and its extremes', () => {
  const { text } = shown([database])
  expect(text).toContain('Database CPU, target < 80 % (%, highest of each 10 min)')
  expect(text).toMatch(/database: [▁▂▃▅▇]+ 20:30 20 to \d\d:\d\d 93; lowest 20 at 20:30, highest 93 at/)
})

test('the course in characters: worst of each part, gaps as gaps, flat where it hardly moves', () => {
  expect(
    sparkline(
      points((index) => index),
      range,
      'high',
      5,
    ),
  ).toBe('▁▂▃▅▇')
  expect(
    sparkline(
      points((index) => 40 + (index % 2)),
      range,
      'high',
      6,
    ),
  ).toMatch(/^(.)\1{5}$/)
  expect(
    sparkline(
      points((index) => (index < 45 ? undefined : 7)),
      range,
      'high',
      4,
    ),
  ).toMatch(/^··[^·]{2}$/)
  expect(sparkline([], range, 'high')).toBe('')
})

const graph: AlarmGraph = {
  environment: 'production',
  alarm: 'ohmycoins-prod-rds-cpu-utilization',
  shortName: 'rds-cpu-utilization',
  words: 'average CPU of the database',
  unit: 'percent',
  bad: 'high',
  threshold: 80,
  rings: 'above 80 %',
  ...range,
  points: database.points,
}

test('the graph of an alarm shows its threshold and says the figures', () => {
  const { text, blocks } = alarmGraphMessage(graph, options)
  expect(text.split('\n')[0]).toBe(
    '📈 `rds-cpu-utilization` in production: average CPU of the database 93 %, highest of the last 3 h 93 % at 22:52. It rings above 80 %.',
  )
  const [chart] = blocks.filter(isChart) as unknown as DataVisualizationBlock[]
  if (chart?.chart.type !== 'line') throw new Error('no line chart')
  expect(chart.chart.series.map(({ name }) => name)).toEqual(['value', 'threshold'])
  expect(checkMessage({ text: 'text', blocks }, 'post')).toBeUndefined()
  expect(alarmGraphMessage({ ...graph, points: [] }, options).text).toContain('which is not 0')
})
