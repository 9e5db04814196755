import { figureWords, limitWords } from '../src/alarms/explain-alarm.js'
import { findAlarm } from '../src/alarms/find-alarm.js'
import type { Alarm, AlarmRule } from '../src/core/alarms.js'
import { shortAlarmName } from '../src/core/alarms.js'
import type { Json } from '../src/core/json.js'
import { metricWords } from '../src/core/metric-words.js'
import type { AlarmGraph, MetricPoint } from '../src/core/metrics.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { duration, environment, part, service, word } from '../src/dispatch/arguments/index.js'
import { command, type Environment, type ServiceRef } from '../src/dispatch/command.js'
import type { Aws } from '../src/aws/aws.js'
import {
  type InfrastructurePart,
  infrastructure,
  readMetrics,
  readSeries,
} from '../src/metrics/read-metrics.js'
import { alarmGraphMessage, metricsMessage } from '../src/slack/views/metrics/metrics.js'

const hour = 3_600_000
const longest = 15 * 24 * hour
const shortest = 15 * 60_000

export const metrics = command({
  name: 'metrics',
  summary: 'Show figures over time against their targets, with charts',
  examples: [
    'metrics production',
    'metrics backend production --since 1d',
    'metrics production rds --since 7d',
    'metrics production --alarm rds-cpu-utilization',
  ],
  args: {
    service: service().optional(),
    part: part(infrastructure),
    environment: environment(),
    since: duration({
      summary: 'how far back: 15m to 15d; left out: 3h',
      most: longest,
      least: shortest,
    }).optional(),
    alarm: word({
      placeholder: 'alarm',
      summary: 'the metric of this alarm instead, with its threshold',
      named: true,
    }).optional(),
  },
  access: 'viewer',
  run: async ({ args, caller, aws, clock, config }) => {
    const { environment: place } = args
    const since = args.since ?? 3 * hour
    const options = {
      zone: createZone(config.timeZone),
      since: typed(since),
      askedBy: caller.name,
      buttons: caller.origin !== 'terminal',
    }
    if (args.alarm !== undefined) {
      const now = clock.now()
      const { alarm } = await findAlarm(args.alarm, [place], aws)
      const graph = await graphOf(alarm, place, aws(place), { from: now - since, until: now })
      return { message: alarmGraphMessage(graph, options), data: graph as unknown as Json, shownTo: 'place' }
    }
    const focus = args.part ?? partOrService(args.service)
    const overview = await readMetrics({
      aws: aws(place),
      environment: place,
      ...(focus === undefined ? {} : { focus }),
      since,
      thresholds: config.thresholds,
      clock,
    })
    return { message: metricsMessage(overview, options), data: overview as unknown as Json, shownTo: 'place' }
  },
})

/** Where services are discovered any word may be one: `rds` is the database all the same. */
function partOrService(named: ServiceRef | undefined): ServiceRef | InfrastructurePart | undefined {
  return infrastructure.find((other) => other === named?.name.toLowerCase()) ?? named
}

async function graphOf(
  { name, rule }: Alarm,
  place: Environment,
  aws: Aws,
  range: { readonly from: number; readonly until: number },
): Promise<AlarmGraph> {
  if (rule === undefined) {
    const what = `${name} looks at other alarms or at something computed, so there is no metric to draw.`
    throw new UserError('alarm-without-metric', what, 'Look at it in the CloudWatch console.')
  }
  const { namespace, metric, dimensions, statistic, period } = rule
  const question = { key: 'alarm', namespace, metric, dimensions, statistic, period }
  const series = await readSeries(aws, question, range)
  return {
    environment: place.name,
    alarm: name,
    shortName: shortAlarmName(name, place.alarmPrefix),
    words: figureWords(rule, place),
    unit: metricWords(namespace, metric).unit,
    bad: rule.comparison.endsWith('below') ? 'low' : 'high',
    ...(rule.threshold === undefined ? {} : { threshold: rule.threshold }),
    rings: limitWords(rule),
    ...series,
    points: asAlarmCounts(rule, series.period, series.points),
  }
}

/** A sum over longer periods is more than what the alarm compares with its threshold: told for as long as its own period. */
function asAlarmCounts(
  { statistic, period }: AlarmRule,
  drawn: number,
  points: readonly MetricPoint[],
): readonly MetricPoint[] {
  if (statistic !== 'Sum' && statistic !== 'SampleCount') return points
  return points.map(({ at, value }) => ({ at, value: (value * period * 1_000) / drawn }))
}

/** A duration as it is typed: `3h`, `1d`, `90m`. */
function typed(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes % 1_440 === 0) return `${minutes / 1_440}d`
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`
}
