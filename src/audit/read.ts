import type { Redis } from 'ioredis'
import type {
  AuditAnchor,
  AuditExport,
  AuditReader,
  AuditRecord,
  WrittenAnchors,
} from '../core/audit-record.js'
import { keys } from '../redis/keys.js'
import { type Audit, explained } from './audit.js'
import { type Head, parseRecord } from './chain.js'
import { idOf, keptOf } from './read-record.js'
import { type Page, verify } from './verify.js'

const pageSize = 500
/** Records in one export, and of one operation. */
const mostExported = 10_000
const mostOfOperation = 1_000
/** Processes that write may disagree about the time by so much (ms). */
const clockSkew = 60_000

const nowhere = (): Promise<WrittenAnchors> => Promise.resolve({ anchors: [] })

/** Reads the audit: never more than a page at a time, and nothing is ever written. */
export function createAuditReader(options: {
  readonly redis: Redis
  readonly audit: Pick<Audit, 'seen'>
  /** What is written in the audit channel; none unless told. */
  readonly written?: () => Promise<WrittenAnchors>
}): AuditReader {
  const { redis, audit, written = nowhere } = options

  /** Each page comes with the head of the same instant, so that what is appended meanwhile does not look like trouble. */
  async function* pages(): AsyncGenerator<Page> {
    let from = '-'
    for (;;) {
      const answers = await redis
        .multi()
        .xrange(keys.audit, from, '+', 'COUNT', pageSize)
        .hmget(keys.auditHead, 'number', 'hash')
        .exec()
      const [[wrong, entries] = [], [alsoWrong, head] = []] = answers ?? []
      if (answers === null || wrong || alsoWrong)
        explained(wrong ?? alsoWrong ?? new Error('The audit was not read'))
      const read = entries as [string, string[]][]
      yield { kept: read.map(keptOf), head: headOf(head as (string | null)[]) }
      const last = read.at(-1)
      if (last === undefined || read.length < pageSize) return
      from = `(${last[0]}`
    }
  }

  async function firstFrom(number: number): Promise<AuditRecord | undefined> {
    const [entry] = await redis.xrange(keys.audit, idOf(number), '+', 'COUNT', 1)
    return entry === undefined ? undefined : parseRecord(keptOf(entry).record)
  }

  async function headNow(): Promise<Head> {
    return headOf(await redis.hmget(keys.auditHead, 'number', 'hash'))
  }

  /** Number of the first record that was written then or later: times rise with numbers, but for the processes' clocks. */
  async function numberAt(since: number, head: Head): Promise<number> {
    let low = 1
    let high = head.number + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const record = await firstFrom(middle)
      if (record !== undefined && record.at < since - clockSkew) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    async verify(given) {
      const { anchors, unread } = await written()
      const seen = audit.seen()
      const known: AuditAnchor[] = [
        ...anchors,
        ...(seen.number === 0 ? [] : [{ ...seen, from: 'process' as const }]),
        ...(given === undefined ? [] : [{ ...given, from: 'given' as const }]),
      ]
      const verdict = await verify(pages(), known)
      return unread === undefined ? verdict : { ...verdict, unread }
    },

    async export(since): Promise<AuditExport> {
      const head = await headNow()
      let next = await numberAt(since, head)
      const lines: string[] = []
      let until: number | undefined
      while (next <= head.number && lines.length < mostExported) {
        const entries = await redis.xrange(keys.audit, idOf(next), '+', 'COUNT', pageSize)
        const kept = entries.map(keptOf)
        for (const { record, hash } of kept.slice(0, mostExported - lines.length)) {
          next += 1
          const at = parseRecord(record)?.at
          if (at !== undefined && at < since) continue
          until = at ?? until
          lines.push(`{"hash":${JSON.stringify(hash)},"record":${record}}`)
        }
        if (entries.length < pageSize) break
      }
      const left = Math.max(0, head.number - next + 1)
      return { lines: lines.map((line) => `${line}\n`).join(''), records: lines.length, left, until }
    },

    async between({ since, until }) {
      const head = await headNow()
      const found: AuditRecord[] = []
      for (let next = await numberAt(since, head); next <= head.number && found.length < mostExported; ) {
        const entries = await redis.xrange(keys.audit, idOf(next), '+', 'COUNT', pageSize)
        const records = entries.flatMap((entry) => parseRecord(keptOf(entry).record) ?? [])
        found.push(...records.filter(({ at }) => at >= since && at <= until))
        const last = records.at(-1)
        if (entries.length < pageSize || last === undefined || last.at > until + clockSkew) break
        next = last.number + 1
      }
      return found.slice(0, mostExported)
    },

    async ofOperation(id) {
      const numbers = await redis.lrange(keys.auditOf(id), -mostOfOperation, -1)
      const pipeline = redis.pipeline()
      for (const number of numbers) pipeline.xrange(keys.audit, `${number}-0`, `${number}-0`)
      const answers = (await pipeline.exec()) ?? []
      return answers.flatMap(([error, entries]) => {
        if (error) throw error
        const [entry] = entries as [string, string[]][]
        const record = entry === undefined ? undefined : parseRecord(keptOf(entry).record)
        return record?.operation === id ? [record] : []
      })
    },
  }
}

function headOf([number, hash]: readonly (string | null)[]): Head {
  return { number: Number(number ?? 0), hash: hash ?? '' }
}
