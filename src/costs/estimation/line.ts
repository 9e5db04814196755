import type { CostLine } from '../../core/cost-lines.js'
import type { EstimatedLine } from '../../core/cost-estimate.js'
import { type Micros, microsOf } from '../../core/money.js'

/** A line as it is computed, before it stands beside the bill. */
export interface ComputedLine
  extends Pick<EstimatedLine, 'line' | 'amount' | 'range' | 'madeOf' | 'unknown'> {
  /** What the bill's figure would mean: how much more of what flows than was written down. */
  readonly explain?: (onCourse: Micros) => string | undefined
}

export function known(
  line: CostLine,
  dollars: number,
  madeOf: readonly string[],
  explain?: ComputedLine['explain'],
): ComputedLine {
  return { line, amount: microsOf(dollars), madeOf, ...(explain === undefined ? {} : { explain }) }
}

/** @param missing what would have to be written down: `the class of the database (costs.resources.database)` */
export function unknown(line: CostLine, missing: string): ComputedLine {
  return { line, madeOf: [], unknown: missing }
}

/** `412 GB`, `1,024 GB`, `0.4 GB` */
export function gigabytes(amount: number): string {
  return `${amount >= 10 ? Math.round(amount).toLocaleString('en-US') : Number(amount.toPrecision(2))} GB`
}

/**
 * What flows, told from what it cost: everything beyond what stands still.
 * @param fixed what it costs without any of it, USD a month
 * @param price of a unit, USD
 */
export function asMuchAs(
  onCourse: Micros,
  fixed: number,
  price: number,
  say: (amount: number) => string,
): string | undefined {
  const rest = onCourse / 1_000_000 - fixed
  if (price === 0) return undefined
  return rest >= 0
    ? `as much as ${say(rest / price)}`
    : 'less than what stands there costs alone: another price, or not all month'
}
