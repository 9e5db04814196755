import type { Person } from '../../core/caller.js'
import type { IncidentRecord, MarkedMessage } from '../../core/incident.js'
import type { RoomEvent, RoomMessage } from '../../core/incident-room.js'

/**
 * Messages of an incident's channel that people put into its timeline: by a pin, or by the sign for it. Slack delivers what happened late, twice and in any
 * order, so of each sign the newest word counts, by Slack's own time. What a message says is read afterwards, as it is then. All pure.
 */

/** More is no timeline any more; a record must not grow without end. */
const mostMarked = 300

/** Whether somebody wants it in the timeline, and it is still there. */
export function isInTimeline({ signs, isGone }: MarkedMessage): boolean {
  return isGone !== true && Object.values(signs).some(({ on }) => on)
}

export function marked(
  record: IncidentRecord,
  { ts, sign, on, at }: Extract<RoomEvent, { kind: 'mark' }>,
  by: Person,
): IncidentRecord {
  const known = record.marked.find((one) => one.ts === ts)
  if (known === undefined) {
    // Also what was taken out is kept: that it was put in may be heard of later.
    if (record.marked.length >= mostMarked) return record
    const fresh = { ts, by, signs: { [sign]: { on, at } }, isRead: false }
    return { ...record, marked: [...record.marked, fresh] }
  }
  const before = known.signs[sign]
  if (known.isGone === true || (before !== undefined && Number(before.at) >= Number(at))) return record
  const next = { ...known, signs: { ...known.signs, [sign]: { on, at } } }
  return withMarked(record, isInTimeline(next) ? next : withoutWords(next))
}

/** Its words are read again. @param at Slack's time of the change */
export function messageChanged(record: IncidentRecord, ts: string, at: string): IncidentRecord {
  const known = record.marked.find((one) => one.ts === ts)
  if (known === undefined || !isInTimeline(known) || Number(known.changedAt ?? 0) >= Number(at)) return record
  return withMarked(record, { ...known, changedAt: at, isRead: false })
}

/** What somebody has deleted is not kept here either, whatever is heard of it later. */
export function messageGone(record: IncidentRecord, ts: string): IncidentRecord {
  const known = record.marked.find((one) => one.ts === ts)
  return known === undefined || known.isGone === true
    ? record
    : withMarked(record, { ...withoutWords(known), isRead: true, isGone: true })
}

/** With what Slack says of it; undefined: it says nothing. Where it has changed or was taken out meanwhile the record stays. */
export function wordsRead(
  record: IncidentRecord,
  asked: MarkedMessage,
  message: RoomMessage | undefined,
): IncidentRecord {
  const known = record.marked.find((one) => one.ts === asked.ts)
  if (known === undefined || !isInTimeline(known) || known.changedAt !== asked.changedAt) return record
  const { message: _before, ...rest } = known
  return withMarked(record, { ...rest, isRead: true, ...(message === undefined ? {} : { message }) })
}

function withoutWords(message: MarkedMessage): MarkedMessage {
  const { message: _words, ...rest } = message
  return { ...rest, isRead: false }
}

function withMarked(record: IncidentRecord, next: MarkedMessage): IncidentRecord {
  return { ...record, marked: record.marked.map((one) => (one.ts === next.ts ? next : one)) }
}
