import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

/** So many tasks of a service that stop by themselves within ten minutes are repeated stops. */
export const repeated = 3
export const stopsWithin = 10 * 60_000

/** KEYS: tasks by when they stopped.  ARGV: task, when, since when they count, ms to keep it. → how many there are, this one too. */
const addStop = script(`
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return redis.call('ZCARD', KEYS[1])
`)

/** How many tasks of a service stopped within ten minutes before the newest, this one too; said again of the same task it counts once. */
export type CountStops = (service: string, task: string, at: number) => Promise<number>

/** @param timeScale less than 1: the ten minutes are shorter, for the sandbox's faster time */
export function createCountStops(redis: Redis, timeScale: number): CountStops {
  const within = Math.ceil(stopsWithin * timeScale)
  return async (service, task, at) =>
    Number(await addStop(redis, [keys.stops(service)], [task, at, at - within, within + stopsWithin]))
}
