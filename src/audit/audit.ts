import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { AuditEntry } from '../core/audit-record.js'
import type { Clock } from '../core/clock.js'
import { maskSecrets } from '../core/mask.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'
import { chain, type Head } from './chain.js'
import { broken, createRemembered, type Found } from './remembered.js'

export type { AuditEntry } from '../core/audit-record.js'

export interface Audit {
  /**
   * Appends, or rejects: then whatever was to be recorded must not happen.
   * @param once names the event: what was appended under the same name in the last 30 days is not appended again, so that it may be tried again
   * after a crash or a lost answer
   */
  append(entry: AuditEntry, once?: string): Promise<void>
  /** The newest record this process knows of. */
  seen(): Head
  /**
   * Looks at the newest record, and remembers it.
   * @throws UserError (`audit-broken`) where what was seen before is not there any more
   */
  look(): Promise<Head>
}

/** How long names of events are remembered (ms); no operation is carried on for longer. */
const rememberFor = 30 * 24 * 3_600_000
/** How long the records of an operation are found by its id (s). The records themselves stay. */
const indexFor = 400 * 24 * 3_600

/** In Lua: the head, what stands under the number of the head that is remembered (ARGV[1]), and under its own; nothing where that is no number. */
const readHead = `
  local head = redis.call('HMGET', KEYS[2], 'number', 'hash')
  local number = head[1] or '0'
  local hash = head[2] or ''
  local there = redis.call('XRANGE', KEYS[1], ARGV[1] .. '-0', ARGV[1] .. '-0', 'COUNT', 1)[1]
  there = there and there[2][2] or ''
  local newest = redis.pcall('XRANGE', KEYS[1], number .. '-0', number .. '-0', 'COUNT', 1)
  newest = newest[1] and newest[1][2][2] or ''
`

/** KEYS: records, head.  ARGV: number of the head that is remembered. → the head as it is, what stands under that number. */
const look = script(`${readHead} return {number, hash, there, newest}`)

/**
 * KEYS: records, head, names; then the index of each entry's operation, or the head where it has none.
 * ARGV: number and hash of the head, now and since when names count (ms), index expiry (s), the token of this append; then record, hash, name and
 * operation of each entry.
 * → 'appended'; or 'known' and the places of the entries whose names are known, or 'moved', the head as it is and what stands under the given number: then
 * nothing was appended. Asked a second time, because an answer was lost on the way, it is 'appended' again.
 */
const append = script(`
  ${readHead}
  local gone = ARGV[1] ~= '0' and there == ''
  if number ~= ARGV[1] or hash ~= ARGV[2] or gone then
    local mine = string.format('%d-0', tonumber(ARGV[1]) + (#ARGV - 6) / 4)
    local last = redis.call('XRANGE', KEYS[1], mine, mine, 'COUNT', 1)[1]
    if last and last[2][6] == ARGV[6] then return {'appended'} end
    return {'moved', number, hash, there, newest}
  end
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[4])
  local known = {'known'}
  for i = 7, #ARGV, 4 do
    if ARGV[i + 2] ~= '' and redis.call('ZSCORE', KEYS[3], ARGV[i + 2]) then
      known[#known + 1] = (i - 7) / 4
    end
  end
  if #known > 1 then return known end
  local last = tonumber(ARGV[1])
  for i = 7, #ARGV, 4 do
    last = last + 1
    redis.call('XADD', KEYS[1], string.format('%d-0', last), 'record', ARGV[i], 'hash', ARGV[i + 1], 'append', ARGV[6])
    if ARGV[i + 2] ~= '' then redis.call('ZADD', KEYS[3], ARGV[3], ARGV[i + 2]) end
    if ARGV[i + 3] ~= '' then
      local index = KEYS[4 + (i - 7) / 4]
      redis.call('RPUSH', index, string.format('%d', last))
      redis.call('EXPIRE', index, ARGV[5])
    end
  end
  redis.call('HSET', KEYS[2], 'number', string.format('%d', last), 'hash', ARGV[#ARGV - 2])
  return {'appended'}
`)

/** Writers of other processes that may be faster before it is given up. */
const contention = 50
const mostAtOnce = 100
/** Longer summaries are cut: a record is a line, not a document. */
const mostCharacters = 1_000

interface Named {
  readonly entry: AuditEntry
  readonly once: string
}

interface Waiting extends Named {
  readonly appended: () => void
  readonly failed: (error: unknown) => void
}

/**
 * The append-only record. Each entry carries the hash of the one before, so that a changed, missing or reordered entry shows; each also goes to
 * the log, so that a second copy exists outside the store. What is appended while another append is under way goes together afterwards:
 * entries of one process never race with one another for the head.
 */
export function createAudit(options: { redis: Redis; clock: Clock; logger: Logger }): Audit {
  const remembered = createRemembered(options.logger)
  let waiting: Waiting[] = []
  let isWriting = false

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce)
      waiting = waiting.slice(mostAtOnce)
      try {
        await write(withoutTwins(batch))
        for (const { appended } of batch) appended()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    isWriting = false
  }

  async function write(given: readonly Named[]): Promise<void> {
    let entries = given
    for (let attempt = 0; attempt < contention && entries.length > 0; attempt++) {
      const now = options.clock.now()
      const head = remembered.head()
      const records = chain(
        head,
        entries.map(({ entry }) => entry),
        now,
      )
      const answer = (await append(
        options.redis,
        [keys.audit, keys.auditHead, keys.auditNames, ...entries.map(({ entry }) => indexOf(entry))],
        [
          ...[head.number, head.hash, now, now - rememberFor, indexFor, randomUUID().slice(0, 8)],
          ...records.flatMap(({ record, hash, entry }, at) => [
            ...[record, hash, entries[at]?.once ?? '', entry.operation ?? ''],
          ]),
        ],
      ).catch(explained)) as [string, ...(string | number)[]]
      if (answer[0] === 'appended') {
        for (const { number, hash, entry } of records)
          options.logger.info({ audit: entry, number, at: now, hash }, 'Audit')
        const { number, hash } = records.at(-1) ?? head
        // A look may have learned more meanwhile.
        if (remembered.head().number < number) remembered.appended({ number, hash })
        return
      }
      if (answer[0] === 'known') entries = entries.filter((_, at) => !answer.slice(1).includes(at))
      // Where a look has learned more meanwhile, this answer tells of what is known no longer: the next try has a newer one.
      else if (remembered.head().number === head.number) remembered.follow(foundIn(answer.slice(1)))
    }
    if (entries.length > 0)
      throw new Error('The audit record could not be appended: others were faster each time')
  }

  return {
    append: (entry, once = '') =>
      new Promise((appended, failed) => {
        waiting.push({ entry: withoutSecrets(entry), once, appended, failed })
        if (!isWriting) void writeAll()
      }),
    seen: remembered.head,
    async look() {
      const known = remembered.head()
      const answer = await look(options.redis, [keys.audit, keys.auditHead], [known.number]).catch(explained)
      const found = foundIn(answer as string[])
      // What was appended meanwhile is newer than this answer.
      if (remembered.head().number === known.number) remembered.follow(found)
      return remembered.head()
    },
  }
}

function foundIn([number, hash, there, newest]: readonly (string | number)[]): Found {
  const head = { number: Number(number), hash: String(hash) }
  return { head, there: String(there), newest: String(newest) }
}

/** A record stands where the next one belongs, or no records at all: somebody else wrote there, or it was restored without its head. */
export function explained(error: unknown): never {
  if (!(error instanceof Error) || !/XADD|stream top item|WRONGTYPE/.test(error.message)) throw error
  throw broken('The audit does not end where its head says.', { cause: error })
}

function indexOf(entry: AuditEntry): string {
  return entry.operation === undefined ? keys.auditHead : keys.auditOf(entry.operation)
}

function withoutTwins(batch: readonly Waiting[]): readonly Named[] {
  const names = new Set<string>()
  return batch.filter(({ once }) => {
    if (once !== '' && names.has(once)) return false
    names.add(once)
    return true
  })
}

function withoutSecrets(entry: AuditEntry): AuditEntry {
  const summary = maskSecrets(entry.summary)
  const cut = summary.length > mostCharacters ? `${summary.slice(0, mostCharacters - 1)}…` : summary
  return { ...entry, summary: cut }
}
