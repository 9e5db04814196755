import { z } from 'zod'
import type { AlarmRule } from '../core/alarms.js'
import { alarmArn, linesOf } from './alarm-event.js'
import { comparisons, momentOf } from './alarms.js'
import type { AlertNews } from '../core/alert.js'
import { malformed, parsed, type ReadEvent } from './read-event.js'

/** What an alarm's action tells SNS. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
const Notification = z.looseObject({
  AlarmName: z.string().min(1).max(255),
  AlarmArn: z.string().max(2_048),
  NewStateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  NewStateReason: z.string().default(''),
  StateChangeTime: z.string().max(40),
  Trigger: z
    .looseObject({
      Namespace: z.string().max(255),
      MetricName: z.string().max(255),
      Statistic: z.string().max(50).optional(),
      ExtendedStatistic: z.string().max(50).optional(),
      Dimensions: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
      Period: z.number().positive(),
      EvaluationPeriods: z.number().positive(),
      DatapointsToAlarm: z.number().positive().optional(),
      ComparisonOperator: z.string(),
      Threshold: z.number(),
    })
    .optional()
    .catch(undefined),
})

/** Whether something is what an alarm told, and no event of EventBridge. */
export function isNotification(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'AlarmName' in said && 'NewStateValue' in said
}

/** Tells what an alarm's message to SNS is. Never throws. */
export function readNotification(text: string): ReadEvent<AlertNews> {
  const read = Notification.safeParse(parsed(text))
  if (!read.success) return malformed('not a notification of an alarm')
  const { AlarmName: name, AlarmArn: subject, NewStateValue: state, Trigger } = read.data
  if (!alarmArn.test(subject)) return malformed('not an alarm')
  if (!subject.endsWith(`:alarm:${name}`)) return malformed('an alarm of another name')
  const at = momentOf(read.data.StateChangeTime)
  if (at === undefined) return malformed('a state without a time')
  const reason = read.data.NewStateReason.slice(0, 2_000)
  const rule = Trigger === undefined ? undefined : ruleOfTrigger(Trigger)
  const alarm = { name, reason, state, since: at, ...(rule === undefined ? {} : { rule }) }
  const lines = linesOf(read.data)
  return {
    kind: 'event',
    event: {
      ...{ kind: 'alarm', subject, name, at, reason, state, tags: {}, alarm },
      ...(lines.length === 0 ? {} : { lines }),
    },
  }
}

function ruleOfTrigger(trigger: NonNullable<z.infer<typeof Notification>['Trigger']>): AlarmRule | undefined {
  const { Namespace: namespace, MetricName: metric, Period: period, Threshold: threshold } = trigger
  const comparison = comparisons.get(trigger.ComparisonOperator)
  if (comparison === undefined || comparison === 'outside') return undefined
  const written = trigger.Statistic ?? trigger.ExtendedStatistic ?? 'Average'
  return {
    ...{ namespace, metric, period, threshold, comparison, missing: 'missing' as const },
    // `AVERAGE` here, `Average` everywhere else.
    statistic: /^[A-Z]+$/.test(written) ? written.charAt(0) + written.slice(1).toLowerCase() : written,
    dimensions: Object.fromEntries(trigger.Dimensions.map(({ name, value }) => [name, value])),
    needed: trigger.DatapointsToAlarm ?? trigger.EvaluationPeriods,
    periods: trigger.EvaluationPeriods,
  }
}
