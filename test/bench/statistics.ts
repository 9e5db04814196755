/** What several rounds said: the middle one, and how far they lay apart. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** @throws RangeError where there is nothing to sum up */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right)
  const [min] = sorted
  const max = sorted.at(-1)
  if (min === undefined || max === undefined) throw new RangeError('No values to sum up')
  const middle = (sorted.length - 1) / 2
  const low = sorted[Math.floor(middle)] ?? min
  const high = sorted[Math.ceil(middle)] ?? max
  return { median: (low + high) / 2, min, max }
}

/**
 * Ours by bare, pair by pair: what a round's two measurements met of other load on the machine, both met.
 * @param bare as many as `ours`, taken in the same rounds
 */
export function ratios(ours: readonly number[], bare: readonly number[]): readonly number[] {
  if (ours.length !== bare.length) throw new RangeError(`${ours.length} rounds of ours, ${bare.length} bare`)
  return ours.map((value, round) => value / (bare[round] as number))
}
