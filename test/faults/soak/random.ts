/** Random numbers that come again with the same seed (mulberry32), so that a run can be tried again. */
export interface Random {
  /** 0 ≤ … < 1 */
  next(): number
  /** A whole number, both included. */
  between(least: number, most: number): number
  chance(share: number): boolean
  pick<Of>(from: readonly Of[]): Of
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (share) => next() < share,
    pick<Of>(from: readonly Of[]): Of {
      return from[Math.floor(next() * from.length)] as Of
    },
  }
}
