import type { Wording } from './dashboard.js'
import type { MetricUnit } from './metric-words.js'
import type { Missing } from './status.js'

/** One value of a series; `at` is where its period begins, ms since the epoch. */
export interface MetricPoint {
  readonly at: number
  readonly value: number
}

/** `below`: less than it; `above`: more than it; `atLeast`: as many as somebody wants. */
export type FigureTarget =
  | { readonly below: number }
  | { readonly above: number }
  | { readonly atLeast: number }

export function isMet(value: number, target: FigureTarget): boolean {
  if ('below' in target) return value < target.below
  return 'above' in target ? value > target.above : value >= target.atLeast
}

export type Trend = 'rising' | 'falling' | 'steady'

/** One figure over the time that was asked for. */
export interface Figure {
  /** Short name of a service, or `database`, `cache`, `load balancer`, `own`. */
  readonly subject: string
  /** `CPU`, `response time (p95)` */
  readonly name: string
  readonly unit: MetricUnit
  /** Which direction is bad. */
  readonly bad: 'high' | 'low'
  /** Absent: it is only watched. */
  readonly target?: FigureTarget
  /** The newest value; absent: no data in the last minutes, which is not zero. */
  readonly now?: number
  /** Undefined without a target or without a value. */
  readonly met?: boolean
  /** Absent: too little data to tell. */
  readonly trend?: Trend
  readonly worst?: MetricPoint
  /** Oldest first; periods without data are not in it. */
  readonly points: readonly MetricPoint[]
}

/** The figures of one environment, or of one part of it. Times in ms since the epoch. */
export interface MetricsOverview {
  readonly environment: string
  /** The word that was typed: a service's short name, `rds`, `redis`, `alb`, `own`. */
  readonly focus?: string
  readonly from: number
  readonly until: number
  /** How many ms a point stands for. */
  readonly period: number
  /** What misses its target first, then what has one, then what is only watched. */
  readonly figures: readonly Figure[]
  readonly missing: readonly Missing[]
  /** AWS does not answer: the figures are those of then, ms since the epoch. */
  readonly rememberedFrom?: number
  /** What nobody measures here, and what would make it measured. */
  readonly unmeasured: readonly string[]
  /** Metrics of the team's own without data, and why; absent: there is none. */
  readonly silent?: readonly SilentMetric[]
}

/** A metric that the configuration names and nobody seems to publish. */
export interface SilentMetric extends Pick<Figure, 'subject' | 'name'> {
  readonly what: Wording
  /** Empty: nobody knows. */
  readonly fix: Wording
}

/** The metric of one alarm over time, beside its threshold. */
export interface AlarmGraph {
  readonly environment: string
  readonly alarm: string
  readonly shortName: string
  /** `average CPU of the database` */
  readonly words: string
  readonly unit: MetricUnit
  readonly bad: 'high' | 'low'
  readonly threshold?: number
  /** `above 80 %` */
  readonly rings: string
  readonly from: number
  readonly until: number
  readonly period: number
  readonly points: readonly MetricPoint[]
}
