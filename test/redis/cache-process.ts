import { pino } from 'pino'
import { createProcessCache } from '../../src/aws/process-cache.js'
import { systemClock } from '../../src/core/clock.js'
import type { Freshness } from '../../src/core/kept-answers.js'
import { connect } from '../../src/redis/connections.js'
import { createSharedCache } from '../../src/redis/shared-cache.js'

/** What a process is told to do: read one name so many times at once. Asking means calling `url`. */
export interface Reading {
  readonly store: string
  readonly name: string
  readonly url: string
  readonly times: number
  readonly freshness: Freshness
}

export interface Outcome {
  /** What each reader got, or the message of what it met. */
  readonly answers: readonly string[]
}

async function read({ store, name, url, times, freshness }: Reading): Promise<Outcome> {
  const logger = pino({ level: 'silent' })
  const redis = connect(store, 'edge', logger)
  await new Promise<void>((resolve) => redis.once('ready', () => resolve()))
  const cache = createSharedCache({
    redis,
    local: createProcessCache(systemClock),
    ...{ clock: systemClock, logger, leaseFor: 600 },
  })
  const ask = async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) })
    const text = await response.text()
    if (!response.ok) throw Object.assign(new Error(text), { kind: 'unavailable' })
    return text
  }
  const answers = await Promise.all(
    Array.from({ length: times }, () =>
      cache.read(name, freshness, ask).then(
        ({ value, instead }) => `${value}${instead === undefined ? '' : ` instead of: ${instead}`}`,
        (error: Error & { kind?: string }) => `${error.kind}: ${error.message}`,
      ),
    ),
  )
  redis.disconnect()
  return { answers }
}

process.on('message', (reading: Reading) => {
  void read(reading).then((outcome) => process.send?.(outcome))
})
process.send?.('ready')
