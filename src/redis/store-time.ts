import type { Redis } from 'ioredis'
import { keys } from './keys.js'
import { script } from './script.js'

/** With a key, so that a cluster asks the node that runs the scripts, and not any one. KEYS: any of ours. */
const time = script(`return redis.call('TIME')`)

/** The clock that scripts see (ms since the epoch, with a fraction). */
export async function storeTime(redis: Redis): Promise<number> {
  const [seconds, microseconds] = (await time(redis, [keys.probe], [])) as [string, string]
  return Number(seconds) * 1_000 + Number(microseconds) / 1_000
}
