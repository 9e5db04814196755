import type { Anomaly, CostTable } from '../aws/cost-tables.js'
import type { CostAnomaly } from '../core/cost.js'
import { microsOf } from '../core/money.js'
import { daily, sumOf, tagsOf } from './figures.js'
import { describeUsageType } from './usage-types.js'

const mostShown = 3
/** USD. A monitor reports cents, too. */
const leastImpact = microsOf(1)
/** An anomaly is one environment's when so much of its usage type's cost on those days is. */
const mostly = 0.6

/**
 * Cost Explorer's anomalies that touch the month, most expensive first. It knows no tags, so the environment is looked up in the bill.
 * @param tag only those of that environment
 */
export function anomaliesOf(
  found: readonly Anomaly[],
  table: CostTable | undefined,
  month: string,
  nameOf: (tag: string) => string | undefined,
  tag?: string,
): readonly CostAnomaly[] {
  return found
    .filter(({ until, impact }) => until.slice(0, 7) >= month && impact >= leastImpact)
    .map((anomaly) => ({ anomaly, owner: table === undefined ? undefined : ownerOf(anomaly, table) }))
    .filter(({ owner }) => tag === undefined || owner === tag)
    .toSorted((one, other) => other.anomaly.impact - one.anomaly.impact)
    .slice(0, mostShown)
    .map(({ anomaly: { service, usageType, from, until, actual, expected }, owner }) => {
      const environment = owner === undefined ? undefined : nameOf(owner)
      return {
        what: usageType === '' ? service : describeUsageType(usageType),
        ...(environment === undefined ? {} : { environment }),
        from,
        until,
        actual,
        expected,
      }
    })
}

function ownerOf({ usageType, from, until }: Anomaly, table: CostTable): string | undefined {
  const days = table.days.map(({ date }) => date).filter((date) => date >= from && date <= until)
  const whole = sumOf(daily(table, { key: usageType }), days)
  return whole <= 0
    ? undefined
    : tagsOf(table).find((tag) => sumOf(daily(table, { tag, key: usageType }), days) >= whole * mostly)
}
