import type { CostTable } from '../aws/cost-tables.js'
import type { CostLine } from '../core/cost-lines.js'
import type { Micros } from '../core/money.js'
import { type Daily, daily, isWhole, sumOf } from './figures.js'
import { dailyLines } from './lines.js'

/** What something cost in the last whole days, and in as many days before them. */
export interface RecentCost {
  readonly now: Micros
  readonly before: Micros
  /** First and last of the days: `2026-11-20`. */
  readonly from: string
  readonly until: string
  readonly currency: string
}

/**
 * Pure. @param tables.byUsageType for the lines that are made of usage types
 * @param tables.at when AWS was asked, ms since the epoch
 * @param question.line one line of the environment's bill; absent: all of it
 * @returns undefined where there are not twice as many whole days in the tables, or not what the line is made of
 */
export function recentCost(
  tables: { readonly byService: CostTable; readonly byUsageType?: CostTable; readonly at: number },
  question: { readonly tag: string; readonly line?: CostLine; readonly days: number },
): RecentCost | undefined {
  const { byService, byUsageType, at } = tables
  const { tag, line, days } = question
  const amounts: Daily | undefined =
    line === undefined ? daily(byService, { tag }) : dailyLines(byService, byUsageType, tag).get(line)
  const known = lastWholeDays(byService, at, 2 * days)
  const now = known.slice(days)
  const [from] = now
  const until = now.at(-1)
  if (amounts === undefined || known.length < 2 * days || from === undefined || until === undefined)
    return undefined
  return {
    now: sumOf(amounts, now),
    before: sumOf(amounts, known.slice(0, days)),
    from,
    until,
    currency: byService.currency,
  }
}

/** The newest days that are complete, oldest first. */
function lastWholeDays(table: CostTable, at: number, count: number): readonly string[] {
  const open = table.days.findIndex((day) => !isWhole(day, at))
  const whole = open === -1 ? table.days : table.days.slice(0, open)
  return whole.slice(-count).map(({ date }) => date)
}
