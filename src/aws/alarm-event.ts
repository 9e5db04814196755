import { z } from 'zod'
import type { AlertEvent, AlertNews } from '../core/alert.js'
import type { Alarm, AlarmRule, Comparison } from '../core/alarms.js'
import { Silence } from '../core/silences.js'
import { isQuery, momentOf, readEvidence } from './alarms.js'
import { muteRuleName } from './mute-rules.js'
import { malformed, parsed, type ReadEvent } from './read-event.js'

const mostLines = 10
/** What the ARN of an alarm begins with. */
export const alarmArn = /^arn:aws[\w-]*:cloudwatch:[\w-]+:\d+:alarm:/

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
        .array(
          z.looseObject({
            metricStat: z.unknown().optional(),
            expression: z.string().optional(),
            returnData: z.boolean().optional(),
          }),
        )
        .max(500)
        .optional(),
      alarmRule: z.string().optional(),
      actionsSuppressor: z.string().max(2_048).optional(),
    })
    .optional(),
  muteDetail: MuteDetail.optional().catch(undefined),
  alarmTags: z.unknown().optional(),
})

export function readAlarm(detail: unknown, [arn = '']: readonly string[]): ReadEvent<AlertNews> {
  const read = AlarmDetail.safeParse(detail)
  if (!read.success || !alarmArn.test(arn)) return malformed('not an alarm')
  const { alarmName: name, state, configuration, alarmTags, muteDetail } = read.data
  // An event tells of the alarm that its ARN names.
  if (!arn.endsWith(`:alarm:${name}`)) return malformed('an alarm of another name')
  const at = momentOf(state.timestamp)
  if (at === undefined) return malformed('a state without a time')
  const reason = state.reason.slice(0, 2_000)
  const rule = ruleOf(configuration?.metrics ?? [], state)
  const metric = rule === undefined ? metricIn(configuration?.metrics ?? []) : undefined
  const evidence = readEvidence(state.reasonData)
  const lines = linesOf(detail as Readonly<Record<string, unknown>>)
  const silences = silencesIn(state, configuration?.actionsSuppressor, muteDetail)
  const evaluation = state.evaluationState ?? 'OK'
  const hasEvaluation = evaluation !== 'OK'
  return {
    kind: 'event',
    event: {
      kind: 'alarm',
      ...{ subject: arn, name, at, reason, state: state.value, tags: tagsOf(alarmTags) },
      alarm: {
        ...{ name, reason, state: state.value, since: at },
        ...(rule === undefined ? {} : { rule }),
        ...(metric === undefined ? {} : { metricOf: metric }),
        ...(evidence === undefined ? {} : { evidence }),
        ...(hasEvaluation ? { evaluation } : {}),
        ...(hasContributors(configuration, reason) ? { hasContributors: true as const } : {}),
      },
      ...(lines.length === 0 ? {} : { lines }),
      ...(hasEvaluation ? { evaluation } : {}),
      ...(silences.length === 0 ? {} : { silences }),
    },
  }
}

/** Alarms on a query of Metrics Insights, PromQL or logs: each series or group breaches by itself. */
function hasContributors(
  configuration: z.infer<typeof AlarmDetail>['configuration'],
  reason: string,
): boolean {
  if (configuration === undefined || configuration.alarmRule !== undefined) return false
  const { metrics = [] } = configuration
  if (/\b\d+ out of \d+ time series\b/.test(reason)) return true
  return (
    metrics.length === 0 ||
    metrics.some(({ expression = '', returnData }) => returnData !== false && isQuery(expression))
  )
}

const ContributorDetail = z.looseObject({
  alarmName: z.string().min(1).max(255),
  state: z.looseObject({ timestamp: z.string().max(40) }),
})

/** One series of an alarm breaches, or does not any more: who does is asked for, not counted from events that may come in any order. */
export function readContributor(detail: unknown, [arn = '']: readonly string[]): ReadEvent {
  const read = ContributorDetail.safeParse(detail)
  if (!read.success || !alarmArn.test(arn)) return malformed('not a contributor of an alarm')
  if (!arn.endsWith(`:alarm:${read.data.alarmName}`)) return malformed('an alarm of another name')
  const at = momentOf(read.data.state.timestamp)
  if (at === undefined) return malformed('a state without a time')
  return { kind: 'event', event: { kind: 'contributor', subject: arn, at } }
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

/** What an alarm on one metric looks at, which its event tells also where it was set by hand. */
function metricIn(metrics: readonly { readonly metricStat?: unknown }[]): Alarm['metricOf'] {
  const [only, second] = metrics
  const read = MetricStat.safeParse(only?.metricStat)
  if (second !== undefined || !read.success) return undefined
  const { namespace, dimensions } = read.data.metric
  return { namespace, dimensions }
}

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
export function linesOf(detail: Readonly<Record<string, unknown>>): readonly string[] {
  const found = ['logLines', 'LogLines', 'contributors'].map((name) => detail[name]).find(Array.isArray) as
    | unknown[]
    | undefined
  return (found ?? [])
    .slice(0, mostLines)
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)).slice(0, 300))
}
