import type { RegionPrices } from '../../config/prices.js'
import { digitsFor, formatAmount, formatDifference, type Micros } from '../../core/money.js'
import { fargateLine, type ServiceSize } from './fargate.js'

/** From here on cents are nothing that anybody decides by. */
const wholeFrom = 10_000_000

/**
 * What a service costs more or less a month than before, as people read it: `+36 USD a month, by the prices of 2026-11-28 (us-east-1).` Undefined where
 * nothing changes, also not where autoscaling may take it.
 */
export function monthlyDifference(
  before: ServiceSize,
  after: ServiceSize,
  prices: RegionPrices,
): string | undefined {
  const [was, becomes] = [fargateLine([before], prices), fargateLine([after], prices)]
  const change = (becomes.amount ?? 0) - (was.amount ?? 0)
  const [from, to] = [rangeWords(was.range), rangeWords(becomes.range)]
  if (change === 0 && from === to) return undefined
  const digits = Math.abs(change) >= wholeFrom ? 0 : digitsFor(change)
  const amount = change === 0 ? 'Now as much' : `${formatDifference(change, digits)} USD`
  return `${amount} a month, ${byPrices(prices)}.${autoscaling(from, to)}`
}

function rangeWords(range: { readonly low: Micros; readonly high: Micros } | undefined): string | undefined {
  if (range === undefined) return undefined
  const digits = range.high >= wholeFrom ? 0 : digitsFor(range.high)
  return `${formatAmount(range.low, digits)}–${formatAmount(range.high, digits)} USD`
}

/** @param from what autoscaling may make it before; @param to and then */
function autoscaling(from: string | undefined, to: string | undefined): string {
  if (to === undefined) return ''
  if (from === to || from === undefined) return ` Autoscaling may make it ${to} in all.`
  return ` Autoscaling may make it ${to} in all, instead of ${from}.`
}

/** `by the prices of 2026-11-28 (us-east-1)` */
function byPrices({ region, asOf }: RegionPrices): string {
  return asOf === undefined ? `by undated prices of ${region}` : `by the prices of ${asOf} (${region})`
}
