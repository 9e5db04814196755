import type { Redis } from 'ioredis'
import type { Stops } from '../core/alert.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

/** So many tasks of a service that stop by themselves within ten minutes are repeated stops. */
export const repeated = 3
export const stopsWithin = 10 * 60_000
/** An alert counts them from its beginning (ms); more than these nobody needs to know exactly. */
const rememberedFor = 6 * 60 * 60_000
const mostRemembered = 1_000

/** KEYS: tasks by when they stopped.  ARGV: task, when, since when they are remembered, ms to keep them, how many. → when each stopped, up to this one, oldest first. */
const addStop = script(`
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[5]))
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  local scores = {}
  local kept = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'WITHSCORES')
  for index = 2, #kept, 2 do scores[#scores + 1] = kept[index] end
  return scores
`)

export function areRepeated({ lately }: Stops): boolean {
  return lately.length >= repeated
}

/** Which tasks of a service have stopped by now, this one too; said again of the same task it counts once. */
export type CountStops = (service: string, task: string, at: number) => Promise<Stops>

/** @param timeScale less than 1: the ten minutes are shorter, for the sandbox's faster time */
export function createCountStops(redis: Redis, timeScale: number): CountStops {
  const within = Math.ceil(stopsWithin * timeScale)
  return async (service, task, at) => {
    const args = [task, at, at - rememberedFor, rememberedFor, mostRemembered]
    const stopped = (await addStop(redis, [keys.stops(service)], args)) as string[]
    const times = stopped.map(Number)
    return { at: times, lately: times.filter((time) => time > at - within) }
  }
}
