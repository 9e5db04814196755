import type { Redis } from 'ioredis'
import type { Message } from '../../core/message.js'
import { keys } from '../../redis/keys.js'
import type { Destination, Letter } from './contract.js'
import { type PacedMethod, paces, updateSpacing } from './pace.js'
import {
  claimLetter,
  deliveredLetter,
  dueLetters,
  holdLetter,
  laterLetter,
  pausePace,
  postponeLetters,
  storeLetter,
} from './scripts.js'

/** A letter with something to deliver, as far as it decides whose turn it is. */
export interface DueLetter {
  readonly key: string
  readonly to: Destination
  readonly final: boolean
  /** Of the message in Slack, once it is there; '' before. */
  readonly ts: string
  readonly channel: string
}

/** A letter this process delivers now. */
export interface ClaimedLetter {
  readonly key: string
  readonly lease: string
  readonly version: number
  readonly to: Destination
  readonly message: Message
  readonly final: boolean
  /** Milliseconds since this content was stored. */
  readonly age: number
  /** The message in Slack, once it is there. */
  readonly posted?: { readonly channel: string; readonly ts: string }
  /** A post was begun, at this time (ms), and nobody knows how it went. */
  readonly posting?: { readonly nonce: string; readonly version: number; readonly at: number }
  /** Failures since the last success. */
  readonly attempts: number
}

export type Claim =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wait'; readonly wait: number }
  | { readonly kind: 'claimed'; readonly letter: ClaimedLetter }

const day = 86_400_000
const halfAnHour = 30 * 60_000

function lifetime(to: Destination): number {
  return to.ephemeralFor === undefined ? 45 * day : halfAnHour
}

export type LetterStore = ReturnType<typeof createLetterStore>

/**
 * The letters in the store. Every method throws when it cannot be reached.
 * @param leaseFor ms after which a letter that was claimed and not heard of is free again
 */
export function createLetterStore(redis: Redis, leaseFor: number) {
  const own = (key: string) => [keys.letter(key), keys.lettersDue]

  return {
    /** False where a newer version is there. */
    async store({ key, version, to, message, final }: Letter): Promise<boolean> {
      const args = [key, version, JSON.stringify(to), JSON.stringify(message), final ? 1 : 0, lifetime(to)]
      return (await storeLetter(redis, own(key), args)) === 1
    },

    /** What is due now, and in how many ms the next is. */
    async due(limit: number): Promise<{ letters: DueLetter[]; wait: number | undefined }> {
      const [wait, found] = (await dueLetters(redis, [keys.lettersDue], [limit])) as [number, string[]]
      const letters = await Promise.all(
        found.map(async (key) => {
          const fields = await redis.hmget(keys.letter(key), 'to', 'final', 'ts', 'channel')
          const [to, final, ts, channel] = fields
          // Expired: the claim takes it off the list.
          const destination = JSON.parse(to ?? '{"channel":""}') as Destination
          return {
            key,
            to: destination,
            final: final === '1',
            ts: ts ?? '',
            channel: channel ?? destination.channel,
          }
        }),
      )
      return { letters, wait: wait < 0 ? undefined : wait }
    },

    /** Whether this version or a newer one is done. */
    async isDelivered(key: string, version: number): Promise<boolean> {
      const delivered = await redis.hget(keys.letter(key), 'delivered')
      return delivered !== null && Number(delivered) >= version
    },

    /** How many have something to deliver, now or later. */
    waiting: () => redis.zcard(keys.lettersDue),

    /** Takes it, if it is still as `due` said, nobody else has it and the pace allows the call. */
    async claim(
      due: DueLetter,
      lease: string,
      pace?: { method: PacedMethod; channel: string },
    ): Promise<Claim> {
      const { interval = 0, burst = 1, reserve = 0 } = pace === undefined ? {} : paces[pace.method]
      const paceKey = pace === undefined ? keys.lettersDue : keys.pace(pace.method, pace.channel)
      const args = [due.key, lease, leaseFor, due.ts, interval, due.final ? burst : burst - reserve]
      const answer = (await claimLetter(redis, [...own(due.key), paceKey], args)) as [string, ...string[]]
      if (answer[0] === 'wait') return { kind: 'wait', wait: Number(answer[1]) }
      if (answer[0] !== 'claimed') return { kind: 'nothing' }
      return { kind: 'claimed', letter: claimed(due.key, lease, answer.slice(1)) }
    },

    /** Whether it is still ours. With a nonce, notes first that a post begins. */
    async hold({ key, lease, version }: ClaimedLetter, nonce = ''): Promise<boolean> {
      return (await holdLetter(redis, own(key), [key, lease, leaseFor, nonce, version])) === 1
    },

    /** This version is done; `posted` is where it is seen. */
    async delivered(
      { key, lease, to }: ClaimedLetter,
      version: number,
      posted?: { readonly channel: string; readonly ts: string },
    ): Promise<void> {
      const args = [key, lease, version, posted?.channel ?? '', posted?.ts ?? '', updateSpacing, lifetime(to)]
      await deliveredLetter(redis, own(key), args)
    },

    /** Again in `wait` ms. `forget`: the post that was begun is known not to be there; or the whole message is not. */
    async later(
      { key, lease }: ClaimedLetter,
      wait: number,
      { failed, forget = '' }: { failed: boolean; forget?: 'posting' | 'message' | '' },
    ): Promise<void> {
      await laterLetter(redis, own(key), [key, lease, wait, failed ? 1 : 0, forget])
    },

    /** Puts letters off, in this order, without touching them. */
    async postpone(letters: readonly string[], wait: number): Promise<void> {
      if (letters.length > 0) await postponeLetters(redis, [keys.lettersDue], [wait, ...letters])
    },

    /** Nobody calls this method for this channel for `pause` ms. */
    async pause(method: PacedMethod, channel: string, pause: number): Promise<void> {
      const { interval, burst } = paces[method]
      await pausePace(redis, [keys.pace(method, channel)], [pause, interval, burst])
    },
  }
}

function claimed(key: string, lease: string, fields: readonly string[]): ClaimedLetter {
  const [
    now,
    version,
    to,
    message,
    final,
    storedAt,
    channel,
    ts,
    nonce,
    postingVersion,
    postingAt,
    attempts,
  ] = fields
  return {
    key,
    lease,
    version: Number(version),
    to: JSON.parse(to ?? '') as Destination,
    message: JSON.parse(message ?? '') as Message,
    final: final === '1',
    age: Number(now) - Number(storedAt),
    ...(channel && ts ? { posted: { channel, ts } } : {}),
    ...(nonce ? { posting: { nonce, version: Number(postingVersion), at: Number(postingAt) } } : {}),
    attempts: Number(attempts || 0),
  }
}
