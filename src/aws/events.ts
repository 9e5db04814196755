import { z } from 'zod'
import type { AlertEvent } from '../core/alert.js'
import type { AlarmRule, AlarmState, Comparison } from '../core/alarms.js'
import { Silence } from '../core/silences.js'
import { comparisons, momentOf, readEvidence } from './alarms.js'
import { muteRuleName } from './mute-rules.js'

/** What EventBridge put into the queue, as far as ohmy knows it. `unknown`: a kind that is none of ohmy's business, by its name. */
export type ReadEvent =
  | { readonly kind: 'event'; readonly event: AlertEvent }
  | { readonly kind: 'unknown'; readonly what: string }
  | { readonly kind: 'malformed'; readonly what: string }

/** SQS takes a megabyte; no event that ohmy knows is a tenth of this. */
const longest = 256 * 1024
const mostLines = 10

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html. What is not named here is tolerated. */
const Envelope = z.looseObject({
  'detail-type': z.string().max(200),
  source: z.string().max(200),
  time: z.string().max(40),
  resources: z.array(z.string().max(2_048)).max(100).default([]),
  detail: z.looseObject({}),
})

const State = z.looseObject({
  value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  timestamp: z.string().max(40),
  reason: z.string().default(''),
  reasonData: z.string().optional(),
  evaluationState: z.string().max(100).optional(),
  actionsSuppressedBy: z.string().max(100).optional(),
})

/** Of an alarm that a mute rule of the account mutes: which, and until when. */
const MuteDetail = z.looseObject({
  mutedByArn: z.string().max(2_048),
  muteWindowEnd: z.string().max(40).optional(),
})

const MetricStat = z.looseObject({
  metric: z.looseObject({
    namespace: z.string().max(255),
    name: z.string().max(255),
    dimensions: z.record(z.string().max(255), z.string().max(1_024)).default({}),
  }),
  period: z.number().positive(),
  stat: z.string().max(50),
})

const AlarmDetail = z.looseObject({
  alarmName: z.string().min(1).max(255),
  state: State,
  configuration: z
    .looseObject({
      metrics: z
        .array(z.looseObject({ metricStat: z.unknown().optional() }))
        .max(500)
        .optional(),
      actionsSuppressor: z.string().max(2_048).optional(),
    })
    .optional(),
  muteDetail: MuteDetail.optional().catch(undefined),
  alarmTags: z.unknown().optional(),
})

/** Tells what a message of the queue is. Never throws: what cannot be read says why. */
export function readEvent(text: string): ReadEvent {
  if (Buffer.byteLength(text) > longest) return malformed('larger than 256 KB')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return malformed('not JSON')
  }
  const envelope = Envelope.safeParse(parsed)
  if (!envelope.success) return malformed('not an event')
  const { 'detail-type': type, source, detail, resources } = envelope.data
  if (source === 'aws.cloudwatch' && type === 'CloudWatch Alarm State Change')
    return readAlarm(detail, resources)
  if (source === 'aws.ecs') return readEcs(type, detail, resources, envelope.data.time)
  return { kind: 'unknown', what: type }
}

function readAlarm(detail: unknown, [arn = '']: readonly string[]): ReadEvent {
  const read = AlarmDetail.safeParse(detail)
  if (!read.success || !/^arn:aws[\w-]*:cloudwatch:[\w-]+:\d+:alarm:/.test(arn))
    return malformed('not an alarm')
  const { alarmName: name, state, configuration, alarmTags, muteDetail } = read.data
  // An event tells of the alarm that its ARN names.
  if (!arn.endsWith(`:alarm:${name}`)) return malformed('an alarm of another name')
  const at = momentOf(state.timestamp)
  if (at === undefined) return malformed('a state without a time')
  const reason = state.reason.slice(0, 2_000)
  const rule = ruleOf(configuration?.metrics ?? [], state)
  const evidence = readEvidence(state.reasonData)
  const lines = linesOf(detail as Readonly<Record<string, unknown>>)
  const silences = silencesIn(state, configuration?.actionsSuppressor, muteDetail)
  const isPartial = state.evaluationState !== undefined && state.evaluationState !== 'OK'
  return {
    kind: 'event',
    event: {
      kind: 'alarm',
      ...{ subject: arn, name, at, reason, state: state.value, tags: tagsOf(alarmTags) },
      alarm: {
        ...{ name, reason, state: state.value, since: at },
        ...(rule === undefined ? {} : { rule }),
        ...(evidence === undefined ? {} : { evidence }),
      },
      ...(lines.length === 0 ? {} : { lines }),
      ...(isPartial ? { evaluation: state.evaluationState ?? '' } : {}),
      ...(silences.length === 0 ? {} : { silences }),
    },
  }
}

function silencesIn(
  { actionsSuppressedBy: by }: z.infer<typeof State>,
  suppressor: string | undefined,
  muteDetail: z.infer<typeof MuteDetail> | undefined,
): readonly Silence[] {
  const until = momentOf(muteDetail?.muteWindowEnd ?? '')
  const suppressed = Silence.safeParse({ kind: 'suppressed', by, ...(suppressor ? { suppressor } : {}) })
  return [
    ...(muteDetail === undefined
      ? []
      : [
          {
            kind: 'mute rule' as const,
            name: muteRuleName(muteDetail.mutedByArn),
            ...(until === undefined ? {} : { until }),
          },
        ]),
    ...(suppressed.success ? [suppressed.data] : []),
  ]
}

/** CloudWatch's own sentence tells what the event's configuration leaves out. */
const compared: readonly (readonly [RegExp, Comparison])[] = [
  [/\bgreater than or equal to the threshold/, 'at or above'],
  [/\bgreater than the threshold/, 'above'],
  [/\bless than or equal to the threshold/, 'at or below'],
  [/\bless than the threshold/, 'below'],
]
const Threshold = z.looseObject({ threshold: z.number() })

/** The rule of an alarm on one metric; undefined where its event does not tell it. */
function ruleOf(
  metrics: readonly { readonly metricStat?: unknown }[],
  { reason, reasonData }: z.infer<typeof State>,
): AlarmRule | undefined {
  const [only, second] = metrics
  const read = MetricStat.safeParse(only?.metricStat)
  const comparison = compared.find(([words]) => words.test(reason))?.[1]
  const threshold = Threshold.safeParse(parsed(reasonData)).data?.threshold
  if (second !== undefined || !read.success || comparison === undefined || threshold === undefined)
    return undefined
  const { metric, period, stat } = read.data
  const [, needed = '1', periods = needed] = /\b(\d+) out of the last (\d+) datapoints?/.exec(reason) ?? []
  return {
    ...{ namespace: metric.namespace, metric: metric.name, dimensions: metric.dimensions },
    ...{ statistic: stat, period, comparison, threshold },
    ...{ needed: Number(needed), periods: Number(periods), missing: 'missing' as const },
  }
}

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

/** Tells what an alarm's message to SNS is. Never throws. */
export function readNotification(text: string): ReadEvent {
  const read = Notification.safeParse(parsed(text))
  if (!read.success) return malformed('not a notification of an alarm')
  const { AlarmName: name, AlarmArn: subject, NewStateValue: state, Trigger } = read.data
  if (!subject.endsWith(`:alarm:${name}`)) return malformed('an alarm of another name')
  const at = momentOf(read.data.StateChangeTime)
  if (at === undefined) return malformed('a state without a time')
  const reason = read.data.NewStateReason.slice(0, 2_000)
  const rule = Trigger === undefined ? undefined : ruleOfTrigger(Trigger)
  const alarm = { name, reason, state, since: at, ...(rule === undefined ? {} : { rule }) }
  return { kind: 'event', event: { kind: 'alarm', subject, name, at, reason, state, tags: {}, alarm } }
}

function ruleOfTrigger(trigger: NonNullable<z.infer<typeof Notification>['Trigger']>): AlarmRule | undefined {
  const { Namespace: namespace, MetricName: metric, Period: period, Threshold: threshold } = trigger
  const comparison = comparisons[trigger.ComparisonOperator]
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

const Tags = z.union([
  z.record(z.string().max(128), z.string().max(256)),
  z.array(z.looseObject({ key: z.string().max(128), value: z.string().max(256) })).max(50),
])

function tagsOf(written: unknown): AlertEvent['tags'] {
  const { data } = Tags.safeParse(written)
  if (data === undefined) return {}
  return Array.isArray(data) ? Object.fromEntries(data.map(({ key, value }) => [key, value])) : data
}

/** The log lines of a log alarm, or the series that breach: wherever an event has them, as texts. */
function linesOf(detail: Readonly<Record<string, unknown>>): readonly string[] {
  const found = [detail['logLines'], detail['contributors']].find(Array.isArray) as unknown[] | undefined
  return (found ?? [])
    .slice(0, mostLines)
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)).slice(0, 300))
}

const EcsDetail = z.looseObject({
  eventName: z.string().max(100),
  updatedAt: z.string().max(40).optional(),
  reason: z.string().optional(),
  deploymentId: z.string().max(255).optional(),
  hookId: z.string().max(255).optional(),
  lifecycleStage: z.string().max(100).optional(),
})

const ecsStates: Readonly<Record<string, AlarmState>> = {
  SERVICE_DEPLOYMENT_FAILED: 'ALARM',
  SERVICE_DEPLOYMENT_COMPLETED: 'OK',
  HOOK_AWAITING_ACTION: 'ALARM',
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
function readEcs(type: string, detail: unknown, [arn = '']: readonly string[], time: string): ReadEvent {
  const isHook = type === 'ECS Hook State Change'
  if (!isHook && type !== 'ECS Deployment State Change') return { kind: 'unknown', what: type }
  const read = EcsDetail.safeParse(detail)
  if (!read.success || !/^arn:aws[\w-]*:ecs:[\w-]+:\d+:service\//.test(arn))
    return malformed('not of a service')
  const { eventName, updatedAt, reason = '', lifecycleStage } = read.data
  const state = ecsStates[eventName]
  if (state === undefined) return { kind: 'unknown', what: eventName }
  const at = momentOf(updatedAt ?? time)
  if (at === undefined) return malformed('an event without a time')
  const why = isHook
    ? `It waits at ${lifecycleStage ?? 'a stage'} for somebody to go on or roll back.`
    : reason
  const event = { subject: arn, name: arn, at, reason: why.slice(0, 2_000), state, tags: {} }
  return { kind: 'event', event: { kind: isHook ? 'hook' : 'deployment', ...event } }
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

function malformed(what: string): ReadEvent {
  return { kind: 'malformed', what }
}
