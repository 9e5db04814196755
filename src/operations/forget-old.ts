import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

/** How long an operation's own record is kept (ms). What the audit says of it stays. */
export const keepFor = 90 * 24 * 3_600_000
const batch = 200
/** Batches in one go, so that it never keeps the store busy. */
const mostBatches = 10

/** KEYS: all, open, then operation and lease of each id.  ARGV: ids. → how many were forgotten; open ones stay. */
const forget = script(`
  local forgotten = 0
  for i, id in ipairs(ARGV) do
    if not redis.call('ZSCORE', KEYS[2], id) then
      redis.call('DEL', KEYS[1 + 2 * i], KEYS[2 + 2 * i])
      forgotten = forgotten + redis.call('ZREM', KEYS[1], id)
    end
  end
  return forgotten
`)

/** Forgets operations that were requested more than 90 days ago and have ended: 2,000 at most. @param now ms since the epoch */
export async function forgetOldOperations(redis: Redis, now: number): Promise<number> {
  let forgotten = 0
  let left = 0
  for (let round = 0; round < mostBatches; round++) {
    const ids = await redis.zrangebyscore(keys.operations, '-inf', now - keepFor, 'LIMIT', left, batch)
    if (ids.length === 0) break
    const keysOf = ids.flatMap((id) => [keys.operation(id), keys.operationLease(id)])
    const gone = Number(await forget(redis, [keys.operations, keys.openOperations, ...keysOf], ids))
    forgotten += gone
    left += ids.length - gone
  }
  return forgotten
}

const hour = 3_600_000

/** Forgets at once and every hour. Several processes may do so: nothing is forgotten twice. */
export function startForgetting(parts: {
  readonly redis: Redis
  readonly clock: Clock
  readonly logger: Logger
}): { stop(): void } {
  const round = () => {
    forgetOldOperations(parts.redis, parts.clock.now()).then(
      (forgotten) => forgotten > 0 && parts.logger.info({ forgotten }, 'Old operations were forgotten'),
      (error: unknown) => parts.logger.warn({ err: error }, 'Old operations could not be forgotten'),
    )
  }
  round()
  const timer = setInterval(round, hour)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
