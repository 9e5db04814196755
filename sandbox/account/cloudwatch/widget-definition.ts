import { AwsError } from '../errors.js'
import { type MetricEntry, MetricsArrayError, readMetricsArray } from './metrics-array.js'
import { isStatistic } from './series.js'

export interface Annotation {
  readonly value: number
  readonly label: string
  readonly color: string | undefined
  readonly axis: 'left' | 'right'
}

export interface AxisRange {
  readonly min: number | undefined
  readonly max: number | undefined
  readonly label: string | undefined
}

/** What a picture is to show. */
export interface WidgetDefinition {
  readonly title: string
  readonly view: 'timeSeries' | 'singleValue' | 'bar'
  readonly stacked: boolean
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** ms since 1970. */
  readonly start: number
  readonly end: number
  /** Minutes east of UTC. */
  readonly offset: number
  readonly legend: 'bottom' | 'right' | 'hidden'
  readonly stat: string
  /** Seconds. */
  readonly period: number
  readonly entries: readonly MetricEntry[]
  readonly annotations: readonly Annotation[]
  readonly yAxis: Readonly<Record<'left' | 'right', AxisRange>>
}

type Fields = Readonly<Record<string, unknown>>

const known = new Set([
  'annotations',
  'end',
  'height',
  'legend',
  'liveData',
  'metrics',
  'period',
  'start',
  'stacked',
  'stat',
  'theme',
  'timezone',
  'title',
  'view',
  'width',
  'yAxis',
])

function refuse(path: string, message: string): AwsError {
  return new AwsError('ValidationError', `Invalid metric widget: ${path === '' ? '' : `${path}: `}${message}`)
}

/**
 * Reads the `MetricWidget` of GetMetricWidgetImage.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
 * @param now ms since 1970: what relative times count from
 */
export function readDefinition(text: string, now: number): WidgetDefinition {
  if (Buffer.byteLength(text) > 100 * 1024) throw refuse('', 'Should NOT be larger than 100 KB')
  let fields: unknown
  try {
    fields = JSON.parse(text)
  } catch {
    throw refuse('', 'is not valid JSON')
  }
  if (!isFields(fields)) throw refuse('', 'Should be object')
  for (const name of Object.keys(fields)) {
    if (!known.has(name)) throw refuse(`/${name}`, 'Should NOT have additional properties')
  }
  const entries = readEntries(fields)
  const stat = typeof fields['stat'] === 'string' ? fields['stat'] : 'Average'
  const period = numberIn(fields, 'period', 300, 1, 86_400)
  for (const [index, { options }] of entries.entries()) {
    const wanted = options.stat ?? stat
    if (!isStatistic(wanted)) throw refuse(`/metrics/${index}`, `"${wanted}" is not a valid statistic`)
  }
  const start = momentOf(fields['start'] ?? '-PT3H', now, '/start')
  const end = momentOf(fields['end'] ?? 'PT0H', now, '/end')
  if (start >= end) throw refuse('/start', 'Should be before end')
  return {
    title: typeof fields['title'] === 'string' ? fields['title'] : '',
    view: viewOf(fields['view'] ?? 'timeSeries'),
    stacked: fields['stacked'] === true,
    width: numberIn(fields, 'width', 600, 1, 2000),
    height: numberIn(fields, 'height', 400, 1, 2000),
    start,
    end,
    offset: offsetOf(fields['timezone'] ?? '+0000'),
    legend: legendOf(fields['legend']),
    stat,
    period,
    entries,
    annotations: annotationsOf(fields['annotations']),
    yAxis: axesOf(fields['yAxis']),
  }
}

function readEntries(fields: Fields): readonly MetricEntry[] {
  if (fields['metrics'] === undefined) throw refuse('', "Should have required property 'metrics'")
  try {
    const entries = readMetricsArray(fields['metrics'])
    if (entries.length === 0) throw refuse('/metrics', 'Should NOT have fewer than 1 items')
    if (entries.length > 100) throw refuse('/metrics', 'Should NOT have more than 100 items')
    return entries
  } catch (error) {
    if (error instanceof MetricsArrayError) throw refuse(error.path, error.message)
    throw error
  }
}

function viewOf(view: unknown): WidgetDefinition['view'] {
  if (view === 'timeSeries' || view === 'singleValue' || view === 'bar') return view
  if (view === 'gauge' || view === 'pie')
    throw refuse('/view', `The simulated account does not draw "${view}"`)
  throw refuse('/view', 'Should be equal to one of the allowed values')
}

function legendOf(legend: unknown): WidgetDefinition['legend'] {
  const position = isFields(legend) ? (legend['position'] ?? 'bottom') : 'bottom'
  if (position === 'bottom' || position === 'right' || position === 'hidden') return position
  throw refuse('/legend/position', 'Should be equal to one of the allowed values')
}

function numberIn(fields: Fields, name: string, otherwise: number, least: number, most: number): number {
  const value = fields[name] ?? otherwise
  if (typeof value !== 'number' || !Number.isInteger(value)) throw refuse(`/${name}`, 'Should be integer')
  if (value < least) throw refuse(`/${name}`, `Should be >= ${least}`)
  if (value > most) throw refuse(`/${name}`, `Should be <= ${most}`)
  return value
}

const relative = /^-?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

function momentOf(value: unknown, now: number, path: string): number {
  if (typeof value !== 'string') throw refuse(path, 'Should be string')
  const parts = relative.exec(value)
  if (parts !== null) {
    const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0))
    const back =
      ((weeks ?? 0) * 7 + (days ?? 0)) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0)
    return now - back * 1_000
  }
  const absolute = Date.parse(value)
  if (Number.isNaN(absolute)) throw refuse(path, 'Should be a date-time or a duration')
  return absolute
}

function offsetOf(value: unknown): number {
  const parts = typeof value === 'string' ? /^([+-])(\d{2})(\d{2})$/.exec(value) : null
  if (parts === null) throw refuse('/timezone', 'Should match pattern "^[+-][0-9]{4}$"')
  const minutes = Number(parts[2]) * 60 + Number(parts[3])
  return parts[1] === '-' ? -minutes : minutes
}

/** Vertical ones and bands are drawn by CloudWatch, not here. */
function annotationsOf(annotations: unknown): Annotation[] {
  const horizontal = isFields(annotations) ? annotations['horizontal'] : undefined
  if (!Array.isArray(horizontal)) return []
  return horizontal.flatMap((annotation: unknown) => {
    if (!isFields(annotation) || annotation['visible'] === false) return []
    const { value, label, color, yAxis } = annotation
    if (typeof value !== 'number')
      throw refuse('/annotations/horizontal', "Should have required property 'value'")
    return [
      {
        value,
        label: typeof label === 'string' ? label : '',
        color: typeof color === 'string' ? color : undefined,
        axis: yAxis === 'right' ? ('right' as const) : ('left' as const),
      },
    ]
  })
}

function axesOf(yAxis: unknown): WidgetDefinition['yAxis'] {
  const side = (name: string): AxisRange => {
    const fields = isFields(yAxis) && isFields(yAxis[name]) ? yAxis[name] : {}
    const { min, max, label } = fields
    return {
      min: typeof min === 'number' ? min : undefined,
      max: typeof max === 'number' ? max : undefined,
      label: typeof label === 'string' ? label : undefined,
    }
  }
  return { left: side('left'), right: side('right') }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
