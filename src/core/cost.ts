import type { CostLine } from './cost-lines.js'
import type { Micros } from './money.js'
import type { Missing } from './status.js'

/** What the figures of an answer are split by. */
export const costSplits = ['environment', 'service', 'day', 'tag', 'line'] as const
export type CostSplit = (typeof costSplits)[number]

/** One row of an answer. Whole days only, but for what is on course. */
export interface CostRow {
  /** Untrusted where AWS or a tag named it. `day`: `2026-11-09`. */
  readonly name: string
  readonly soFar: Micros
  /** In the same number of days of the month before. */
  readonly before?: Micros
  readonly onCourse?: Micros
  readonly budget?: Micros
  /** Environments: nothing has the tag. */
  readonly isUntagged?: boolean
}

/** One line of an environment's estimate against what it cost. */
export interface CostLineRow {
  /** `other`: what no line counts. */
  readonly line: CostLine | 'other'
  readonly estimate?: Micros
  /** Where the estimate comes from: what is configured, or list prices. */
  readonly from?: 'config' | 'prices'
  readonly soFar: Micros
  readonly onCourse?: Micros
}

/** Something that costs more than in the month before. */
export interface CostMover {
  /** `NAT gateway traffic`, or AWS's own name. Untrusted. */
  readonly what: string
  /** The usage type or service behind it. Untrusted. */
  readonly key: string
  readonly environment?: string
  readonly soFar: Micros
  readonly before: Micros
  /** `810 GB, 290 GB before` */
  readonly used?: string
  /** First and last day on which it cost clearly more; no last one: it still does. */
  readonly from?: string
  readonly until?: string
}

export interface CostAnomaly {
  readonly what: string
  /** Where most of it fell. */
  readonly environment?: string
  readonly from: string
  readonly until: string
  readonly actual: Micros
  readonly expected: Micros
}

/** What the account or one environment costs in a month. Days are days in UTC, as Cost Explorer counts. */
export interface CostReport {
  /** Absent: the whole account. */
  readonly environment?: string
  /** `2026-11` */
  readonly month: string
  readonly isPast: boolean
  readonly currency: string
  readonly daysInMonth: number
  /** Days of the month that are complete: only they are counted. */
  readonly wholeDays: number
  readonly soFar: Micros
  /** The month before, as far as it is known. */
  readonly before?: {
    readonly month: string
    readonly daysInMonth: number
    readonly total: Micros
    /** Its last days are still coming in. */
    readonly isIncomplete: boolean
    /** Days compared on both sides: no more than either month has. */
    readonly days: number
    readonly earlier: Micros
    readonly now: Micros
  }
  /** Days that AWS is not done with, and what they cost so far. */
  readonly incomplete?: { readonly days: readonly string[]; readonly amount: Micros }
  /** `aws`: Cost Explorer's forecast. `days`: the last whole days carried on. Absent: too early, or past. */
  readonly onCourse?: {
    readonly amount: Micros
    readonly by: 'aws' | 'days'
    readonly low?: Micros
    readonly high?: Micros
  }
  readonly budget?: Micros
  readonly split: CostSplit
  /** Largest first; `day`: in order. */
  readonly rows: readonly CostRow[]
  readonly lines: readonly CostLineRow[]
  /** Rows that were left out are in the series `other`. Whole days, at most 20. */
  readonly chart: {
    readonly days: readonly string[]
    readonly series: readonly { readonly name: string; readonly amounts: readonly Micros[] }[]
  }
  readonly movers: readonly CostMover[]
  readonly anomalies: readonly CostAnomaly[]
  /** One sentence, where the figures support it. */
  readonly hint?: string
  /** What one more task a month costs at list prices, by service. */
  readonly oneMoreTask: readonly { readonly service: string; readonly amount: Micros }[]
  readonly missing: readonly Missing[]
  /** When Cost Explorer was asked, ms since the epoch. */
  readonly at: number
  /** Why there is nothing newer, where there should be. */
  readonly instead?: string
}

/** What asking Cost Explorer costs, and what is known without asking. */
export interface CostApiReport {
  /** `failed`: sent and come to nothing; they are not among those that were spent. */
  readonly today: { readonly spent: number; readonly of: number; readonly failed: number }
  readonly thisMonth: number
  /** A request, in USD. */
  readonly price: Micros
  /** ms */
  readonly askAgainAfter: number
  readonly known: readonly {
    readonly what: string
    /** ms since the epoch; absent: not known yet. */
    readonly at?: number
    readonly requests?: number
  }[]
}
