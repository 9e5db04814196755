import type { Mute } from './mutes.js'
import type { Silence } from './silences.js'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

/** How a figure stands to the threshold while the alarm rings; `outside`: beyond a band that CloudWatch computes. */
export type Comparison = 'above' | 'at or above' | 'below' | 'at or below' | 'outside'

/** What an alarm on one metric looks at. A type, not an interface: it is kept as JSON. */
export type AlarmRule = {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  /** `Average`, `Sum`, `Maximum`, `p95` */
  readonly statistic: string
  /** Seconds. */
  readonly period: number
  readonly comparison: Comparison
  /** Absent: a band instead of a number. */
  readonly threshold?: number
  /** How many of the last `periods` have to be bad. */
  readonly needed: number
  readonly periods: number
  /** What CloudWatch takes a period without data for. */
  readonly missing: 'missing' | 'ignore' | 'breaching' | 'notBreaching'
}

/** What CloudWatch saw when it put the alarm into its state. */
export type AlarmEvidence = {
  /** Where the first period it looked at began, ms since the epoch. */
  readonly from?: number
  /** In no known order; empty: there was no data. */
  readonly values: readonly number[]
  /** The newest of them, where their times are known. */
  readonly latest?: number
}

/** An alarm as DescribeAlarms has it, reduced to what ohmy relies on. Times in ms since the epoch. */
export type Alarm = {
  readonly name: string
  /** Absent: remembered by an older release. */
  readonly arn?: string
  readonly state: AlarmState
  /** When it came into that state. */
  readonly since: number
  /** When it was set up, or set up differently, last. Absent: not known. */
  readonly configured?: number
  /** Untrusted: CloudWatch or whoever set the state by hand wrote it. */
  readonly reason: string
  /** Absent: it combines other alarms or computes something. */
  readonly rule?: AlarmRule
  /** What its one metric is of, where nobody knows the rule: somebody set its state by hand. */
  readonly metricOf?: Pick<AlarmRule, 'namespace' | 'dimensions'>
  /** Absent: nothing that can be read. */
  readonly evidence?: AlarmEvidence
  /** CloudWatch could not evaluate it, or from a part of the data: `EVALUATION_ERROR`, `EVALUATION_FAILURE`, `PARTIAL_DATA`. */
  readonly evaluation?: string
  /** Several series or groups may breach it, each by itself. */
  readonly hasContributors?: true
  /** What stands in the alarm itself and keeps CloudWatch from acting on it; mute rules are asked for apart. */
  readonly silences?: readonly Silence[]
}

/** An alarm in words for people. */
export interface ExplainedAlarm {
  readonly name: string
  /** Without the environment's prefix: `rds-cpu-utilization`. */
  readonly shortName: string
  /** The service it looks at, by its short name; absent: none that is configured, or not one. */
  readonly service?: string
  readonly state: AlarmState
  readonly since: number
  /** What is the matter, one sentence of our own: `Average CPU of the database has been above 80 % for 10 min: 93 %`. */
  readonly says?: string
  /** When it rings: `average CPU of the database above 80 % for 10 min`. */
  readonly rings?: string
  /** Untrusted. */
  readonly reason: string
  /** Whether there is a metric to draw. */
  readonly drawable: boolean
  readonly mute?: Mute
  /** What keeps CloudWatch itself from acting on it, as far as that was asked for. */
  readonly silences?: readonly Silence[]
}

/** The alarms of one environment. */
export interface AlarmsOverview {
  readonly environment: string
  /** When AWS was asked, ms since the epoch. */
  readonly at: number
  /** Why there is nothing newer, where there should be. */
  readonly instead?: string
  /** Why nothing at all is known; then there are no alarms here. */
  readonly unread?: string
  /** Why nobody knows which are muted. */
  readonly mutesUnread?: string
  /** Why nobody knows which alarms the account's own mute rules mute. */
  readonly rulesUnread?: string
  /** All of them: those in ALARM first, newest first, then those without data, then the others by name. */
  readonly alarms: readonly ExplainedAlarm[]
}

/** Whether CloudWatch could not evaluate it at all; of `PARTIAL_DATA` it made what it could. */
export function isBlind(evaluation: string | undefined): boolean {
  return evaluation === 'EVALUATION_ERROR' || evaluation === 'EVALUATION_FAILURE'
}

/** What people type for an alarm: its name without the environment's prefix. */
export function shortAlarmName(name: string, prefix: string): string {
  return prefix !== '' && name.startsWith(prefix) && name.length > prefix.length
    ? name.slice(prefix.length)
    : name
}

const urgency: Readonly<Record<AlarmState, number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 }

/** The most urgent first; of those in ALARM the newest, of the others by name. */
export function byAlarmUrgency<Like extends Pick<Alarm, 'name' | 'state' | 'since'>>(
  alarms: readonly Like[],
): readonly Like[] {
  return alarms.toSorted(
    (left, right) =>
      urgency[left.state] - urgency[right.state] ||
      (left.state === 'OK' ? 0 : right.since - left.since) ||
      (left.name < right.name ? -1 : 1),
  )
}
