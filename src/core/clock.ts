/** Time as an argument, so that tests and the sandbox can run it as they like. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
