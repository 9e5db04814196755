import type { MetricPoint, Trend } from '../core/metrics.js'
import type { MetricUnit } from '../core/metric-words.js'

/** With fewer points a difference is as likely chance as not. */
const leastPoints = 12
/** How often a point of the last quarter has to beat one of before: noise alone does in half of all pairs, a step or a slope in nearly all. */
const clear = 0.9
/** A change has to be worth telling too: this share of the level. */
const worthTelling = 0.1
/** And no less than this, so that 0.2 % CPU more than 1 % is no rise. */
const leastChange: Readonly<Record<MetricUnit, number>> = {
  percent: 2,
  count: 1,
  seconds: 0.005,
  bytes: 0,
  none: 0,
}

/** A change of so many times the usual range is one, even where the last quarter began before it. */
const farBeyond = 1.5

/**
 * Whether the last quarter of a period is above or below what was before. Compared by rank, pair by pair, and by medians: a single peak
 * changes nothing, nor does noise however large, and a daily rhythm counts only where it leaves its own range.
 * @param range the whole period, ms since the epoch: the last quarter is one of time, not of points
 * @returns undefined where an arrow would lie: too little data, or a jump so late that nobody can tell whether it stays
 */
export function trendOf(
  points: readonly MetricPoint[],
  unit: MetricUnit,
  range: { readonly from: number; readonly until: number },
): Trend | undefined {
  const turn = range.until - (range.until - range.from) / 4
  const before = sorted(points.filter(({ at }) => at < turn))
  const last = sorted(points.filter(({ at }) => at >= turn))
  if (before.length + last.length < leastPoints || last.length < 3 || before.length < 3) return undefined
  const level = quantile(before, 0.5)
  const change = quantile(last, 0.5) - level
  const usual = quantile(before, 0.95) - quantile(before, 0.05)
  const worthIt = (difference: number) =>
    Math.abs(difference) >= Math.max(leastChange[unit], Math.abs(level) * worthTelling)
  if (worthIt(change)) {
    const higher = shareOfPairs(last, before)
    const jumped = Math.abs(change) > farBeyond * usual
    if (change > 0 && (higher >= clear || jumped)) return 'rising'
    if (change < 0 && (higher <= 1 - clear || jumped)) return 'falling'
  }
  const newest = (points.at(-1)?.value ?? level) - level
  return worthIt(newest) && Math.abs(newest) > farBeyond * Math.max(usual, leastChange[unit])
    ? undefined
    : 'steady'
}

/** The share of pairs in which the one of `left` is higher; equal ones count half. */
function shareOfPairs(left: readonly number[], right: readonly number[]): number {
  let higher = 0
  for (const a of left) for (const b of right) higher += a > b ? 1 : a === b ? 0.5 : 0
  return higher / (left.length * right.length)
}

function sorted(points: readonly MetricPoint[]): readonly number[] {
  return points.map(({ value }) => value).toSorted((left, right) => left - right)
}

/** @param values in order */
function quantile(values: readonly number[], share: number): number {
  const place = (values.length - 1) * share
  const below = values[Math.floor(place)] ?? 0
  const above = values[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}
