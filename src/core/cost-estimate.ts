import type { CostLine } from './cost-lines.js'
import type { Micros } from './money.js'
import type { Missing } from './status.js'
import type { SizeAdvice } from './task-sizing.js'

/** What one line of an environment costs a month, computed from what is there. */
export interface EstimatedLine {
  readonly line: CostLine
  /** Absent: it cannot be computed, and `unknown` says what is missing. */
  readonly amount?: Micros
  /** Where autoscaling may move the number of tasks: at its minimum and at its maximum. */
  readonly range?: { readonly low: Micros; readonly high: Micros }
  /** `backend 2 × 1 vCPU, 2 GB`. Names in it are untrusted. */
  readonly madeOf: readonly string[]
  readonly unknown?: string
  /** What the team wrote down for it. */
  readonly configured?: Micros
  /** Where the month goes by the bill; absent: the bill does not tell. */
  readonly onCourse?: Micros
  /** Why the bill goes another way, where the figures tell: `as much as 412 GB through it`. */
  readonly difference?: string
}

/** Something that would cost less, with what it saves a month at today's figures. */
export interface CostLever {
  readonly what: string
  readonly saves: { readonly low: Micros; readonly high: Micros }
  /** What one gives up for it. */
  readonly but: string
}

/** What an environment costs a month, computed from task definitions, counts and list prices. USD. */
export interface CostEstimate {
  readonly environment: string
  readonly lines: readonly EstimatedLine[]
  /** Of the lines that are known. */
  readonly total: Micros
  readonly range?: { readonly low: Micros; readonly high: Micros }
  /** What the team wrote down for all lines together; absent: nothing. */
  readonly configured?: Micros
  /** Of the lines that are computed, by the bill. */
  readonly onCourse?: Micros
  /** The question that was asked, and what it is now without it. */
  readonly whatIf?: { readonly asked: string; readonly now: Micros }
  readonly levers: readonly CostLever[]
  /** Whether the tasks have the size they need; absent: that was not asked. */
  readonly sizing?: readonly SizeAdvice[]
  /** Where the prices are of, and as of when they were looked up (`2026-11-28`), by whose word. */
  readonly prices: { readonly region: string; readonly asOf?: string; readonly source?: string }
  /** The environment's own region, where the prices are of another. */
  readonly elsewhere?: string
  readonly missing: readonly Missing[]
}
