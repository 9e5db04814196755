import type { Prices } from '../../config/config.js'
import type { CostLever } from '../../core/cost-estimate.js'
import type { CostLine, EnvironmentResources } from '../../core/cost-lines.js'
import { type Micros, microsOf } from '../../core/money.js'
import type { RegionPrices } from '../../config/prices.js'
import { sizeWords, type SizeAdvice } from '../../core/task-sizing.js'
import { hoursAMonth } from '../prices.js'

/** USD a month below which nobody should change anything for it. */
const leastSaving = microsOf(3)
/** Eight hours of a night, of a day. */
const night = 8 / 24

export interface LeverBasis extends Pick<Prices, 'savings'> {
  readonly resources: EnvironmentResources
  readonly prices: RegionPrices
  /** Absent: nobody asked. */
  readonly sizing?: readonly SizeAdvice[]
}

/** What would cost less, by today's figures, the largest first. They do not add up: each is told as if it were the only one. */
export function leversOf(
  amounts: ReadonlyMap<CostLine, Micros>,
  { resources, prices, savings, sizing = [] }: LeverBasis,
): readonly CostLever[] {
  const compute = amounts.get('fargate') ?? 0
  const reserved = (amounts.get('rds') ?? 0) + (amounts.get('elastiCache') ?? 0)
  const lever = (
    what: string,
    amount: Micros,
    [least, most]: readonly [number, number],
    but: string,
  ): CostLever => ({
    what,
    saves: { low: Math.round(amount * least), high: Math.round(amount * most) },
    but,
  })
  const { natGateways = 0, logGigabytes = 0, logDays = 0 } = resources
  const gateways = microsOf(Math.max(0, natGateways - 1) * prices.natGatewayHour * hoursAMonth)
  const keptLonger = microsOf(logGigabytes * (Math.max(0, logDays - 7) / 30) * prices.logsGigabyteMonth)
  return [
    lever('Compute Savings Plan', compute, savings.savingsPlan, 'paid for a year or three, used or not'),
    lever('Fargate Spot', compute, savings.spot, 'AWS may end a task at two minutes’ notice'),
    lever('Nothing runs at night (8 h)', compute, [night, night], 'nobody can use it then'),
    lever(
      'Reserved database and cache',
      reserved,
      savings.reserved,
      'bound to the class for a year or three',
    ),
    lever('One NAT gateway', gateways, [1, 1], 'its zone’s failure cuts off all others'),
    lever('Log lines kept for 7 days', keptLonger, [1, 1], 'older ones cannot be looked at'),
    ...sizing.flatMap(cheaperTasks),
  ]
    .filter(({ saves }) => saves.high >= leastSaving)
    .toSorted((one, other) => other.saves.high - one.saves.high)
}

/** What is left of it at its peak stands behind the answer, with the hours that were seen. */
function cheaperTasks({ service, verdict, to, saves, isScaled }: SizeAdvice): readonly CostLever[] {
  if (verdict !== 'cheaper' || to === undefined || saves === undefined) return []
  const but = isScaled
    ? 'autoscaling by CPU then starts tasks earlier, which saves less'
    : 'less is left for what two weeks did not show'
  return [{ what: `Tasks of ${service} with ${sizeWords(to)}`, saves: { low: saves, high: saves }, but }]
}
