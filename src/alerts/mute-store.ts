import type { Redis } from 'ioredis'
import { Mute } from '../core/mutes.js'
import { UserError } from '../core/user-error.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

/** A mute with the text it is kept as: what a change of it must find unchanged. */
export interface KeptMute {
  readonly mute: Mute
  readonly text: string
}

/** Nobody knows what is muted: then everything is told. */
export class MutesUnreadable extends UserError {
  readonly passing = true
}

/**
 * KEYS: mutes.  ARGV: name, text as it was read ('' for none), new text, ms after which none of them can hold any more.
 * → 'kept', or the text as it is.
 */
const put = script(`
  local kept = redis.call('HGET', KEYS[1], ARGV[1]) or ''
  if kept ~= ARGV[2] then return kept end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
  return 'kept'
`)

/** KEYS: mutes.  ARGV: names and texts as they were read, in pairs. → how many of those texts were there and are no more. */
const removeUnchanged = script(`
  local removed = 0
  for i = 1, #ARGV, 2 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
      removed = removed + redis.call('HDEL', KEYS[1], ARGV[i])
    end
  end
  return removed
`)

export type MuteStore = ReturnType<typeof createMuteStore>

/**
 * Mutes in Redis: one hash, so that all of them are read at once; it expires with the last of them. Every method rejects with
 * MutesUnreadable when the store does not answer.
 */
export function createMuteStore(redis: Redis) {
  return {
    async all(): Promise<readonly KeptMute[]> {
      return Object.values(await answered(redis.hgetall(keys.mutes))).map(understand)
    },

    async find(environment: string, alarm: string): Promise<KeptMute | undefined> {
      const text = await answered(redis.hget(keys.mutes, nameOf({ environment, alarm })))
      return text === null ? undefined : understand(text)
    },

    /** Puts a mute where `before` stands (undefined: none). False: somebody changed it meanwhile. */
    async put(mute: Mute, before: KeptMute | undefined, holdsFor: number): Promise<boolean> {
      const args = [nameOf(mute), before?.text ?? '', JSON.stringify(mute), Math.max(1, Math.ceil(holdsFor))]
      return (await answered(put(redis, [keys.mutes], args))) === 'kept'
    },

    /** How many of them were removed: those that had changed stay. */
    async remove(kept: readonly KeptMute[]): Promise<number> {
      const args = kept.flatMap(({ mute, text }) => [nameOf(mute), text])
      return Number(await answered(removeUnchanged(redis, [keys.mutes], args)))
    },
  }
}

function nameOf({ environment, alarm }: Pick<Mute, 'environment' | 'alarm'>): string {
  return JSON.stringify([environment, alarm])
}

async function answered<Value>(question: Promise<Value>): Promise<Value> {
  try {
    return await question
  } catch (error) {
    throw unreadable('The mutes cannot be read, because the store does not answer.', error)
  }
}

function understand(text: string): KeptMute {
  try {
    return { mute: Mute.parse(JSON.parse(text)), text }
  } catch (error) {
    throw unreadable('The mutes cannot be read: one of them is damaged.', error)
  }
}

function unreadable(what: string, cause: unknown): MutesUnreadable {
  const next = 'Nothing was changed. Try again in a minute; if it stays so, tell whoever runs ohmy.'
  return new MutesUnreadable('mutes-unreadable', what, next, { cause })
}
