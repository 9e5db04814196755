import type { Redis } from 'ioredis'
import type { z } from 'zod'
import { UserError } from '../core/user-error.js'
import { script } from './script.js'

/** A value with the text it is kept as: what a change of it must find unchanged. */
export interface Kept<Value> {
  readonly name: string
  readonly value: Value
  readonly text: string
}

/** Nobody knows what is kept; whoever asks decides what that means. Passing: the same may succeed a moment later. */
export class KeptUnreadable extends UserError {
  readonly passing = true
}

/**
 * What people have said, and what holds until it is taken back or its time is over: locks, mutes. Times in ms since the epoch. Every method rejects with
 * KeptUnreadable when the store does not answer, or when what it has is damaged.
 */
export interface KeptValues<Value> {
  /** What holds at `now`. */
  all(now: number): Promise<readonly Kept<Value>[]>
  /** What stands under a name, also where its time is over: `put` must find it unchanged. */
  find(name: string): Promise<Kept<Value> | undefined>
  holds(kept: Kept<Value>, now: number): boolean
  /** Puts a value where `before` stands (undefined: none). Answers with whatever stands there now if that is something else. */
  put(
    name: string,
    value: Value,
    before: Kept<Value> | undefined,
    now: number,
  ): Promise<'kept' | 'gone' | Kept<Value>>
  /** False: somebody changed or removed it meanwhile. */
  remove(kept: Kept<Value>): Promise<boolean>
}

/**
 * KEYS: the hash.  ARGV: name, text as it was read ('' for none), new text, ms after which it is over ('' for never).
 * The hash expires with the last value in it; one that never ends keeps it. → 'kept', or the text as it is.
 */
const put = script(`
  local kept = redis.call('HGET', KEYS[1], ARGV[1]) or ''
  if kept ~= ARGV[2] then return kept end
  local left = redis.call('PTTL', KEYS[1])
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  if ARGV[4] == '' then
    redis.call('PERSIST', KEYS[1])
  elseif left ~= -1 and left < tonumber(ARGV[4]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
  end
  return 'kept'
`)

/** KEYS: the hash.  ARGV: names and texts as they were read, in pairs. → how many of those texts were there and are no more. */
const removeUnchanged = script(`
  local removed = 0
  for i = 1, #ARGV, 2 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
      removed = removed + redis.call('HDEL', KEYS[1], ARGV[i])
    end
  end
  return removed
`)

/**
 * Values under one key: a hash, so that all of them are read at once.
 * @param about.what in the plural, for words and the error's code: `locks` → `locks-unreadable`
 * @param about.schema what a value must be: a damaged one is unreadable, never absent
 * @param about.until when a value is over (ms since the epoch); undefined: it holds until it is removed
 */
export function createKeptValues<Value>(
  redis: Redis,
  about: {
    readonly key: string
    readonly what: string
    readonly schema: z.ZodType<Value>
    readonly until: (value: Value) => number | undefined
  },
): KeptValues<Value> {
  const { key, what, schema, until } = about

  async function answered<Answer>(question: Promise<Answer>): Promise<Answer> {
    try {
      return await question
    } catch (error) {
      throw unreadable(what, 'because the store does not answer', error)
    }
  }

  function understand(name: string, text: string): Kept<Value> {
    try {
      return { name, value: schema.parse(JSON.parse(text)), text }
    } catch (error) {
      throw unreadable(what, 'because one of them is damaged', error)
    }
  }

  async function everything(): Promise<readonly Kept<Value>[]> {
    const kept = await answered(redis.hgetall(key))
    return Object.entries(kept).map(([name, text]) => understand(name, text))
  }

  function holds({ value }: Kept<Value>, now: number): boolean {
    return (until(value) ?? Number.POSITIVE_INFINITY) > now
  }

  async function removeAll(kept: readonly Kept<Value>[]): Promise<number> {
    if (kept.length === 0) return 0
    const args = kept.flatMap(({ name, text }) => [name, text])
    return Number(await answered(removeUnchanged(redis, [key], args)))
  }

  /** Nothing else takes away what is over; if it does not go now, it goes next time. */
  async function sweep(now: number): Promise<void> {
    const over = (await everything()).filter((kept) => !holds(kept, now))
    await removeAll(over)
  }

  return {
    holds,

    all: async (now) => (await everything()).filter((kept) => holds(kept, now)),

    async find(name) {
      const text = await answered(redis.hget(key, name))
      return text === null ? undefined : understand(name, text)
    },

    async put(name, value, before, now) {
      const over = until(value)
      const left = over === undefined ? '' : Math.max(1, Math.ceil(over - now))
      const args = [name, before?.text ?? '', JSON.stringify(value), left]
      const answer = String(await answered(put(redis, [key], args)))
      if (answer === 'kept') {
        await sweep(now).catch(() => undefined)
        return 'kept'
      }
      return answer === '' ? 'gone' : understand(name, answer)
    },

    remove: async (kept) => (await removeAll([kept])) === 1,
  }
}

function unreadable(what: string, why: string, cause: unknown): KeptUnreadable {
  const next = 'Nothing was changed. Try again in a minute; if it stays so, tell whoever runs ohmy.'
  return new KeptUnreadable(`${what}-unreadable`, `The ${what} cannot be read, ${why}.`, next, { cause })
}
