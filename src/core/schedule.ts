import { z } from 'zod'
import { Person } from './caller.js'
import type { Line } from './line.js'

/** What a schedule can bring: one message each time. */
export const scheduledWork = [
  'morning-check',
  'weekly-cost',
  'weekly-performance',
  'weekly-security',
  'runbook-coverage',
  'stale-locks',
  'hand-over',
] as const
export type ScheduledWork = (typeof scheduledWork)[number]

/** What its messages are called. */
export const workTitles: Readonly<Record<ScheduledWork, string>> = {
  'morning-check': 'Morning check',
  'weekly-cost': 'Cost of the week',
  'weekly-performance': 'Performance of the week',
  'weekly-security': 'Security of the week',
  'runbook-coverage': 'Runbooks and alarms',
  'stale-locks': 'Old locks and mutes',
  'hand-over': 'On-call hand-over',
}

/** A schedule as it is configured. */
export const Schedule = z.object({
  name: z.string(),
  what: z.enum(scheduledWork),
  /** On the wall's clock of `zone`; see core/weekly-times.ts. */
  at: z.object({ days: z.array(z.number()).readonly(), minute: z.number() }),
  /** IANA name. */
  zone: z.string(),
  /** Name without #, or id. */
  channel: z.string(),
  /** By name, in the order of the configuration. */
  environments: z.array(z.string()).readonly(),
  /** ms: what `stale-locks` calls old. */
  olderThan: z.number(),
})
export type Schedule = Readonly<z.infer<typeof Schedule>>

/** How one time came out. Times in ms since the epoch. */
export const ScheduleOutcome = z.object({
  /** `skipped`: ohmy was not running for more than an hour after it. `failed`: what it tells could not be made. */
  kind: z.enum(['posted', 'skipped', 'failed']),
  /** When it should have come; of one that was asked for, when it was. */
  due: z.number(),
  at: z.number(),
  /** Whose wish it was; absent: its time had come. */
  by: Person.exactOptional(),
  /** One sentence. */
  reason: z.string().exactOptional(),
})
export type ScheduleOutcome = Readonly<z.infer<typeof ScheduleOutcome>>

/** What is being made now. */
export const ScheduleRun = z.object({
  due: z.number(),
  /** Its message's own name: made twice, it is posted once. */
  letter: z.string(),
  by: Person.exactOptional(),
  /** It could not be made, and that is to be told: one sentence. */
  failure: z.string().exactOptional(),
})
export type ScheduleRun = Readonly<z.infer<typeof ScheduleRun>>

/** Everything known of one schedule: what Redis keeps. Times in ms since the epoch. */
export const ScheduleRecord = z.object({
  /** Of this shape. */
  v: z.literal(1),
  /** `schedule-morning` */
  id: z.string(),
  /** As the process that started last has it. */
  schedule: Schedule,
  /** When that process started. */
  toldAt: z.number(),
  /** `ended`: it was taken out of the configuration, and does not come any more. */
  state: z.enum(['waiting', 'ended']),
  /** When it comes next. */
  next: z.number(),
  run: ScheduleRun.exactOptional(),
  last: ScheduleOutcome.exactOptional(),
})
export type ScheduleRecord = Readonly<z.infer<typeof ScheduleRecord>>

/** One thing a message tells that is not well, or that nobody could look at. */
export interface ScheduleFinding {
  readonly mark: 'bad' | 'attention' | 'unknown'
  /** `backend in production`. Not escaped, as is all of this. */
  readonly subject: string
  /** What was looked at: `target health`. */
  readonly topic: string
  /** One clause, with the figure. */
  readonly says: string
  /** What it was found out from; untrusted. */
  readonly lines?: readonly string[]
  /** What leads on. */
  readonly button?: { readonly text: string; readonly line: Line }
}

/** What one message tells, before it is a message. */
export interface ScheduleReport {
  readonly what: ScheduledWork
  readonly environments: readonly string[]
  /** The worst first. */
  readonly findings: readonly ScheduleFinding[]
  /** What is well, a clause each: shown in one line. */
  readonly fine: readonly string[]
  /** What is told besides, a line each: who has which role. */
  readonly facts?: readonly string[]
  /** In the place of how many things are wrong, where nothing is. */
  readonly headline?: string
}

const urgency = { bad: 0, attention: 1, unknown: 2 } as const

/** The worst first; what is equally bad stays in order. */
export function byUrgency(findings: readonly ScheduleFinding[]): readonly ScheduleFinding[] {
  return findings.toSorted((one, other) => urgency[one.mark] - urgency[other.mark])
}
