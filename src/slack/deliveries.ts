import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'

export type Claim = 'first' | 'duplicate' | 'unavailable'

/** Slack sends an event again for up to an hour. */
const rememberFor = 3_600_000
/** The acknowledgement has to be out within 1.5 s, whatever the store does (ms). */
const answerWithin = 900

export interface Deliveries {
  claim(id: string): Promise<Claim>
}

/**
 * Recognises what Slack, or a forger, delivers twice, across all processes; and shows before the acknowledgement whether the store is there at
 * all. A claim that was given up changes nothing later: it starts nothing.
 * @param redis a connection of purpose `edge`
 */
export function createDeliveries(redis: Redis): Deliveries {
  return {
    async claim(id) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Claim>((resolve) => {
        timer = setTimeout(() => resolve('unavailable'), answerWithin)
      })
      const claimed = redis
        .set(keys.delivery(id), '1', 'PX', rememberFor, 'NX')
        .then((answer): Claim => (answer === 'OK' ? 'first' : 'duplicate'))
        .catch((): Claim => 'unavailable')
      try {
        return await Promise.race([claimed, late])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
