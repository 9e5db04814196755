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
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 3,
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
