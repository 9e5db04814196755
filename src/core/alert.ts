import { z } from 'zod'
import type { Alarm, AlarmState } from './alarms.js'
import { Place, Person } from './caller.js'
import { type Cause, Checked, causes } from './check.js'
import { Mute } from './mutes.js'
import { Silence } from './silences.js'

/** Something that AWS told: an alarm that changed its state, or a deployment that nobody of ohmy's began. */
export interface AlertEvent {
  /** `tasks`: those of a service cannot be placed, do not start, or stop again and again. */
  readonly kind: 'alarm' | 'deployment' | 'tasks' | 'queue'
  /** What it is about, the same in every event: an ARN. One live alert a subject. */
  readonly subject: string
  /** Of the alarm, or of the service as ECS calls it. */
  readonly name: string
  readonly state: AlarmState
  /** When it came into that state (ms since the epoch): what is older than what is known changes nothing. */
  readonly at: number
  /** Untrusted. */
  readonly reason: string
  /** Keys and values; empty where the event has none. */
  readonly tags: Readonly<Record<string, string>>
  /** Of an alarm on one metric or several: what can be said of it in words. */
  readonly alarm?: Alarm
  /** Untrusted: log lines, or the series that breach. */
  readonly lines?: readonly string[]
  /** CloudWatch could not evaluate it: `EVALUATION_ERROR`. */
  readonly evaluation?: string
  /** Of tasks: what ECS calls it, such as `SERVICE_TASK_PLACEMENT_FAILURE`; `TASKS_STOPPED` for repeated stops. */
  readonly cause?: string
  readonly stops?: Stops
  /** The class in which runbooks look for it. */
  readonly stopCause?: Cause
  /** What the event itself tells of it. */
  readonly silences?: readonly Silence[]
}

/** Tasks of a service that stopped by themselves, up to the one that is told. */
export interface Stops {
  /** When, oldest first (ms since the epoch); as far back as they are remembered. */
  readonly at: readonly number[]
  /** Those of them that count together: enough of these are an alert by themselves. */
  readonly lately: readonly number[]
}

/** Who breaches an alarm on a query has changed. It is no alert by itself. */
export interface ContributorChange {
  readonly kind: 'contributor'
  /** ARN of the alarm. */
  readonly subject: string
  readonly at: number
}

/** A task of a service has stopped. One alone is no alert: ECS starts another one. */
export interface TaskStop {
  readonly kind: 'stop'
  /** ARNs. */
  readonly service: string
  readonly task: string
  readonly at: number
  readonly stopCode?: string
  /** Untrusted, as those of the containers. */
  readonly stoppedReason?: string
  readonly containers: readonly {
    readonly name: string
    readonly exitCode?: number
    readonly reason?: string
  }[]
}

/** What AWS tells by itself. */
export type AlertNews = AlertEvent | ContributorChange | TaskStop

/** `ringing`: it is bad now. `quiet`: it is good again, and rings on in the same message if that does not last. */
export const alertStates = ['ringing', 'quiet', 'closed'] as const
export type AlertState = (typeof alertStates)[number]

/** As in incidents: 1 is the most urgent. */
const Severity = z.union([z.literal(1), z.literal(2), z.literal(3)])

/** Who breaches an alarm on a query. Texts are untrusted. */
export const Contributors = z.object({
  /** When they were asked for, and the `contributorsChangedAt` that is known by it. */
  at: z.number(),
  changedAt: z.number(),
  /** `host=api-a`, and what is wrong with it: a figure, or CloudWatch's words. */
  shown: z.array(z.object({ who: z.string(), what: z.string() })).readonly(),
  /** How many more there are; at least, where CloudWatch has further pages. */
  more: z.number(),
  hasMore: z.literal(true).exactOptional(),
  /** Why nobody knows. */
  unread: z.string().exactOptional(),
})
export type Contributors = Readonly<z.infer<typeof Contributors>>

/** What ohmy looked up by itself, once its message was out. */
export const AlertFindings = z.object({
  /** The last operation on that environment before it rang; absent: none within two hours. */
  changed: z.object({ id: z.string(), summary: z.string(), by: z.string(), at: z.number() }).exactOptional(),
  /** The runbook that fits. */
  runbook: z.object({ id: z.string(), title: z.string() }).exactOptional(),
  /** Its first checks, asked right after the message was out. */
  checks: z.array(z.object({ title: z.string(), checked: Checked })).readonly(),
  /** The last hour of what the alarm looks at, in one line; absent: it looks at no metric, or nobody knows. */
  course: z.string().exactOptional(),
})
export type AlertFindings = Readonly<z.infer<typeof AlertFindings>>

/** Everything known of one alert, from its first ringing to its end. Times in ms since the epoch. */
export const AlertRecord = z.object({
  /** Of this shape. */
  v: z.literal(1),
  /** `alert-7k2m9qa` */
  id: z.string(),
  /** `hook`: a pause, of before those had messages of their own. */
  kind: z.enum(['alarm', 'deployment', 'hook', 'tasks', 'queue', 'storm']),
  /** As in `AlertEvent`; of a storm its own id. */
  subject: z.string(),
  name: z.string(),
  /** Without the environment's prefix. */
  shortName: z.string(),
  environment: z.string(),
  /** The service it looks at, by its short name. */
  service: z.string().exactOptional(),
  status: z.enum(alertStates),
  /** The newest state that was heard of, and since when it has that. */
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  stateAt: z.number(),
  /** When it first rang. */
  since: z.number(),
  /** It had begun by then, before it rang: an alarm needs some bad periods, and a task that stops some more that do. Absent: when it rang. */
  beganAt: z.number().exactOptional(),
  /** Of tasks: the class of why, in which runbooks look for it. */
  stopCause: z.enum(causes).exactOptional(),
  /** Of tasks that stop, or do not start reliably: being steady for a moment ends nothing. */
  relapses: z
    .object({
      first: z.number(),
      last: z.number(),
      /** The longest time between two of them (ms). */
      longestPause: z.number(),
      /** How many tasks have stopped by themselves. */
      stopped: z.number(),
    })
    .exactOptional(),
  /** ECS says that the service is steady again, and when it is over if that lasts. */
  steady: z.object({ since: z.number(), until: z.number().exactOptional() }).exactOptional(),
  /** When it was good again, the last time. */
  quietSince: z.number().exactOptional(),
  /** How often it rang: more than once is flapping. */
  rang: z.number(),
  /** What is the matter, one sentence of ohmy's own, and when it rings. */
  says: z.string().exactOptional(),
  rings: z.string().exactOptional(),
  /** Untrusted. */
  reason: z.string(),
  lines: z.array(z.string()).readonly().exactOptional(),
  /** CloudWatch could not evaluate it, or from a part of the data alone: `EVALUATION_ERROR`. */
  evaluation: z.string().exactOptional(),
  /** It never was in ALARM: all that is the matter is that CloudWatch cannot evaluate it. */
  onlyBlind: z.literal(true).exactOptional(),
  /** Several series may breach it, each by itself; the newest moment at which they changed, as AWS tells it. */
  contributorsChangedAt: z.number().exactOptional(),
  /** Those that did when they were asked for. */
  contributors: Contributors.exactOptional(),
  acknowledged: z.object({ by: Person, at: z.number() }).exactOptional(),
  /** Somebody's word to be quiet about it, as long as it holds. */
  mute: Mute.exactOptional(),
  /** What keeps CloudWatch itself from acting on it, as it was when it looked last. */
  silences: z.array(Silence).readonly().exactOptional(),
  /** Absent: it has not been looked at closer. */
  found: AlertFindings.exactOptional(),
  /** How urgent it is to call people for it; absent: nobody is called. */
  severity: Severity.exactOptional(),
  /** Where people were called for it, the last time. */
  page: z
    .object({
      id: z.string(),
      severity: Severity,
      /** Which page of this alert it is, from 1. */
      number: z.number(),
      /** How often it had rung by then. */
      rang: z.number(),
    })
    .exactOptional(),
  /** It looks at a load balancer, which any service behind it may upset. */
  ofLoadBalancer: z.literal(true).exactOptional(),
  /** The alert that leads where both have one cause: its message tells of this one. */
  partOf: z.string().exactOptional(),
  /** Those that it leads, as they were when it looked last. Reasons are untrusted. */
  also: z
    .array(
      z.object({
        ...{ id: z.string(), says: z.string(), reason: z.string(), status: z.enum(alertStates) },
        steady: z.literal(true).exactOptional(),
        stopCause: z.enum(causes).exactOptional(),
      }),
    )
    .readonly()
    .exactOptional(),
  /** The storm whose message tells of it. */
  storm: z.string().exactOptional(),
  /** Of a storm: its alerts, as they were when it looked last. */
  members: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        status: z.enum(alertStates),
        severity: Severity.exactOptional(),
      }),
    )
    .readonly()
    .exactOptional(),
  /** Why it is not followed any more, a sentence. */
  trouble: z.string().exactOptional(),
  /** Where its message stands; absent: it is told nowhere, or elsewhere. */
  place: Place.exactOptional(),
  /** When ohmy heard of it. */
  heardAt: z.number(),
})
export type AlertRecord = Readonly<z.infer<typeof AlertRecord>>
