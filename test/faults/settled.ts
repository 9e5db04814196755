import { Redis } from 'ioredis'
import { keys } from '../../src/redis/keys.js'
import { until } from '../support/until.js'

/** Waits until no operation is open any more: what is left open, the next round's process takes up, and dies over. */
export async function allSettled(storeUrl: string): Promise<void> {
  const redis = new Redis(storeUrl)
  try {
    await until(
      'every operation to be settled',
      async () => (await redis.zcard(keys.openFlows('changing'))) === 0,
      15_000,
    )
  } finally {
    redis.disconnect()
  }
}
