import type { Redis } from 'ioredis'
import { lanes } from '../flow/flow.js'
import { laneStanding } from '../flow/standing.js'
import type { StoreReading } from '../server/store-gauges.js'
import type { RunningOutbox } from '../slack/outbox/outbox.js'

/** However often it is scraped, and by how many, the store is asked no more than this (ms). */
const keptFor = 2_000

/** What a scrape tells of the store: three scripts, which take a millisecond or two of it together. */
export function createStoreReading(
  redis: Redis,
  outbox: Pick<RunningOutbox, 'standing'>,
): () => Promise<StoreReading> {
  let kept: { readonly at: number; readonly reading: Promise<StoreReading> } | undefined

  async function read(): Promise<StoreReading> {
    const [standing, ...all] = await Promise.all([
      outbox.standing(),
      ...lanes.map(async (lane) => ({ lane, ...(await laneStanding(redis, lane)) })),
    ])
    return { lanes: all, outbox: standing }
  }

  return () => {
    if (kept === undefined || performance.now() - kept.at > keptFor) {
      const reading = read()
      kept = { at: performance.now(), reading }
      // What failed is asked again.
      reading.catch(() => {
        if (kept?.reading === reading) kept = undefined
      })
    }
    return kept.reading
  }
}
