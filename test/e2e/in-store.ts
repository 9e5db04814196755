import { Redis } from 'ioredis'

/** Looks into the store with a connection of its own. */
export async function inStore<Found>(url: string, look: (redis: Redis) => Promise<Found>): Promise<Found> {
  const redis = new Redis(url)
  try {
    return await look(redis)
  } finally {
    redis.disconnect()
  }
}
