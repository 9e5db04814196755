import { keys } from '../../src/redis/keys.js'
import { inStore } from '../e2e/in-store.js'
import { until } from '../support/until.js'

/** A schedule is open for good: with nothing to do before this time (ms), it rests. */
const restsFor = 60_000

/** Whether no flow of any kind is open, but for schedules whose time has not come. */
export function isSettled(storeUrl: string): Promise<boolean> {
  return inStore(storeUrl, async (redis) => {
    const open = [keys.openFlows('changing'), keys.openFlows('reading')]
    const soon = Date.now() + restsFor
    const found = await Promise.all(
      open.map(async (key) => {
        const [all, due] = await Promise.all([redis.zrange(key, 0, '-1'), redis.zrangebyscore(key, 0, soon)])
        return all.filter((id) => !id.startsWith('schedule-') || due.includes(id))
      }),
    )
    return found.every((ids) => ids.length === 0)
  })
}

/** Waits for that: what is left open, the next round's process takes up, and dies over. */
export async function allSettled(storeUrl: string): Promise<void> {
  await until('every flow to be settled', () => isSettled(storeUrl), 60_000)
}
