import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

/** What is written down. `data` is small and holds no secrets. */
export interface AuditEntry {
  readonly kind: string
  readonly actor: string
  readonly summary: string
  readonly operation?: string
}

export interface Audit {
  /** Appends, or rejects: then whatever was to be recorded must not happen. */
  append(entry: AuditEntry): Promise<void>
}

/** KEYS: records, head.  ARGV: number, hash before, record, hash. */
const append = script(`
  local head = redis.call('HMGET', KEYS[2], 'number', 'hash')
  local number = head[1] or '0'
  local hash = head[2] or ''
  if number ~= ARGV[1] or hash ~= ARGV[2] then return {number, hash} end
  redis.call('XADD', KEYS[1], '*', 'record', ARGV[3], 'hash', ARGV[4])
  redis.call('HSET', KEYS[2], 'number', tonumber(ARGV[1]) + 1, 'hash', ARGV[4])
  return 'appended'
`)

/** Writers of other processes that may be faster before it is given up. */
const contention = 50

/**
 * The append-only record. Each entry carries the hash of the one before, so that a changed, missing or reordered entry shows; each also goes to
 * the log, so that a second copy exists outside the store.
 */
export function createAudit(parts: { redis: Redis; clock: Clock; logger: Logger }): Audit {
  let head: readonly [string, string] = ['0', '']
  return {
    async append(entry) {
      for (let attempt = 0; attempt < contention; attempt++) {
        const [number, before] = head
        const record = JSON.stringify({ number: Number(number) + 1, at: parts.clock.now(), before, ...entry })
        const hash = createHash('sha256').update(record).digest('hex')
        const answer = await append(parts.redis, [keys.audit, keys.auditHead], [number, before, record, hash])
        if (answer === 'appended') {
          head = [String(Number(number) + 1), hash]
          parts.logger.info({ audit: entry, number: Number(number) + 1, hash }, 'Audit')
          return
        }
        head = answer as [string, string]
      }
      throw new Error('The audit record could not be appended: others were faster each time')
    },
  }
}
