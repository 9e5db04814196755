import type { AuditRecord } from '../core/audit-record.js'
import type { IncidentRecord } from '../core/incident.js'
import { capital } from '../core/wording.js'

/** One line of what happened. */
export interface TimelineLine {
  /** ms since the epoch. */
  readonly at: number
  /** By name. */
  readonly who?: string
  /** Untrusted. */
  readonly text: string
  /** Of the audit's record that it tells: none is told twice. */
  readonly audit?: number
}

/** What it is made from, besides the incident's own record. */
export interface TimelineSources {
  readonly between: (time: { since: number; until: number }) => Promise<readonly AuditRecord[]>
  /** The name behind a Slack id. */
  readonly nameOf: (person: string) => Promise<string>
}

const hour = 3_600_000
/** What changed shortly before is the first thing everybody asks for (ms). */
export const changedBefore = 2 * hour

/** What people typed is told by what came of it; how a change was made, step by step, is no event of its own. */
const untold = new Set([
  'command',
  'refused',
  'started',
  'change',
  'changed',
  'incident opened',
  'incident ended',
])

/**
 * Everything that happened, oldest first: what people said, from the record, and what ohmy did in its environment, from the audit.
 * @param now ms since the epoch: as far as an open one has come
 */
export async function timelineOf(
  record: IncidentRecord,
  now: number,
  sources: TimelineSources,
): Promise<readonly TimelineLine[]> {
  const since = Math.min(record.affectedSince, record.openedAt)
  const until = record.resolvedAt ?? record.endedAt ?? now
  const said = record.entries.map(({ at, by, kind, text }): TimelineLine => {
    const words =
      kind === 'update' || kind === 'note' || kind === 'opened' ? `${capital(kind)}: ${text}` : text
    return {
      at,
      text: kind === 'status' ? capital(text) : words,
      ...(by === undefined ? {} : { who: by.name }),
    }
  })
  const done = await toldOf(record, await sources.between({ since, until }), sources)
  return [...said, ...done].toSorted((left, right) => left.at - right.at)
}

/** What was changed in its environment shortly before it began, the newest first. */
export async function changesBefore(
  record: IncidentRecord,
  sources: TimelineSources,
): Promise<readonly TimelineLine[]> {
  const time = { since: record.affectedSince - changedBefore, until: record.affectedSince - 1 }
  const ended = (await sources.between(time)).filter(({ kind }) => kind === 'ended')
  return (await toldOf(record, ended, sources)).toReversed()
}

async function toldOf(
  { environment }: IncidentRecord,
  records: readonly AuditRecord[],
  { nameOf }: TimelineSources,
): Promise<readonly TimelineLine[]> {
  const told = records.filter(
    (one) =>
      one.environment !== undefined &&
      (environment === undefined || one.environment === environment) &&
      !untold.has(one.kind),
  )
  const names = new Map<string, string>()
  for (const { actor } of told) if (!names.has(actor)) names.set(actor, await nameOf(actor))
  return told.map(({ number, at, actor, kind, summary }) => ({
    at,
    audit: number,
    who: names.get(actor) ?? actor,
    text: `${capital(kind)}: ${summary}`,
  }))
}
