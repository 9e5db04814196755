import type {
  ComparisonOperator,
  Dimension,
  EvaluationState,
  StandardUnit,
  StateValue,
  Statistic,
} from '@aws-sdk/client-cloudwatch'

/** What every alarm has, whatever it looks at. */
export interface AlarmStanding {
  readonly name: string
  readonly arn: string
  readonly description: string
  readonly actions: string[]
  actionsEnabled: boolean
  readonly createdAt: number
  state: StateValue
  reason: string
  /** StateReasonData: JSON; absent where the state was set by hand without it. */
  reasonData?: string | undefined
  /** When the reason was last written. */
  updatedAt: number
  /** When the state last changed. */
  transitionedAt: number
  evaluationState?: EvaluationState | undefined
}

/** An alarm on one metric. */
export interface AlarmRecord extends AlarmStanding {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Dimension[]
  readonly statistic: Statistic
  /** Seconds. */
  readonly period: number
  readonly evaluationPeriods: number
  readonly threshold: number
  readonly comparison: ComparisonOperator
  /** What a period without data counts as. */
  readonly missing: 'missing' | 'notBreaching'
  /** Set by hand: its metric no longer decides. */
  isHeld: boolean
}

/** One series or group that breaches. */
export interface ContributorRecord {
  readonly attributes: Readonly<Record<string, string>>
  readonly reason: string
  readonly since: number
}

/** An alarm whose state somebody sets: the account computes no queries and no rules. */
export interface OtherAlarmRecord extends AlarmStanding {
  readonly looksAt:
    | { readonly kind: 'composite'; readonly rule: string; readonly suppressor?: string }
    | {
        readonly kind: 'log'
        readonly query: string
        readonly groups: readonly string[]
        readonly threshold: number
      }
    | { readonly kind: 'metrics insights'; readonly query: string }
  contributors: ContributorRecord[]
}

/** Mutes the actions of alarms, each time for a while. */
export interface MuteRuleRecord {
  readonly name: string
  readonly alarms: readonly string[]
  /** `cron(0 2 * * SUN)`, `at(2026-12-23T00:00)` */
  readonly expression: string
  /** `PT4H` */
  readonly duration: string
  readonly zone?: string
  readonly expires?: number
  /** Whether its window is open: the account reads no schedules. */
  readonly status: 'SCHEDULED' | 'ACTIVE' | 'EXPIRED'
  /** As an event tells it. */
  readonly window?: { readonly start: number; readonly end: number }
}

export interface DashboardRecord {
  readonly name: string
  /** JSON, as it was put. */
  readonly body: string
  /** ms since 1970. */
  readonly changedAt: number
}

/** How one metric moves: a daily rhythm between `low` and `high`, with noise. */
export interface MetricShape {
  readonly low: number
  readonly high: number
  /** A `gauge` is a level. A `count` is given a minute and adds up over a period. */
  readonly kind: 'gauge' | 'count'
  readonly unit: StandardUnit
  /** How far the slowest thousandth lies above the mean, as a multiple of it; percentiles follow from it. */
  readonly spread: number
  /** Reported only when there is something to count, as the load balancer's error counts are. */
  readonly isSparse?: boolean
}

/** Something that moved a metric for a while: it grows until `peak`, stays until `ebb` and is over at `until`. */
export interface MetricIncident {
  readonly metric: string
  readonly from: number
  readonly peak: number
  readonly ebb: number
  /** Infinity: it stays. */
  readonly until: number
  /** What the value comes close to at its height. */
  readonly height: number
}

/** Who measures: the metrics of one namespace and one set of dimensions. */
export interface MetricSource {
  /** Makes one source's rhythm and noise different from another's. */
  readonly key: string
  readonly shapes: ReadonlyMap<string, MetricShape>
  /** Nothing was measured before; absent: it was ever there. */
  begins?: number
  /** What the account's own state makes of an invented value at a moment; undefined where nothing was measured. */
  readonly adjust: (metric: string, value: number, at: number) => number | undefined
  /** What once happened to it, on top of its rhythm. */
  readonly incidents: MetricIncident[]
  /** Values somebody set: from that moment on. What was set last counts. */
  readonly overrides: { metric: string; since: number; value: number | undefined }[]
}

/** The key of a source: its namespace and its dimensions in any order. */
export function sourceKey(namespace: string, dimensions: readonly Dimension[]): string {
  const sorted = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()
  return `${namespace}|${sorted.join('|')}`
}

/** The part of a load balancer's or target group's ARN that CloudWatch uses as its dimension. */
export function metricDimension(arn: string): string {
  const resource = arn.slice(arn.lastIndexOf(':') + 1)
  return resource.startsWith('loadbalancer/') ? resource.slice('loadbalancer/'.length) : resource
}
