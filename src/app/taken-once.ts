import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

/** Whoever has it and says nothing for so long has died (ms). */
const workWithin = 20_000

/** Lets go of what is this process's own. KEYS: message.  ARGV: token. */
const letGo = script(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`)

/**
 * What comes from outside is taken once; what could not be, or whose process has died over it, is taken when it comes again.
 * @param sender names it among those who send: `sns`
 * @param rememberFor longer than anything of theirs may be old (ms)
 */
export function createTakenOnce(redis: Redis, sender: string, rememberFor: number) {
  /** @returns false: it was done before. @throws while another process is at it */
  return async (id: string, work: () => Promise<void>): Promise<boolean> => {
    const name = keys.hook(`${sender}:${id}`)
    const token = randomUUID()
    if ((await redis.set(name, token, 'PX', workWithin, 'NX')) !== 'OK') {
      if ((await redis.get(name)) === 'done') return false
      throw new Error('the same message is being worked on')
    }
    try {
      await work()
      await redis.set(name, 'done', 'PX', rememberFor)
      return true
    } catch (error) {
      // Whoever was slower than its time may not take it from who is at it now.
      await letGo(redis, [name], [token]).catch(() => undefined)
      throw error
    }
  }
}
