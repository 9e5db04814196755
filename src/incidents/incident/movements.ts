import { type IncidentEntry, type IncidentRecord, reviewTries } from '../../core/incident.js'

/** What every word and every look moves a record with. All pure; times in ms since the epoch. */

/** With one more line in its timeline. */
export function noted(record: IncidentRecord, entry: IncidentEntry): IncidentRecord {
  return { ...record, entries: [...record.entries, entry] }
}

/** Somebody is at it: the first time counts. */
export function acknowledged(record: IncidentRecord, now: number): IncidentRecord {
  return record.acknowledgedAt === undefined ? { ...record, acknowledgedAt: now } : record
}

/** The next update is due so long after the last one; where that is over, after what was just said. Of a SEV-3 none is. */
export function withUpdateDue(record: IncidentRecord, last: number, now: number): IncidentRecord {
  const { updateDue: _, ...rest } = record
  const { severity, rules } = record
  if (severity === 3 || record.status === 'resolved') return rest
  const every = rules.updateEvery[severity]
  return { ...rest, updateDue: (last + every > now ? last : now) + every }
}

/** Its watch is over, and it with it. */
export function closed(record: IncidentRecord, now: number): IncidentRecord {
  const entry = { at: now, kind: 'closed', text: 'Nothing has rung since: closed.' } as const
  return { ...noted(record, entry), status: 'closed', endedAt: now, reviewsOwed: reviewTries }
}
