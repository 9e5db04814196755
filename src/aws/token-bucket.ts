import type { Clock } from '../core/clock.js'

export interface TokenBucketOptions {
  /** Calls that may go out at once. */
  readonly burst: number
  /** Calls a second that are refilled. */
  readonly perSecond: number
}

export interface TokenBucket {
  /**
   * Books the next call.
   * @param atMost the longest wait in ms that is worth booking
   * @returns how long to wait before calling, in ms; `undefined` when that is longer than `atMost`: nothing was booked then
   */
  book(atMost?: number): number | undefined
}

/**
 * A token bucket that hands out times instead of tokens (the "virtual scheduling" form of the generic cell rate algorithm): a caller
 * learns at once when it may go, so nothing polls and nobody overtakes.
 */
export function tokenBucket(options: TokenBucketOptions, clock: Clock): TokenBucket {
  const interval = 1000 / options.perSecond
  const tolerance = interval * (options.burst - 1)
  /** When the bucket would be full again, had nobody called since. */
  let full = Number.NEGATIVE_INFINITY

  return {
    book(atMost = Number.POSITIVE_INFINITY) {
      const now = clock.now()
      const next = Math.max(full, now)
      const wait = Math.max(0, next - tolerance - now)
      if (wait > atMost) return undefined
      full = next + interval
      return wait
    },
  }
}
