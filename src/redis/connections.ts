import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'

/**
 * - `edge`: in the path of an acknowledgement. Fails at once when the store is away and after 800 ms when it hangs; nothing is queued for later.
 * - `engine`: for work that can wait a moment and tries again by itself: 3 s a command, queued through short reconnects.
 * - `blocking`: BullMQ workers and subscribers, which wait for as long as it takes.
 */
export type Purpose = 'edge' | 'engine' | 'blocking'

const optionsFor = {
  edge: {
    commandTimeout: 800,
    connectTimeout: 2_000,
    enableOfflineQueue: false,
    // A command that was sent when the connection broke is not sent again: a lost reply would run it twice.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  },
  engine: {
    commandTimeout: 3_000,
    connectTimeout: 2_000,
    // Everything sent here may arrive twice: records are written by compare-and-set, and a doubled job finds its operation taken.
    autoResendUnfulfilledCommands: true,
    // The command timeout is the limit, not the number of reconnects within it.
    maxRetriesPerRequest: 20,
  },
  // BullMQ insists on null here (https://docs.bullmq.io/guide/connections#maxretriesperrequest).
  blocking: { connectTimeout: 2_000, maxRetriesPerRequest: null },
} satisfies Record<Purpose, RedisOptions>

/** Reconnects after 50 ms, 100 ms … at most 1 s, for ever: a store that restarts is back in use within a second. */
function reconnectAfter(attempt: number): number {
  return Math.min(attempt * 50, 1_000)
}

/**
 * Opens a connection that reconnects by itself. Commands that fail reject; the connection's own errors are logged, never thrown.
 * @param url `redis://`, `rediss://` or the path of a unix socket
 */
export function connect(url: string, purpose: Purpose, logger: Logger): Redis {
  const redis = new Redis(url, {
    ...optionsFor[purpose],
    retryStrategy: reconnectAfter,
    connectionName: `ohmy-${purpose}`,
  })
  let reported = false
  redis.on('error', (error: Error) => {
    if (reported) return
    reported = true
    logger.warn({ err: error, purpose }, 'The store cannot be reached')
  })
  redis.on('ready', () => {
    if (reported) logger.info({ purpose }, 'The store is back')
    reported = false
  })
  return redis
}

/** Whether an error means that the store did not answer, as opposed to that it refused something. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'MaxRetriesPerRequestError' || error.message === 'Command timed out') return true
  return /^(Connection is closed|Stream isn't writeable|connect |read |write )/.test(error.message)
}
