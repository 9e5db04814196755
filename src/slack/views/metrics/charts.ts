import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import { formatFigure, type MetricUnit } from '../../../core/metric-words.js'
import type { AlarmGraph, Figure, MetricPoint, MetricsOverview } from '../../../core/metrics.js'
import type { Zone } from '../../../core/time-zone.js'
import { chart } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { worstOfEach } from '../../../core/course.js'
import { clock, targetWords } from './words.js'

/** What Slack takes: categories of a chart, series with the one for the target, letters of a label and of a title. */
const mostCategories = 20
const mostSeries = 6
const longestLabel = 20
const longestTitle = 50

interface Line {
  readonly name: string
  readonly points: readonly MetricPoint[]
}

interface Drawing {
  readonly title: string
  readonly unit: MetricUnit
  readonly bad: Figure['bad']
  readonly lines: readonly Line[]
  readonly limit?: { readonly name: string; readonly value: number }
}

type Range = Pick<MetricsOverview, 'from' | 'until' | 'period'>

/** What people look at first where nothing is wrong: families of figures, those of services before the others. */
const usual = ['CPU', 'response time', 'database CPU', 'hit rate', 'connections', 'memory', 'free storage']

/** The two charts that matter: of what misses its target, else of CPU and response time. */
export function chartBlocks(overview: MetricsOverview, zone: Zone): readonly KnownBlock[] {
  const groups = new Map<string, Figure[]>()
  for (const figure of overview.figures) {
    if (figure.points.length < 2) continue
    const key = JSON.stringify([familyOf(figure), figure.unit, limitFor(figure)])
    groups.set(key, [...(groups.get(key) ?? []), figure])
  }
  const hasTarget = ({ target }: Figure) => target !== undefined
  const drawings = [...groups.values()]
    .filter((group) => overview.focus !== undefined || group.some(hasTarget))
    .toSorted((left, right) => rankOf(left) - rankOf(right))
    .slice(0, 2)
    .map(drawingOf)
  return drawings.flatMap((drawing) => draw(drawing, overview, zone))
}

/** The metric of one alarm with its threshold. */
export function graphBlocks(graph: AlarmGraph, zone: Zone): readonly KnownBlock[] {
  const { threshold, unit, bad, words, points } = graph
  const drawing: Drawing = {
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
    unit,
    bad,
    lines: [{ name: 'value', points }],
    ...(threshold === undefined ? {} : { limit: { name: 'threshold', value: threshold } }),
  }
  return draw(drawing, graph, zone)
}

/** Response times are compared with one another. */
function familyOf({ name }: Figure): string {
  return name.startsWith('response time') ? 'response time' : name
}

/** The target that is drawn: response times have that of one of them. */
function limitFor({ target, name }: Figure): number | undefined {
  if (target === undefined || 'atLeast' in target || name.startsWith('response time')) return undefined
  return 'below' in target ? target.below : target.above
}

function rankOf(group: readonly Figure[]): number {
  if (group.some(({ met }) => met === false)) return -1
  const [first] = group as [Figure, ...Figure[]]
  const family = familyOf(first)
  const place = usual.indexOf(first.subject === 'database' && family === 'CPU' ? 'database CPU' : family)
  return place < 0 ? usual.length : place
}

function drawingOf(group: readonly Figure[]): Drawing {
  const ordered = group.toSorted((left, right) => Number(left.met ?? true) - Number(right.met ?? true))
  const [first] = ordered as [Figure, ...Figure[]]
  const family = familyOf(first)
  const subjects = new Set(group.map(({ subject }) => subject))
  const names = new Set(group.map(({ name }) => name))
  const withTarget = ordered.find(({ target }) => target !== undefined && !('atLeast' in target))
  const target = withTarget?.target
  const limit =
    target === undefined || 'atLeast' in target ? undefined : 'below' in target ? target.below : target.above
  const of = subjects.size === 1 ? `${first.subject} ${family}` : family
  const showTarget = target === undefined ? '' : `, target ${targetWords(target, first.unit)}`
  return {
    title: `${of.charAt(0).toUpperCase()}${of.slice(1)}${showTarget}`,
    unit: first.unit,
    bad: first.bad,
    lines: ordered.map(({ subject, name, points }) => ({
      name: names.size > 1 ? (/\((.+)\)/.exec(name)?.[1] ?? name) : subject,
      points,
    })),
    ...(limit === undefined ? {} : { limit: { name: 'target', value: limit } }),
  }
}

function draw(drawing: Drawing, range: Range, zone: Zone): readonly KnownBlock[] {
  const periods = Math.max(1, Math.round((range.until - range.from) / range.period))
  const each = Math.ceil(periods / mostCategories) * range.period
  const count = Math.ceil((range.until - range.from) / each)
  const whole = { from: range.from, until: range.from + count * each }
  const room = mostSeries - (drawing.limit === undefined ? 0 : 1)
  const lines = drawing.lines
    .map(({ name, points }) => ({ name, values: worstOfEach(points, whole, count, drawing.bad) }))
    .filter(
      ({ values }) =>
        values.filter((value) => value !== undefined).length * 2 > count || drawing.lines.length === 1,
    )
    .slice(0, room)
  // Slack wants a value of each series for each category, so a part of the time that one of them lacks is left out.
  const kept = Array.from({ length: count }, (_, index) => index).filter((index) =>
    lines.every(({ values }) => values[index] !== undefined),
  )
  if (lines.length === 0 || kept.length < 2) return []
  const { scale, word } = scaleOf(
    drawing,
    lines.flatMap(({ values }) => values.filter((value) => value !== undefined)),
  )
  const labels = distinct(kept.map((index) => clock(range.from + index * each, zone, range)))
  const named = distinct(lines.map(({ name }) => cutPlain(name, longestLabel)))
  const series = lines.map(({ values }, line) => ({
    name: named[line] ?? '',
    data: kept.map((index, place) => ({
      label: labels[place] ?? '',
      value: rounded((values[index] ?? 0) / scale),
    })),
  }))
  const { limit } = drawing
  if (limit !== undefined) {
    series.push({
      name: limit.name,
      data: labels.map((label) => ({ label, value: rounded(limit.value / scale) })),
    })
  }
  const left = count - kept.length
  const what = `${drawing.bad === 'high' ? 'highest' : 'lowest'} of each ${formatDuration(each)}`
  return [
    chart(cutPlain(drawing.title, longestTitle), {
      type: 'line',
      series,
      axis_config: {
        categories: labels,
        y_label: cutPlain([word, what].filter((part) => part !== '').join(', '), longestTitle),
        ...(left === 0
          ? {}
          : { x_label: cutPlain(`${left} of ${count} parts without data left out`, longestTitle) }),
      },
    }),
  ]
}

/** One unit for the whole chart: ms where all is below a second, GB for bytes. */
function scaleOf({ unit, limit }: Drawing, values: readonly number[]): { scale: number; word: string } {
  const highest = Math.max(...values.map(Math.abs), Math.abs(limit?.value ?? 0))
  if (unit === 'percent') return { scale: 1, word: '%' }
  if (unit === 'seconds') return highest < 1 ? { scale: 0.001, word: 'ms' } : { scale: 1, word: 's' }
  if (unit !== 'bytes') return { scale: 1, word: '' }
  const word = formatFigure(highest, 'bytes').split(' ').at(-1) ?? 'B'
  return { scale: 1_024 ** Math.max(0, ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(word)), word }
}

/** Three digits that count. */
function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

/** Slack tells categories and series apart by their names; when clocks are set back an hour comes twice. */
function distinct(labels: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return labels.map((label) => {
    const times = (seen.get(label) ?? 0) + 1
    seen.set(label, times)
    return times === 1 ? label : `${cutPlain(label, longestLabel - 4)} (${times})`
  })
}
