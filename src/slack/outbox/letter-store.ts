import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Message } from '../../core/message.js'
import { keys } from '../../redis/keys.js'
import type { Destination, Letter, LetterRefusal } from './contract.js'
import type { Posted } from './link-ids.js'
import { laneOf, paceOf } from './lanes.js'
import { type PacedMethod, paces, updateSpacing } from './pace.js'
import {
  claimLetter,
  deliveredLetter,
  dueLanes,
  holdLetter,
  laterLetter,
  pausePace,
  standingLetters,
  storeLetter,
  waitingLetters,
} from './scripts.js'

/** A letter this process delivers now. */
export interface ClaimedLetter {
  readonly key: string
  /** Held by the same lease. */
  readonly lane: string
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
  /** What its content was made in: see core/tracing.ts. */
  readonly trace: string
}

/** What waits to be shown. */
export interface OutboxStanding {
  readonly letters: number
  /** Since the oldest content was handed in (ms); 0: none waits. */
  readonly waitedFor: number
}

const day = 86_400_000
const halfAnHour = 30 * 60_000
/** Lanes that are looked at for who watches the outbox; a team has fewer channels. */
const mostLanes = 200

function lifetime(to: Destination): number {
  return to.ephemeralFor === undefined ? 45 * day : halfAnHour
}

export type LetterStore = ReturnType<typeof createLetterStore>

/**
 * The letters in the store. Every method throws when it cannot be reached.
 * @param leaseFor ms after which a letter that was claimed and not heard of is free again
 */
export function createLetterStore(redis: Redis, leaseFor: number) {
  const all = [keys.lanes, keys.letter('')]

  return {
    /** False where a newer version is there, or Slack shows the same already. */
    async store({ key, version, to, message, final }: Letter, trace = ''): Promise<boolean> {
      const text = JSON.stringify(message)
      const content = [JSON.stringify(to), text, final ? 1 : 0]
      const hash = createHash('sha1').update(text).digest('hex')
      const args = [key, version, ...content, lifetime(to), laneOf(key, to), hash, trace]
      return (await storeLetter(redis, all, args)) === 1
    },

    /** Lanes with a letter that is due and may be sent as far as is known, `limit` at most, and in how many ms the next one has. */
    async dueLanes(limit: number): Promise<{ lanes: readonly string[]; wait: number | undefined }> {
      const [wait, lanes] = (await dueLanes(redis, [keys.lanes], [limit])) as [number, string[]]
      return { lanes, wait: wait < 0 ? undefined : wait }
    },

    /** Whether this version or a newer one was stored. */
    async has(key: string, version: number): Promise<boolean> {
      const stored = await redis.hget(keys.letter(key), 'version')
      return stored !== null && Number(stored) >= version
    },

    /** Whether this version or a newer one is done. */
    async isDelivered(key: string, version: number): Promise<boolean> {
      const delivered = await redis.hget(keys.letter(key), 'delivered')
      return delivered !== null && Number(delivered) >= version
    },

    async postedAs(key: string): Promise<string | undefined> {
      return (await redis.hget(keys.letter(key), 'ts')) || undefined
    },

    /** What is known of a letter that was never shown. */
    async fateOf(key: string): Promise<{ readonly isShown: boolean; readonly refusal?: LetterRefusal }> {
      const [ts, why, to] = await redis.hmget(keys.letter(key), 'ts', 'refusal', 'to')
      const { channel = '' } = JSON.parse(to ?? '{}') as Partial<Destination>
      return { isShown: Boolean(ts), ...(why ? { refusal: { why, channel } } : {}) }
    },

    /** Where Slack shows a letter; undefined: nowhere yet. */
    async placeOf(key: string): Promise<Posted | undefined> {
      const [channel, ts, to] = await redis.hmget(keys.letter(key), 'channel', 'ts', 'to')
      if (!channel || !ts) return undefined
      const { threadTs } = JSON.parse(to ?? '{}') as Partial<Destination>
      return { channel, ts, ...(threadTs === undefined ? {} : { threadTs }) }
    },

    async standing(): Promise<OutboxStanding> {
      const [letters, waitedFor] = (await standingLetters(redis, all, [mostLanes])) as [number, number]
      return { letters, waitedFor }
    },

    /** How many have something to deliver, now or later. */
    waiting: async () => (await waitingLetters(redis, [keys.lanes], [])) as number,

    /**
     * Takes the first letter of a lane, if one is due, nobody else has the lane and the pace allows the call.
     * @param channel the lane's channel by its id
     */
    async claim(lane: string, lease: string, channel: string): Promise<ClaimedLetter | undefined> {
      const { method = '', pace } = paceOf(lane) ?? {}
      const { interval = 0, burst = 1, reserve = 0 } = pace ?? {}
      const args = [lane, lease, leaseFor, interval, burst, reserve]
      const answer = await claimLetter(redis, [...all, keys.pace(method, channel)], args)
      return answer === null ? undefined : claimed(lane, lease, answer as string[])
    },

    /** Whether it is still ours. With a nonce, notes first that a post begins. */
    async hold({ key, lane, lease, version }: ClaimedLetter, nonce = ''): Promise<boolean> {
      return (await holdLetter(redis, all, [key, lane, lease, leaseFor, nonce, version])) === 1
    },

    /** This version is done; `posted` is where it is seen. The lane is free again. */
    async delivered(
      { key, lane, lease, to }: ClaimedLetter,
      version: number,
      posted?: { readonly channel: string; readonly ts: string },
    ): Promise<void> {
      const seen = [posted?.channel ?? '', posted?.ts ?? '']
      await deliveredLetter(redis, all, [key, lane, lease, version, ...seen, updateSpacing, lifetime(to)])
    },

    /**
     * Again in `wait` ms; the lane is free again. `forget`: the post that was begun is known not to be there; or the whole message is not.
     */
    async later(
      { key, lane, lease }: ClaimedLetter,
      wait: number,
      {
        failed,
        forget = '',
        refusal = '',
      }: { failed: boolean; forget?: 'posting' | 'message' | ''; refusal?: string },
    ): Promise<void> {
      await laterLetter(redis, all, [key, lane, lease, wait, failed ? 1 : 0, forget, refusal])
    },

    /** Nobody calls this method for this channel for `pause` ms. */
    async pause(method: PacedMethod, channel: string, pause: number): Promise<void> {
      const { interval, burst } = paces[method]
      await pausePace(redis, [keys.pace(method, channel)], [pause, interval, burst])
    },
  }
}

function claimed(lane: string, lease: string, fields: readonly string[]): ClaimedLetter {
  const [
    now,
    key = '',
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
    trace = '',
  ] = fields
  return {
    key,
    lane,
    lease,
    version: Number(version),
    to: JSON.parse(to ?? '') as Destination,
    message: JSON.parse(message ?? '') as Message,
    final: final === '1',
    age: Number(now) - Number(storedAt),
    ...(channel && ts ? { posted: { channel, ts } } : {}),
    ...(nonce ? { posting: { nonce, version: Number(postingVersion), at: Number(postingAt) } } : {}),
    attempts: Number(attempts || 0),
    trace,
  }
}
