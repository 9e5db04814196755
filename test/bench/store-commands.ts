import type { Redis } from 'ioredis'

/** All that a store has run since it started, what scripts call there with it. */
export async function commandsRun(redis: Redis): Promise<number> {
  const told = await redis.info('commandstats')
  return [...told.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0)
}
