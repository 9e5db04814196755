import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

/** Until a store that was killed has come back, and a cluster of it is whole (ms). */
const patience = 30_000

/** Looks into the store with a connection of its own, anew where the store is on its way back. */
export async function inStore<Found>(url: string, look: (redis: Redis) => Promise<Found>): Promise<Found> {
  const begun = Date.now()
  for (;;) {
    const redis = new Redis(url)
    // What fails because of it says so itself.
    redis.on('error', () => undefined)
    try {
      return await look(redis)
    } catch (error) {
      if (!isAway(error) || Date.now() - begun > patience) throw error
    } finally {
      redis.disconnect()
    }
    await sleep(200)
  }
}

function isAway(error: unknown): boolean {
  return error instanceof Error && /^CLUSTERDOWN|^LOADING|ECONN|max retries per request/.test(error.message)
}
