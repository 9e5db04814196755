import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { StoreFault } from '../core/store-fault.js'
import { lastErrorOf } from './connections.js'
import { keys } from './keys.js'
import { script } from './script.js'
import { storeFaultOf } from './store-fault.js'
import { readWarnings } from './store-warnings.js'

/** Nobody has to ask for a full store to be told in the log (ms). */
const probeEvery = 10_000
const probeKeptFor = 60_000

/** As ohmy writes: by a script, with an expiry. KEYS: probe.  ARGV: expiry (ms). */
const write = script(`return redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])`)

/** Writes what changes nothing and is gone in a minute. Rejects with what the store throws. */
export async function probeStore(redis: Redis): Promise<void> {
  await write(redis, [keys.probe], [probeKeptFor])
}

export interface StoreWatch {
  /** What an error says about the store; the log is told once, and again when it is another fault. */
  faultOf(error: unknown): StoreFault | undefined
  /** Resolves when the store takes writes. Rejects with the reason in words for whoever runs ohmy. */
  check(): Promise<void>
  /** What is dangerous about how the store is set up, in words; as it was at the last look. */
  warnings(): readonly string[]
  start(): void
  stop(): void
}

/** Knows whether the store takes writes and why not. @param redis an `engine` connection */
export function createStoreWatch(options: { readonly redis: Redis; readonly logger: Logger }): StoreWatch {
  const { redis, logger } = options
  let told: string | undefined
  let warnings: readonly string[] = []
  let warned = ''
  let timer: NodeJS.Timeout | undefined

  function faultOf(error: unknown): StoreFault | undefined {
    const met = storeFaultOf(error)
    // A command that waited for the connection in vain does not know why.
    const fault = met?.kind === 'away' ? (storeFaultOf(lastErrorOf(redis)) ?? met) : met
    if (fault === undefined || fault.is === told) return fault
    told = fault.is
    logger.error({ err: error, fault: fault.kind }, `The store ${fault.is}. ${fault.next}`)
    return fault
  }

  async function check(): Promise<void> {
    try {
      await probeStore(redis)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      throw new Error(`The store ${fault.is}. ${fault.next}`, { cause: error })
    }
    if (told !== undefined) logger.info('The store takes writes again')
    told = undefined
    await look().catch((error: unknown) =>
      logger.debug({ err: error }, 'The store did not say how it is set up'),
    )
  }

  async function look(): Promise<void> {
    warnings = await readWarnings(redis)
    const now = warnings.join(' ')
    if (now !== '' && now !== warned)
      logger.warn({ warnings }, 'The store is not set up for what ohmy keeps in it')
    warned = now
  }

  const probe = () =>
    void check().catch((error: unknown) => logger.debug({ err: error }, 'The store was looked at'))
  return {
    faultOf,
    check,
    warnings: () => warnings,
    start() {
      probe()
      timer = setInterval(probe, probeEvery).unref()
    },
    stop: () => clearInterval(timer),
  }
}
