import { compare, numberOf, textOf, type Value } from './values.js'

/** Takes in the values of a group one by one and tells what they come to. */
export interface Accumulator {
  add(value: Value, at: Value): void
  result(): Value
}

export interface Aggregate {
  /** How many arguments it takes besides the field. */
  extra: number
  create: (extra: number) => Accumulator
}

function overNumbers(result: (numbers: readonly number[]) => Value): () => Accumulator {
  return () => {
    const numbers: number[] = []
    return {
      add(value) {
        const number = numberOf(value)
        if (number !== undefined) numbers.push(number)
      },
      result: () => result(numbers),
    }
  }
}

function sumAndCount(result: (sum: number, count: number) => Value): () => Accumulator {
  return () => {
    let sum = 0
    let count = 0
    return {
      add(value) {
        const number = numberOf(value)
        if (number === undefined) return
        sum += number
        count += 1
      },
      result: () => result(sum, count),
    }
  }
}

function extreme(isBetter: (order: number) => boolean): () => Accumulator {
  return () => {
    let best: Value
    return {
      add(value) {
        if (value !== undefined && (best === undefined || isBetter(compare(value, best)))) best = value
      },
      result: () => (best instanceof Date ? best : (numberOf(best) ?? best)),
    }
  }
}

function byTime(isBetter: (order: number) => boolean): () => Accumulator {
  return () => {
    let best: Value
    let moment: Value
    return {
      add(value, at) {
        if (value === undefined || (moment !== undefined && !isBetter(compare(at, moment)))) return
        best = value
        moment = at
      },
      result: () => best,
    }
  }
}

function percentile(share: number): Accumulator {
  return overNumbers((numbers) => {
    const sorted = [...numbers].sort((left, right) => left - right)
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((share / 100) * sorted.length) - 1))]
  })()
}

function deviation(numbers: readonly number[]): Value {
  if (numbers.length === 0) return undefined
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  return Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length)
}

/** The functions that `stats` knows, by their name in small letters. `count` is made where it is parsed. */
export const aggregates: Readonly<Record<string, Aggregate>> = {
  count: {
    extra: 0,
    create: () => {
      let count = 0
      return {
        add(value) {
          if (value !== undefined) count += 1
        },
        result: () => count,
      }
    },
  },
  count_distinct: {
    extra: 0,
    create: () => {
      const seen = new Set<string>()
      return {
        add(value) {
          if (value !== undefined) seen.add(textOf(value))
        },
        result: () => seen.size,
      }
    },
  },
  sum: { extra: 0, create: sumAndCount((sum) => sum) },
  avg: { extra: 0, create: sumAndCount((sum, count) => (count === 0 ? undefined : sum / count)) },
  min: { extra: 0, create: extreme((order) => order < 0) },
  max: { extra: 0, create: extreme((order) => order > 0) },
  earliest: { extra: 0, create: byTime((order) => order < 0) },
  latest: { extra: 0, create: byTime((order) => order > 0) },
  stddev: { extra: 0, create: overNumbers(deviation) },
  median: { extra: 0, create: () => percentile(50) },
  pct: { extra: 1, create: percentile },
}
