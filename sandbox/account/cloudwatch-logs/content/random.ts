import { fraction } from '../../identity.js'

/** Numbers that look random and are the same for the same text. */
export interface Random {
  /** 0 to below 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  /** One of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item
  /** Mostly near `typical`, seldom several times as much; never below a fifth of it. */
  tail(typical: number): number
  hex(length: number): string
}

/** Mulberry32: a few nanoseconds a number, so that days of log lines can be made on demand. */
export function randomFrom(text: string): Random {
  let state = Math.floor(fraction(text) * 0xffffffff)

  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000
  }

  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
    tail: (typical) => Math.max(typical / 5, typical * (0.4 - 0.8 * Math.log(1 - next()))),
    hex(length) {
      let text = ''
      while (text.length < length)
        text += Math.floor(next() * 0x100000000)
          .toString(16)
          .padStart(8, '0')
      return text.slice(0, length)
    },
  }
}

/** A whole number near `mean`, above or below it as chance rounds it. */
export function about(mean: number, random: Random): number {
  return Math.floor(mean * (0.75 + 0.5 * random.next()) + random.next())
}

/** `count` moments of the minute that begins at `minute`, in order. */
export function momentsOf(minute: number, count: number, random: Random): number[] {
  const moments: number[] = []
  for (let index = 0; index < count; index += 1) moments.push(minute + Math.floor(random.next() * 60_000))
  return moments.sort((left, right) => left - right)
}
