import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'

/** Whoever has it and says nothing for so long has died (ms). */
const workWithin = 20_000

/**
 * What comes from outside is taken once; what could not be, or whose process has died over it, is taken when it comes again.
 * @param sender names it among those who send: `sns`
 * @param rememberFor longer than anything of theirs may be old (ms)
 */
export function createTakenOnce(redis: Redis, sender: string, rememberFor: number) {
  /** @returns false: it was done before. @throws while another process is at it */
  return async (id: string, work: () => Promise<void>): Promise<boolean> => {
    const name = keys.hook(`${sender}:${id}`)
    if ((await redis.set(name, 'working', 'PX', workWithin, 'NX')) !== 'OK') {
      if ((await redis.get(name)) === 'done') return false
      throw new Error('the same message is being worked on')
    }
    try {
      await work()
      await redis.set(name, 'done', 'PX', rememberFor)
      return true
    } catch (error) {
      await redis.del(name).catch(() => undefined)
      throw error
    }
  }
}
