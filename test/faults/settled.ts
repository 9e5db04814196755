import { Redis } from 'ioredis'
import { keys } from '../../src/redis/keys.js'
import { until } from '../support/until.js'

/** Waits until no operation and no followed log is open any more: what is left open, the next round's process takes up, and dies over. */
export async function allSettled(storeUrl: string): Promise<void> {
  const redis = new Redis(storeUrl)
  try {
    await until(
      'every operation to be settled',
      async () => {
        const open = [keys.openFlows('changing'), keys.openFlows('reading')]
        const counts = await Promise.all(open.map((key) => redis.zcard(key)))
        return counts.every((count) => count === 0)
      },
      15_000,
    )
  } finally {
    redis.disconnect()
  }
}
