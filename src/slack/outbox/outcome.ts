import type { Logger } from 'pino'
import type { Failure } from './failure.js'
import type { ClaimedLetter } from './letter-store.js'
import type { PacedMethod } from './pace.js'
import type { Fetch } from './response-url.js'
import type { SlackCalls } from './slack-calls.js'

/**
 * How a delivery ended.
 * - `done`: Slack shows `version`, at `posted` where it can be updated
 * - `again`: try again in `wait` ms; `forget` what is known to be no longer true
 * - `limited`: nobody calls `method` for this channel for `wait` ms
 * - `given-up`: this content will never be shown
 * - `lost`: another process has the letter
 */
export type Outcome =
  | {
      readonly kind: 'done'
      readonly version: number
      readonly posted?: { readonly channel: string; readonly ts: string }
    }
  | {
      readonly kind: 'again'
      readonly wait: number
      readonly failed: boolean
      readonly forget?: 'posting' | 'message'
      /** Slack's word for why this place takes no message of ours. */
      readonly refusal?: string
    }
  | {
      readonly kind: 'limited'
      readonly method: PacedMethod
      readonly wait: number
      readonly forget?: 'posting'
    }
  | { readonly kind: 'given-up'; readonly error: string }
  | { readonly kind: 'lost' }

export interface DeliveryOptions {
  readonly slack: SlackCalls
  readonly fetch: Fetch
  readonly logger: Logger
  /** From 0 to 1, to spread retries. */
  readonly random: () => number
  /** Whether the letter is still ours; with a nonce, notes that a post begins. Asked before every call. */
  readonly hold: (letter: ClaimedLetter, nonce?: string) => Promise<boolean>
}

/** How long a content is tried for (ms). What is there is always the newest: a question for approval may have no next one for hours. */
const patience = 24 * 60 * 60_000
/** 1.5 s at least: a post whose answer was late may still be on its way. */
const firstRetry = 1_500
/** Slack or a token that is in trouble for everybody is soon repaired; a channel that refuses the bot is asked less and less (ms). */
const slowest = { trouble: 60_000, refusal: 15 * 60_000 } as const

/** What comes of a failure that no method treats in its own way. Only what no later try can change is given up at once. */
export function afterFailure(
  letter: ClaimedLetter,
  failure: Failure,
  method: PacedMethod,
  options: DeliveryOptions,
): Outcome {
  if (failure.kind === 'limited') return { kind: 'limited', method, wait: failure.wait }
  const { kind, error } = failure
  if (kind === 'content' || kind === 'gone' || letter.age > patience) {
    return { kind: 'given-up', error }
  }
  const longest = kind === 'unsure' || kind === 'token' ? slowest.trouble : slowest.refusal
  const wait = Math.min(longest, firstRetry * 2 ** Math.min(letter.attempts, 12)) * (1 + options.random() / 4)
  const about = {
    letter: letter.key,
    error,
    attempt: letter.attempts + 1,
    retryIn: Math.round(wait),
  }
  if (kind === 'token') {
    options.logger.error(about, 'Slack refuses the token: messages wait until it is repaired')
  } else {
    options.logger.warn(about, 'Slack did not take a message; it is sent again')
  }
  const isRefused = kind === 'refused' || kind === 'outside'
  return { kind: 'again', wait, failed: true, ...(isRefused ? { refusal: error } : {}) }
}

/** For the log, when Slack takes only a simpler form of a message. */
export function warnRefused(letter: ClaimedLetter, options: DeliveryOptions) {
  return (error: string) =>
    options.logger.warn(
      { letter: letter.key, error },
      'Slack refused the blocks of a message; it is sent simpler',
    )
}
