import { z } from 'zod'
import type { Checked } from '../core/check.js'
import { formatDuration, formatLast } from '../core/duration.js'
import { formatFigure } from '../core/metric-words.js'
import { type Figure, type FigureTarget, isMet } from '../core/metrics.js'
import { UserError } from '../core/user-error.js'
import { duration, number } from './arguments.js'
import { check } from './check.js'
import { figuresNow, targetWords } from './figures.js'
import { type MetricName, metricKeys, metricNames } from './metric-names.js'
import { serviceOf } from './subject.js'

const minute = 60_000
const day = 24 * 60 * minute

export const metric = check({
  name: 'metric',
  summary:
    'A figure of CloudWatch over a time. Without `above` and `below` it is held against its target in `ohmy.yaml`. Percent, seconds, bytes and counts (a minute, where it counts what happens)',
  results: {
    pass: 'it stands within its limit, over the time and now',
    warn: 'the newest value is beyond, and over the time it is not',
    fail: 'it is beyond',
  },
  reads: ['ecs:DescribeServices', 'elasticloadbalancing:DescribeLoadBalancers', 'cloudwatch:GetMetricData'],
  value: 'the figure, in its own unit',
  needsService: false,
  arguments: z
    .strictObject({
      metric: z.enum(metricKeys).describe('those without a prefix of their own are the service’s'),
      above: number().optional().describe('it fails above this'),
      below: number().optional().describe('it fails below this'),
      window: duration({ least: minute, most: 14 * day })
        .prefault('15m')
        .describe('how far back; up to 14d'),
      statistic: z
        .enum(['average', 'worst', 'newest'])
        .prefault('average')
        .describe('what of the values in that time is held against the limit'),
    })
    .refine(({ above, below }) => above === undefined || below === undefined, {
      message: 'either above or below, not both',
    })
    .refine(
      ({ metric: name, above, below }) =>
        above !== undefined || below !== undefined || !('onlyWatched' in metricNames[name]),
      { message: 'it has no target of its own: say above or below' },
    ),
  async ask(subject, args, ports): Promise<Checked> {
    const { of, figure: name }: MetricName = metricNames[args.metric]
    const focus = of === 'service' ? serviceOf(subject) : of
    const { figures } = await figuresNow(subject, focus, args.window, ports)
    const figure = figures.find((one) => one.name === name)
    const value = figure === undefined ? undefined : valueOf(figure, args.statistic)
    if (figure === undefined || value === undefined || figure.now === undefined) {
      return {
        result: 'unknown',
        figure: `no data of ${args.metric} in ${formatLast(args.window)}`,
      }
    }
    const target = limitOf(args) ?? figure.target
    if (target === undefined) {
      throw new UserError('metric-without-limit', `${args.metric} has no target.`, 'Say `above` or `below`.')
    }
    const isFine = isWithin(value, target)
    const isFineNow = isWithin(figure.now, target)
    const how = {
      average: `on average over ${formatDuration(args.window)}`,
      worst: `at worst in ${formatDuration(args.window)}`,
      newest: 'now',
    }[args.statistic]
    const now = isFine && !isFineNow ? `, now ${formatFigure(figure.now, figure.unit)}` : ''
    const limit = `${limitWords(target, figure.unit)} is wanted`
    return {
      result: !isFine ? 'fail' : isFineNow ? 'pass' : 'warn',
      figure: `${figure.subject} ${figure.name} ${formatFigure(value, figure.unit)} ${how}${now} (${limit})`,
      value,
    }
  },
})

function valueOf(
  { points, worst, now }: Figure,
  statistic: 'average' | 'worst' | 'newest',
): number | undefined {
  if (statistic === 'newest') return now
  if (statistic === 'worst') return worst?.value
  return points.length === 0 ? undefined : points.reduce((sum, { value }) => sum + value, 0) / points.length
}

type Limit = FigureTarget | { readonly atMost: number }

/** What is exactly at the limit is not beyond it. */
function limitOf(args: {
  readonly above?: number | undefined
  readonly below?: number | undefined
}): Limit | undefined {
  if (args.above !== undefined) return { atMost: args.above }
  return args.below === undefined ? undefined : { atLeast: args.below }
}

function isWithin(value: number, limit: Limit): boolean {
  return 'atMost' in limit ? value <= limit.atMost : isMet(value, limit)
}

function limitWords(limit: Limit, unit: Figure['unit']): string {
  return 'atMost' in limit ? `at most ${formatFigure(limit.atMost, unit)}` : targetWords(limit, unit)
}
