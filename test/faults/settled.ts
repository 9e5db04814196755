import { keys } from '../../src/redis/keys.js'
import { inStore } from '../e2e/in-store.js'
import { until } from '../support/until.js'

/** Whether no flow of any kind is open. */
export function isSettled(storeUrl: string): Promise<boolean> {
  return inStore(storeUrl, async (redis) => {
    const open = [keys.openFlows('changing'), keys.openFlows('reading')]
    const counts = await Promise.all(open.map((key) => redis.zcard(key)))
    return counts.every((count) => count === 0)
  })
}

/** Waits for that: what is left open, the next round's process takes up, and dies over. */
export async function allSettled(storeUrl: string): Promise<void> {
  await until('every flow to be settled', () => isSettled(storeUrl), 60_000)
}
