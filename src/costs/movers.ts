import type { CostTable } from '../aws/cost-tables.js'
import type { CostMover } from '../core/cost.js'
import { type Micros, microsOf } from '../core/money.js'
import { type Daily, daily, dailyQuantity, keysOf, sumOf, tagsOf } from './figures.js'
import { describeUsageType, unitOf } from './usage-types.js'

export interface Comparison {
  /** Whole days of this month, and as many of the month before. */
  readonly now: readonly string[]
  readonly earlier: readonly string[]
}

const mostMovers = 3
/** Less than that, and less than this share of all, is not worth a line. */
const leastGrowth: Micros = microsOf(1)
const leastShare = 0.01
/** Clearly more than usual on a day. */
const clearly = 1.3

/**
 * What costs most more than in the same days before, with what grew and since when.
 * @param table by usage type; by service where usage types could not be read
 * @param nameOf what an environment with that tag value is called; undefined: not said
 */
export function moversOf(
  table: CostTable,
  { now, earlier }: Comparison,
  nameOf: (tag: string) => string | undefined,
  tag?: string,
): readonly CostMover[] {
  const whole = sumOf(daily(table, tag === undefined ? {} : { tag }), now)
  const least = Math.max(leastGrowth, whole * leastShare)
  return (tag === undefined ? tagsOf(table) : [tag])
    .flatMap((value) =>
      keysOf(table, value).map((key) => {
        const costs = daily(table, { tag: value, key })
        return { value, key, costs, soFar: sumOf(costs, now), before: sumOf(costs, earlier) }
      }),
    )
    .filter(({ soFar, before }) => soFar - before >= least)
    .toSorted((one, other) => other.soFar - other.before - (one.soFar - one.before))
    .slice(0, mostMovers)
    .map(({ value, key, costs, soFar, before }) => {
      const environment = nameOf(value)
      return {
        what: describeUsageType(key),
        key,
        ...(environment === undefined ? {} : { environment }),
        soFar,
        before,
        ...usedOf(key, dailyQuantity(table, { tag: value, key }), { now, earlier }),
        ...spanOf(costs, { now, earlier }),
      }
    })
}

function usedOf(key: string, quantities: Daily, { now, earlier }: Comparison): { readonly used?: string } {
  const unit = unitOf(key)
  if (unit === undefined) return {}
  const figure = (days: readonly string[]) =>
    `${Math.round(sumOf(quantities, days)).toLocaleString('en-US')} ${unit}`
  return { used: `${figure(now)}, before ${figure(earlier)}` }
}

/**
 * From when to when it cost clearly more than on the same weekdays before: weekends are quiet. What grew little by little has no day on
 * which it began.
 */
function spanOf(
  costs: Daily,
  { now, earlier }: Comparison,
): { readonly from?: string; readonly until?: string } {
  const usual = (day: string) =>
    Math.max(
      0,
      ...earlier.filter((past) => weekday(past) === weekday(day)).map((past) => costs.get(past) ?? 0),
    )
  const more = now.filter((day) => (costs.get(day) ?? 0) > usual(day) * clearly)
  const [from] = more
  const last = more.at(-1)
  if (from === undefined || last === undefined) return {}
  return last === now.at(-1) ? { from } : { from, until: last }
}

function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}
