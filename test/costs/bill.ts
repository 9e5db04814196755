import type { CostTable } from '../../src/aws/cost-tables.js'
import { addDays, dayOf } from '../../src/core/calendar.js'
import { microsOf } from '../../src/core/money.js'
import type { CostReading } from '../../src/costs/read-costs.js'

/** A bill in which every day from `from` until before `until` costs the same, with AWS's `Estimated` from `estimatedFrom` on. */
export function steadyBill(options: {
  readonly from: string
  readonly until: string
  readonly estimatedFrom?: string
  /** Key → tag → USD a day, or a function of the day. */
  readonly costs: Readonly<Record<string, Readonly<Record<string, number | ((day: string) => number)>>>>
}): CostTable {
  const days: { date: string; estimated: boolean }[] = []
  const rows: [number, string, string, number, number][] = []
  for (let date = options.from; date < options.until; date = addDays(date, 1)) {
    const index = days.push({ date, estimated: date >= (options.estimatedFrom ?? '9999') }) - 1
    for (const [key, byTag] of Object.entries(options.costs)) {
      for (const [tag, cost] of Object.entries(byTag)) {
        const amount = typeof cost === 'number' ? cost : cost(date)
        rows.push([index, key, tag, microsOf(amount), amount * 10])
      }
    }
  }
  return { days, rows, currency: 'USD', requests: 1 }
}

/** What would have been read at a moment. */
export function readingOf(
  month: string,
  at: string,
  byService: CostTable,
  more: Partial<CostReading> = {},
): CostReading {
  const asked = Date.parse(at)
  return {
    month,
    isPast: month < dayOf(asked).slice(0, 7),
    byService: { value: byService, at: asked },
    missing: [],
    ...more,
  }
}
