import type { AuditAnchor, AuditProblem, AuditVerdict } from '../core/audit-record.js'
import { hashOf, type Head, type Kept, noHead, parseRecord } from './chain.js'
import { diagnose } from './diagnose.js'

/** One page of records, and the head as it was at the same instant. */
export interface Page {
  readonly kept: readonly Kept[]
  readonly head: Head
}

/** Records kept in memory to find out what happened, from the first trouble on. */
const mostDiagnosed = 100_000
const mostTold = 100

/**
 * Walks the chain from its first record to the head and names every record that was changed, removed, added or moved. As long as everything fits, a
 * page is forgotten as soon as it was looked at; from the first trouble on all records are compared with one another.
 *
 * A chain proves what lies before its head. Who can write to the store can also write a whole new chain, so it is compared with what was written
 * elsewhere.
 * @param anchors records that are known to have been there
 */
export async function verify(
  pages: AsyncIterable<Page>,
  anchors: readonly AuditAnchor[] = [],
): Promise<AuditVerdict> {
  const missed = new Set(anchors)
  const awaited = new Set(anchors.map(({ number }) => number))
  const meet = (kept: Kept, number: number | undefined) => {
    if (number === undefined || !awaited.has(number)) return
    const hash = hashOf(kept.record)
    for (const anchor of anchors) if (anchor.number === number && anchor.hash === hash) missed.delete(anchor)
  }
  let last: Head & { readonly kept?: Kept; readonly before: Head } = { ...noHead, before: noHead }
  let head: Head = noHead
  let suspects: Kept[] | undefined
  let unread = 0
  for await (const page of pages) {
    head = page.head
    for (const kept of page.kept) {
      const next = suspects === undefined ? follows(last, kept) : undefined
      meet(kept, next?.number ?? parseRecord(kept.record)?.number)
      if (suspects === undefined) {
        // The last one that seems to fit may be the one that was changed.
        if (next === undefined) suspects = last.kept === undefined ? [] : [last.kept]
        else {
          last = { ...next, kept, before: { number: last.number, hash: last.hash } }
          continue
        }
      }
      if (suspects.length < mostDiagnosed) suspects.push(kept)
      else unread += 1
    }
  }
  const isWhole = suspects === undefined && last.number === head.number && last.hash === head.hash
  suspects ??= last.kept === undefined ? [] : [last.kept]
  const found = isWhole ? [] : troubles(last, suspects, unread === 0 ? head : undefined)
  if (!isWhole && found.length === 0) found.push(headOfNothing(last))
  found.unshift(...[...missed].map((anchor) => rewritten(anchor, head)))
  return {
    records: last.before.number + suspects.length + unread,
    head,
    anchors,
    problems: found.slice(0, mostTold),
    more: Math.max(0, found.length - mostTold),
  }
}

/** The head after this record; undefined where it does not fit. */
function follows(last: Head, kept: Kept): Head | undefined {
  const record = parseRecord(kept.record)
  if (record === undefined || record.number !== last.number + 1 || record.before !== last.hash)
    return undefined
  return hashOf(kept.record) === kept.hash ? { number: record.number, hash: kept.hash } : undefined
}

function troubles(last: Head & { readonly before: Head }, suspects: readonly Kept[], head: Head | undefined) {
  if (head !== undefined && head.number < last.number && suspects.length <= 1) return [headBehind(head, last)]
  return diagnose(last.before, suspects, head).toSorted((one, other) => one.from - other.from)
}

function headBehind(head: Head, last: Head): AuditProblem {
  const what = `The head of the chain names record ${head.number}, and records up to ${last.number} stand behind it: they were put in, or the head was set back.`
  return { kind: 'inserted', from: head.number + 1, to: last.number, what }
}

/** Whatever else is wrong with a head, it is not whole. */
function headOfNothing({ number }: Head): AuditProblem {
  const what = `The head of the chain names no record that there can be; the newest record is ${number}: the head was changed.`
  return { kind: 'changed', from: number, to: number, what }
}

const knownFrom: Readonly<Record<AuditAnchor['from'], (day: string) => string>> = {
  process: () => 'that this process has seen there',
  channel: (day) => `that the message${day} in the audit channel names`,
  given: () => 'with the hash you gave',
}

function rewritten({ number, from, at }: AuditAnchor, head: Head): AuditProblem {
  const day = at === undefined ? '' : ` of ${new Date(at).toISOString().slice(0, 10)}`
  const what =
    head.number < number
      ? `Record ${number} is not there, the one ${knownFrom[from](day)}: the chain was cut off at ${head.number}.`
      : `Record ${number} is not the one ${knownFrom[from](day)}: the chain was rewritten.`
  return { kind: 'changed', from: number, to: number, what }
}
