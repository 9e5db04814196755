import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { type RedisAddress, readRedisAddress } from '../core/redis-address.js'

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

/** What a cluster takes a node's options for, it wants told for itself too. A node that is asked in vain, or sends elsewhere, counts as a redirection. */
const clusterOptionsFor = {
  edge: {
    enableOfflineQueue: false,
    maxRedirections: 3,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 100,
  },
  engine: { maxRedirections: 20, retryDelayOnFailover: 150, retryDelayOnClusterDown: 150 },
  blocking: { maxRedirections: 20, retryDelayOnFailover: 150, retryDelayOnClusterDown: 150 },
} satisfies Record<Purpose, ClusterOptions>

/** Reconnects after 50 ms, 100 ms … at most 1 s, for ever: a store that restarts is back in use within a second. */
function reconnectAfter(attempt: number): number {
  return Math.min(attempt * 50, 1_000)
}

/** A primary that became a replica says so on connections that stay open: its name may mean another machine by now. Not more often than this (ms). */
const askAgainAfter = 5_000

/**
 * Opens a connection that reconnects by itself. Commands that fail reject; the connection's own errors are logged, never thrown.
 * @param url as REDIS_URL says it: see {@link readRedisAddress}. To a Redis Cluster it is a connection to all its nodes, which has every command that
 *   one to a single server has; all keys of ohmy live in one slot (keys.ts)
 */
export function connect(url: string, purpose: Purpose, logger: Logger): Redis {
  const address = readRedisAddress(url) ?? { kind: 'single' as const, url }
  const redis = address.kind === 'single' ? toServer(address.url, purpose) : toCluster(address, purpose)
  let reported = false
  redis.on('error', (error: Error) => {
    lastErrors.set(redis, error)
    if (reported) return
    reported = true
    logger.warn({ err: error, purpose }, 'The store cannot be reached')
  })
  redis.on('ready', () => {
    lastErrors.delete(redis)
    if (reported) logger.info({ purpose }, 'The store is back')
    reported = false
  })
  return redis
}

function toServer(url: string, purpose: Purpose): Redis {
  let askedAt = Number.NEGATIVE_INFINITY
  return new Redis(url, {
    ...optionsFor[purpose],
    retryStrategy: reconnectAfter,
    connectionName: `ohmy-${purpose}`,
    reconnectOnError({ message }) {
      if (!message.startsWith('READONLY') || performance.now() - askedAt < askAgainAfter) return false
      askedAt = performance.now()
      return true
    },
  })
}

function toCluster(address: Extract<RedisAddress, { kind: 'cluster' }>, purpose: Purpose): Redis {
  const { nodes, username, password, tls } = address
  const cluster = new Cluster([...nodes], {
    ...clusterOptionsFor[purpose],
    clusterRetryStrategy: reconnectAfter,
    slotsRefreshTimeout: 2_000,
    // Certificates are for names, and ioredis would connect to the address that a name stands for.
    ...(tls ? { dnsLookup: (host, found) => found(null, host) } : {}),
    redisOptions: {
      ...optionsFor[purpose],
      connectionName: `ohmy-${purpose}`,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls ? { tls: {} } : {}),
    },
  })
  // Everything ohmy and BullMQ use of a connection is there; the type has no common base.
  return cluster as unknown as Redis
}

const lastErrors = new WeakMap<object, Error>()

/** Why a connection is not up, as far as is known: the commands that wait for it only say that they gave up. */
export function lastErrorOf(redis: Redis): Error | undefined {
  return lastErrors.get(redis)
}

/** Whether an error means that the store did not answer, as opposed to that it refused something. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'MaxRetriesPerRequestError' || error.message === 'Command timed out') return true
  return /^(Connection is closed|Stream isn't writeable|Cluster isn't ready|Failed to refresh slots|None of startup nodes|Cluster is ended|Too many Cluster redirections|connect |read |write )/.test(
    error.message,
  )
}
