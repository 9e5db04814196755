import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

export type Claim = 'first' | 'duplicate' | 'unavailable'

/** Slack sends an event again for up to an hour. */
const rememberFor = 3_600_000
/** The acknowledgement has to be out within 1.5 s, whatever the store does (ms). */
const answerWithin = 900
/** What the store does later than this was given up, or is about to be (ms). */
const claimWithin = 700
/** Clocks drift by milliseconds in this time (ms). */
const offsetHolds = 60_000

export interface Deliveries {
  /** @param remember ms for which the same id counts as a duplicate: an hour, for as long as Slack delivers something again, unless said */
  claim(id: string, remember?: number): Promise<Claim>
}

/**
 * A store that hung does what it was sent when it goes on, long after the person was told to try again: then it must not remember the
 * delivery, or Slack's next attempt would pass for a duplicate and never be answered.
 * KEYS: delivery.  ARGV: deadline by the store's clock (ms), how long to remember (ms).
 */
const claimDelivery = script(`
  local time = redis.call('TIME')
  if tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000 > tonumber(ARGV[1]) then return 'unavailable' end
  if redis.call('SET', KEYS[1], '1', 'PX', ARGV[2], 'NX') then return 'first' end
  return 'duplicate'
`)

/**
 * Recognises what Slack, or a forger, delivers twice, across all processes; and shows before the acknowledgement whether the store is there at
 * all. A claim that was given up changes nothing later.
 * @param redis a connection of purpose `edge`
 */
export function createDeliveries(redis: Redis): Deliveries {
  /** The store's clock less this process's monotonic one (ms), and when it was learned. */
  let offset: { readonly by: number; readonly at: number } | undefined

  /** The store's time now. Asked for once a minute only: this stands in the path of every acknowledgement. */
  async function storeTime(): Promise<number> {
    if (offset === undefined || performance.now() - offset.at > offsetHolds) {
      const [seconds, microseconds] = await redis.time()
      const at = performance.now()
      offset = { by: Number(seconds) * 1_000 + Number(microseconds) / 1_000 - at, at }
    }
    return performance.now() + offset.by
  }

  async function ask(id: string, remember: number): Promise<Claim> {
    const deadline = (await storeTime()) + claimWithin
    const claim = (await claimDelivery(redis, [keys.delivery(id)], [deadline, remember])) as Claim
    // Late, or another store with another clock has taken over: learned again.
    if (claim === 'unavailable') offset = undefined
    return claim
  }

  return {
    async claim(id, remember = rememberFor) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Claim>((resolve) => {
        timer = setTimeout(() => resolve('unavailable'), answerWithin)
      })
      try {
        return await Promise.race([ask(id, remember).catch((): Claim => 'unavailable'), late])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
