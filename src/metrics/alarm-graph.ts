import { figureWords, limitWords } from '../alarms/explain-alarm.js'
import type { Aws } from '../aws/aws.js'
import { type Alarm, type AlarmRule, shortAlarmName } from '../core/alarms.js'
import type { Environment } from '../core/environment.js'
import { metricWords } from '../core/metric-words.js'
import type { AlarmGraph, MetricPoint } from '../core/metrics.js'
import { UserError } from '../core/user-error.js'
import { readSeries } from './read-metrics.js'

/** What one alarm looks at, over time. @throws AwsError; UserError where there is no metric to draw */
export async function readAlarmGraph(
  { name, rule }: Alarm,
  place: Environment,
  aws: Pick<Aws, 'metricHistory'>,
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
