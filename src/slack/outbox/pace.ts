/** Calls of a method in one channel: evenly every `interval` ms, `burst` of them at once after a rest. */
export interface Pace {
  readonly interval: number
  readonly burst: number
  /** How many of the burst are kept for final letters. */
  readonly reserve: number
}

export type PacedMethod = 'chat.postMessage' | 'chat.update' | 'chat.postEphemeral'

/** Below Slack's own figures: https://docs.slack.dev/apis/web-api/rate-limits and FACTS: 1 post a second, 50 updates a minute a channel. */
export const paces: Readonly<Record<PacedMethod, Pace>> = {
  'chat.postMessage': { interval: 1_000, burst: 4, reserve: 1 },
  // In any minute at most 60,000 / 1,400 + 6 = 48.
  'chat.update': { interval: 1_400, burst: 6, reserve: 3 },
  'chat.postEphemeral': { interval: 600, burst: 10, reserve: 0 },
}

/** Milliseconds between two updates of one message. */
export const updateSpacing = 1_200
