import { AwsError } from '../errors.js'
import type { World } from '../world.js'
import { evaluate, ExpressionError, type Operand } from './expression.js'
import type { MetricEntry } from './metrics-array.js'
import { sourceKey } from './model.js'
import { series } from './series.js'
import type { WidgetDefinition } from './widget-definition.js'

/** One line of a picture. */
export interface Drawn {
  readonly label: string
  readonly color: string
  readonly axis: 'left' | 'right'
  /** As CloudWatch names it: `Percent`; undefined where nothing measured it. */
  readonly unit: string | undefined
  /** ms between two points. */
  readonly step: number
  /** ms since 1970 and value, oldest first. */
  readonly points: readonly (readonly [number, number])[]
}

/** The first ten are d3's category10, which CloudWatch uses. */
const colors = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
]
/** More points than this a line and CloudWatch lengthens the period. */
const mostPoints = 1_440

interface Answer {
  readonly operand: Operand
  readonly unit: string | undefined
  readonly step: number
}

/** What the account measured of each entry; entries that are not visible only feed expressions. */
export function drawnSeries(definition: WidgetDefinition, world: World): Drawn[] {
  const { entries } = definition
  const answers = new Map<MetricEntry, Answer>()
  const answerOf = (entry: MetricEntry): Answer => {
    const known = answers.get(entry)
    if (known !== undefined) return known
    // An expression that names itself, however indirectly, finds nothing instead of running for ever.
    answers.set(entry, { operand: new Map(), unit: undefined, step: 60_000 })
    const answer = entry.kind === 'metric' ? measured(entry, definition, world) : computed(entry)
    answers.set(entry, answer)
    return answer
  }
  const computed = (entry: MetricEntry & { kind: 'expression' }): Answer => {
    if (/^\s*(SEARCH|SELECT)\b/i.test(entry.expression)) {
      throw refuse('The simulated account draws no SEARCH and no Metrics Insights query')
    }
    const used: Answer[] = []
    try {
      const operand = evaluate(entry.expression, (id) => {
        const named = entries.find(({ options }) => options.id === id)
        if (named === undefined) return undefined
        const answer = answerOf(named)
        used.push(answer)
        return answer.operand
      })
      const step = Math.max(60_000, ...used.map((answer) => answer.step))
      // The result of an expression has no unit.
      return { operand, unit: undefined, step }
    } catch (error) {
      if (error instanceof ExpressionError) throw refuse(`Error in expression: ${error.message}`)
      throw error
    }
  }
  const labels = labelsOf(definition)
  return entries.flatMap((entry, index) => {
    const { operand, unit, step } = answerOf(entry)
    if (entry.options.visible === false) return []
    if (typeof operand === 'number') throw refuse('The result of an expression must be a time series')
    return [
      {
        label: labels[index] ?? '',
        color: colorOf(entry, index),
        axis: entry.options.yAxis === 'right' ? ('right' as const) : ('left' as const),
        unit,
        step,
        points: [...operand]
          .filter(([at]) => at >= definition.start - step && at <= definition.end)
          .sort(([left], [right]) => left - right),
      },
    ]
  })
}

function measured(
  entry: MetricEntry & { kind: 'metric' },
  definition: WidgetDefinition,
  world: World,
): Answer {
  const stat = entry.options.stat ?? definition.stat
  const seconds = (definition.end - definition.start) / 1_000
  let period = entry.options.period ?? definition.period
  while (seconds / period > mostPoints) period *= 5
  const source = world.metricSources.get(sourceKey(entry.namespace, [...entry.dimensions]))
  const step = period * 1_000
  if (source === undefined) return { operand: new Map(), unit: undefined, step }
  const { start, end } = definition
  const present = world.time.now()
  const operand = series(source, { metric: entry.metric, stat, period, start, end, present })
  return { operand, unit: unitOf(source.shapes.get(entry.metric)?.unit, stat), step }
}

function unitOf(unit: string | undefined, stat: string): string | undefined {
  return stat === 'SampleCount' ? 'Count' : unit
}

function colorOf(entry: MetricEntry, index: number): string {
  const { color } = entry.options
  return color !== undefined && /^#[0-9a-f]{3,8}$/i.test(color)
    ? color
    : (colors[index % colors.length] ?? '#1f77b4')
}

/** What tells an entry from the others, as CloudWatch labels lines nobody labelled. */
function labelsOf({ entries, stat }: WidgetDefinition): string[] {
  const metrics = entries.filter((entry) => entry.kind === 'metric')
  const differ = (part: (entry: MetricEntry & { kind: 'metric' }) => string) =>
    new Set(metrics.map(part)).size > 1
  const byName = differ(({ metric }) => metric)
  const byStat = differ(({ options }) => options.stat ?? stat)
  const byDimension = differ(({ dimensions }) => dimensions.map(({ Value }) => Value).join(' '))
  return entries.map((entry) => {
    if (entry.options.label !== undefined) return entry.options.label
    if (entry.kind === 'expression') return entry.options.id ?? entry.expression
    const parts = [
      ...(byName || (!byDimension && !byStat) ? [entry.metric] : []),
      ...(byDimension ? [entry.dimensions.map(({ Value }) => Value).join(' ')] : []),
      ...(byStat ? [entry.options.stat ?? stat] : []),
    ]
    return parts.filter((part) => part !== '').join(' ')
  })
}

function refuse(message: string): AwsError {
  return new AwsError('ValidationError', `Invalid metric widget: ${message}`)
}
