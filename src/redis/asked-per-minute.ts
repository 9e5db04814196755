import type { Redis } from 'ioredis'
import type { Clock } from '../core/clock.js'
import { keys } from './keys.js'
import { script } from './script.js'

const minute = 60_000

/** KEYS: the counter of the minute. → how often, with this time. */
const countOne = script(`
  local asked = redis.call('INCR', KEYS[1])
  if asked == 1 then redis.call('EXPIRE', KEYS[1], 120) end
  return asked
`)

/** Counts what somebody asks, whichever process hears it. @returns whether this one is still within their limit. Rejects when the store does not answer. */
export function createAskedPerMinute({ redis, clock }: { readonly redis: Redis; readonly clock: Clock }) {
  return async (who: string, most: number): Promise<boolean> => {
    const asked = await countOne(redis, [keys.asked(who, Math.floor(clock.now() / minute))], [])
    return Number(asked) <= most
  }
}
