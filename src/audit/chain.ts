import { createHash } from 'node:crypto'
import type { AuditEntry, AuditRecord } from '../core/audit-record.js'

/** The end of the chain: the number and hash of the newest record. */
export interface Head {
  readonly number: number
  readonly hash: string
}

export const noHead: Head = { number: 0, hash: '' }

/** A record as it is kept: the letters that were hashed, and their hash. */
export interface Kept {
  readonly record: string
  readonly hash: string
}

export function hashOf(record: string): string {
  return createHash('sha256').update(record).digest('hex')
}

/** Each record names the hash of the one before it. @param at ms since the epoch */
export function chain<Entry extends AuditEntry>(head: Head, entries: readonly Entry[], at: number) {
  let { number, hash: before } = head
  return entries.map((entry) => {
    number += 1
    const record = inAscii(JSON.stringify({ number, at, before, ...entry }))
    before = hashOf(record)
    return { number, record, hash: before, entry }
  })
}

/** JSON without a character that anything on its way would change: what is hashed is what is read everywhere. */
function inAscii(json: string): string {
  return json.replace(
    // oxlint-disable-next-line no-control-regex
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Undefined where the text is no record. */
export function parseRecord(text: string): AuditRecord | undefined {
  try {
    const parsed = JSON.parse(text) as AuditRecord | null
    if (typeof parsed !== 'object' || parsed === null) return undefined
    const { number, before } = parsed
    return Number.isSafeInteger(number) && typeof before === 'string' ? parsed : undefined
  } catch {
    return undefined
  }
}
