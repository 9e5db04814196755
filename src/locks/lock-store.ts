import type { Redis } from 'ioredis'
import { UserError } from '../core/user-error.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'
import { Lock, scopeKey, type LockScope } from '../core/lock.js'

/** A lock with the text it is kept as: what a change of it must find unchanged. */
export interface KeptLock {
  readonly lock: Lock
  readonly text: string
}

/** Nobody knows whether something is locked: then it counts as locked. Passing: the same may succeed a moment later. */
export class LocksUnreadable extends UserError {
  readonly passing = true
}

/** KEYS: locks.  ARGV: name, text as it was read ('' for none), new text. → 'taken', or the text as it is. */
const take = script(`
  local kept = redis.call('HGET', KEYS[1], ARGV[1]) or ''
  if kept ~= ARGV[2] then return kept end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  return 'taken'
`)

/** KEYS: locks.  ARGV: name, text as it was read. → 1 where that text was there and is no more. */
const removeUnchanged = script(`
  if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
  return redis.call('HDEL', KEYS[1], ARGV[1])
`)

export type LockStore = ReturnType<typeof createLockStore>

/** People's locks in Redis: one hash, so that all of them are read at once. Every method rejects with LocksUnreadable when the store does not answer. */
export function createLockStore(redis: Redis) {
  return {
    async all(): Promise<readonly KeptLock[]> {
      const kept = await answered(redis.hgetall(keys.peopleLocks))
      return Object.values(kept).map(understand)
    },

    async find(scope: LockScope): Promise<KeptLock | undefined> {
      const text = await answered(redis.hget(keys.peopleLocks, scopeKey(scope)))
      return text === null ? undefined : understand(text)
    },

    /** Puts a lock where `before` stands (undefined: none). Answers with whatever stands there now if that is something else. */
    async take(lock: Lock, before: KeptLock | undefined): Promise<'taken' | KeptLock | 'gone'> {
      const args = [scopeKey(lock.scope), before?.text ?? '', JSON.stringify(lock)]
      const answer = String(await answered(take(redis, [keys.peopleLocks], args)))
      if (answer === 'taken') return 'taken'
      return answer === '' ? 'gone' : understand(answer)
    },

    /** False: somebody changed or removed it meanwhile. */
    async remove({ lock, text }: KeptLock): Promise<boolean> {
      const answer = await answered(removeUnchanged(redis, [keys.peopleLocks], [scopeKey(lock.scope), text]))
      return answer === 1
    },
  }
}

async function answered<Value>(question: Promise<Value>): Promise<Value> {
  try {
    return await question
  } catch (error) {
    throw unreadable('The locks cannot be read, because the store does not answer.', error)
  }
}

function understand(text: string): KeptLock {
  try {
    return { lock: Lock.parse(JSON.parse(text)), text }
  } catch (error) {
    throw unreadable('The locks cannot be read: one of them is damaged.', error)
  }
}

function unreadable(what: string, cause: unknown): LocksUnreadable {
  const next = 'Nothing was changed. Try again in a minute; if it stays so, tell whoever runs ohmy.'
  return new LocksUnreadable('locks-unreadable', what, next, { cause })
}
