import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import { storeTime } from './store-time.js'

/** How far this process's own clock may be off (ms): from here on it is said in the log, from there on it takes no work. */
const toldFrom = 30_000
const noWorkFrom = 60_000
/** How often the store is asked (ms), and how often the same is said again. */
const askEvery = 2_000
const tellEvery = 60_000

/**
 * The time that all processes share: the store's. Deadlines are written by one process and met by another, so the clock of a single machine must not decide them. Between
 * two answers it runs on a clock that nobody sets.
 */
export interface StoreClock extends Clock {
  /** The store's time (ms since the epoch); this process's own until the store has said it once. */
  now(): number
  /** Whether this process may take work. Not before the store has said its time, and not while the own clock is a minute off: whatever else of it goes by that clock. */
  mayWork(): boolean
  /** Asks now, and from now on. */
  start(): Promise<void>
  stop(): void
}

/** @param options.own the clock of this process */
export function createStoreClock(options: {
  readonly redis: Redis
  readonly own: Clock
  readonly logger: Logger
}): StoreClock {
  const { redis, own, logger } = options
  let anchor: { readonly store: number; readonly at: number } | undefined
  let ahead = 0
  let told: { readonly at: number; readonly off: boolean } | undefined
  let timer: NodeJS.Timeout | undefined

  const timeAt = (at: number) => (anchor === undefined ? own.now() : anchor.store + at - anchor.at)

  async function ask(): Promise<void> {
    const sent = performance.now()
    const ownAtSending = own.now()
    const store = Math.floor(await storeTime(redis))
    const answered = performance.now()
    ahead = Math.round(ownAtSending + (answered - sent) / 2 - store)
    // An answer that fits what is known says nothing new: the time does not jump to and fro with each round trip.
    const fits = anchor !== undefined && store >= timeAt(sent) - 1 && store <= timeAt(answered) + 1
    if (!fits) anchor = { store, at: (sent + answered) / 2 }
    tell()
  }

  function tell(): void {
    const off = Math.abs(ahead) > toldFrom
    const now = performance.now()
    if (!off && told?.off === true) logger.info({ ahead }, 'The clock of this process is right again')
    if (off && (told?.off !== true || now - told.at > tellEvery)) {
      const takesWork = Math.abs(ahead) <= noWorkFrom
      const seconds = Math.round(Math.abs(ahead) / 1_000)
      const words = `The clock of this process is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the store's`
      logger.warn(
        { ahead, takesWork },
        takesWork ? `${words}; set it right` : `${words}, so it takes no work; set it right`,
      )
    } else if (off === told?.off) return
    told = { at: now, off }
  }

  const askQuietly = () =>
    ask().catch((error: unknown) => logger.debug({ err: error }, 'The store did not say its time'))
  const askSoon = () => void askQuietly()

  // Also a process that is never started, such as a terminal, writes deadlines.
  redis.on('ready', askSoon)

  return {
    now: () => Math.round(timeAt(performance.now())),
    mayWork: () => anchor !== undefined && Math.abs(ahead) <= noWorkFrom,
    async start() {
      timer = setInterval(askSoon, askEvery)
      await askQuietly()
    },
    stop() {
      clearInterval(timer)
      redis.off('ready', askSoon)
    },
  }
}
