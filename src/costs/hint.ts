import type { CostTable } from '../aws/cost-tables.js'
import type { Prices } from '../config/config.js'
import { formatMoney, microsOf } from '../core/money.js'
import { hoursAMonth } from './prices.js'
import { daily, dailyQuantity, type Selection, sumOf } from './figures.js'
import { withoutRegion } from './usage-types.js'

/** A lever is named when what it moves is at least this share of the bill. */
const worthwhile = 0.15
const trafficWorthwhile = 0.05
/** USD a month below which nobody should change an architecture. */
const leastSaving = microsOf(10)

/**
 * The one lever that the figures support most, or none. Savings are a month's, at list prices.
 * @param days whole days; with fewer than a week there is nothing to go by
 */
export function hintOf(
  table: CostTable,
  days: readonly string[],
  prices: Prices,
  tag?: string,
): string | undefined {
  if (days.length < 7) return undefined
  const select = (pattern: RegExp): Selection => ({
    keys: (key) => pattern.test(withoutRegion(key)),
    ...(tag === undefined ? {} : { tag }),
  })
  const cost = (pattern: RegExp) => sumOf(daily(table, select(pattern)), days)
  const used = (pattern: RegExp) => sumOf(dailyQuantity(table, select(pattern)), days)
  const whole = sumOf(daily(table, tag === undefined ? {} : { tag }), days)
  const aMonth = 30 / days.length

  const gigabytes = used(/^NatGateway-Bytes$/)
  const traffic = microsOf(gigabytes * aMonth * prices.natGatewayGigabyte)
  if (cost(/^NatGateway-Bytes$/) >= whole * trafficWorthwhile && traffic >= leastSaving) {
    return `NAT gateways carried ${Math.round(gigabytes).toLocaleString('en-US')} GB: VPC endpoints for S3 and ECR take such traffic off them.`
  }
  // Of several environments together nothing is gained: each needs one.
  const gateways = Math.round(used(/^NatGateway-Hours$/) / (24 * days.length))
  if (tag !== undefined && gateways >= 2 && cost(/^NatGateway-/) >= whole * worthwhile) {
    const saved = microsOf((gateways - 1) * prices.natGatewayHour * hoursAMonth)
    return `One NAT gateway instead of ${gateways} would save about ${formatMoney(saved, 'USD')} a month; then one zone's failure cuts all of them off.`
  }
  const fargate = cost(/^Fargate-/)
  if (fargate >= whole * worthwhile && fargate * aMonth >= leastSaving * 5) {
    return 'Fargate is a large part: a Compute Savings Plan takes 30–40 % off what runs all the time.'
  }
  return undefined
}
