import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { connect, type Purpose } from '../redis/connections.js'

/** A store that has not answered by then is taken for away; the process starts all the same (ms). */
const patience = 3_000

export type Stores = ReturnType<typeof createStores>

/** The process's connections to the store, opened one by one and closed together. */
export function createStores(url: string, logger: Logger) {
  const stores: Redis[] = []
  return {
    open(purpose: Purpose): Redis {
      const redis = connect(url, purpose, logger)
      stores.push(redis)
      return redis
    },
    /** Nobody is told that the store is away only because the first connection is not up yet; one that stays away stops nothing. */
    async ready(): Promise<void> {
      await Promise.race([Promise.all(stores.map(whenReady)), sleep(patience, undefined, { ref: false })])
    },
    close(): void {
      for (const store of stores) store.disconnect()
    },
  }
}

function whenReady(store: Redis): Promise<void> {
  if (store.status === 'ready') return Promise.resolve()
  return new Promise((resolve) => store.once('ready', () => resolve()))
}
