import type { Redis } from 'ioredis'
import type { AlertRecord } from '../core/alert.js'
import type { FlowStore } from '../flow/flow-store.js'
import { recordsOf } from '../flow/records.js'
import { keys } from '../redis/keys.js'
import { alertFlow } from './alert-flow.js'

/** Seconds: longer than any of them is open. */
const keptFor = 30 * 86_400

/** Alerts of an environment that may have one cause with others: about a service, its tasks, or the load balancer before it. */
export interface RelatedAlerts {
  /** Before it begins, so that none is missed. */
  add(record: Pick<AlertRecord, 'id' | 'environment'>): Promise<void>
  remove(record: Pick<AlertRecord, 'id' | 'environment'>): Promise<void>
  /** Those that are open. */
  of(environment: string): Promise<readonly AlertRecord[]>
}

export function createRelatedAlerts(redis: Redis, store: Pick<FlowStore, 'readAll'>): RelatedAlerts {
  return {
    async add({ environment, id }) {
      await redis.sadd(keys.relatedAlerts(environment), id)
      await redis.expire(keys.relatedAlerts(environment), keptFor)
    },
    async remove({ environment, id }) {
      await redis.srem(keys.relatedAlerts(environment), id)
    },
    async of(environment) {
      const ids = await redis.smembers(keys.relatedAlerts(environment))
      if (ids.length === 0) return []
      return recordsOf(await store.readAll(ids), alertFlow).filter(({ status }) => status !== 'closed')
    },
  }
}
