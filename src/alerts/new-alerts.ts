import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'
import { stormWithin } from './storm.js'

/** KEYS: ids by when they were begun.  ARGV: id, now, since when they count, ms to keep it. → how many there are, this one too. */
const addNew = script(`
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
  if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return redis.call('ZCARD', KEYS[1])
`)

/** Seconds the members of a storm are kept: longer than any storm. */
const keptFor = 7 * 86_400

/** Counts what begins, to know a storm when it comes; and who belongs to one. */
export interface NewAlerts {
  /** How many alerts of the environment began within a minute, this one too. Said again of the same one it counts once. */
  count(environment: string, id: string, now: number): Promise<number>
  join(storm: string, id: string): Promise<void>
  /** Ids, in no known order. */
  membersOf(storm: string): Promise<readonly string[]>
}

/** @param timeScale less than 1: a storm's minute is shorter, for the sandbox's faster time */
export function createNewAlerts(redis: Redis, timeScale: number): NewAlerts {
  const within = Math.ceil(stormWithin * timeScale)
  return {
    async count(environment, id, now) {
      const args = [id, now, now - within, within]
      return Number(await addNew(redis, [keys.newAlerts(environment)], args))
    },
    async join(storm, id) {
      await redis.sadd(keys.stormAlerts(storm), id)
      await redis.expire(keys.stormAlerts(storm), keptFor)
    },
    membersOf: (storm) => redis.smembers(keys.stormAlerts(storm)),
  }
}
