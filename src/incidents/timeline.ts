import type { AuditRecord } from '../core/audit-record.js'
import type { IncidentRecord } from '../core/incident.js'
import type { RoomMessage } from '../core/incident-room.js'
import { isInTimeline } from './incident/marked.js'
import { capital } from '../core/wording.js'

/** One line of what happened. */
export interface TimelineLine {
  /** ms since the epoch. */
  readonly at: number
  /** By name. */
  readonly who?: string
  /** Untrusted. */
  readonly text: string
  /** Pictures, most often. */
  readonly files?: RoomMessage['files']
  /** Of the audit's record that it tells: none is told twice. */
  readonly audit?: number
}

/** What it is made from, besides the incident's own record. */
export interface TimelineSources {
  readonly between: (time: { since: number; until: number }) => Promise<readonly AuditRecord[]>
  /** Another incident; undefined: there is none any more. */
  readonly incident: (id: string) => Promise<IncidentRecord | undefined>
  /** Which of these environments whoever reads it may look at: an incident about none tells of all of those. */
  readonly seen: (environments: readonly string[]) => Promise<readonly string[]>
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
  const all = await withJoined(record, sources)
  const since = Math.min(...all.map(({ affectedSince, openedAt }) => Math.min(affectedSince, openedAt)))
  const until = record.resolvedAt ?? record.endedAt ?? now
  const said = all.flatMap((one) =>
    [...saidIn(one), ...markedIn(one)].map((line) => (one === record ? line : ofAnother(line, one))),
  )
  const done = await toldOf(all, await sources.between({ since, until }), sources)
  return [...said, ...done].toSorted((left, right) => left.at - right.at)
}

/** It, and those that went into it, or into one of these. */
async function withJoined(
  record: IncidentRecord,
  { incident }: TimelineSources,
): Promise<readonly IncidentRecord[]> {
  const all = [record]
  // What is added meanwhile is looked at, too.
  for (const one of all) {
    for (const id of one.joined ?? []) {
      const found = all.some((known) => known.id === id) ? undefined : await incident(id)
      if (found !== undefined) all.push(found)
    }
  }
  return all
}

/** Where it was said. */
function ofAnother(line: TimelineLine, { id }: IncidentRecord): TimelineLine {
  return { ...line, text: `${line.text} (${id})` }
}

function saidIn({ entries }: IncidentRecord): readonly TimelineLine[] {
  return entries.map(({ at, by, kind, text }) => {
    const words =
      kind === 'update' || kind === 'note' || kind === 'opened' ? `${capital(kind)}: ${text}` : text
    return {
      at,
      text: kind === 'status' ? capital(text) : words,
      ...(by === undefined ? {} : { who: by.name }),
    }
  })
}

/** What people marked, where it was written. */
function markedIn({ marked }: IncidentRecord): readonly TimelineLine[] {
  return marked.filter(isInTimeline).flatMap(({ ts, message }) => {
    if (message === undefined) return []
    const { who, text, files } = message
    return [{ at: Math.round(Number(ts) * 1_000), who, text, ...(files.length === 0 ? {} : { files }) }]
  })
}

/** What was changed in its environment shortly before it began, the newest first. */
export async function changesBefore(
  record: IncidentRecord,
  sources: TimelineSources,
): Promise<readonly TimelineLine[]> {
  const time = { since: record.affectedSince - changedBefore, until: record.affectedSince - 1 }
  const ended = (await sources.between(time)).filter(({ kind }) => kind === 'ended')
  return (await toldOf([record], ended, sources)).toReversed()
}

/** What was changed there since it began, the newest first. */
export async function changesSince(
  record: IncidentRecord,
  now: number,
  sources: TimelineSources,
): Promise<readonly TimelineLine[]> {
  const { affectedSince, openedAt, resolvedAt } = record
  const time = { since: Math.min(affectedSince, openedAt), until: resolvedAt ?? now }
  const ended = (await sources.between(time)).filter(({ kind }) => kind === 'ended')
  return (await toldOf([record], ended, sources)).toReversed()
}

async function toldOf(
  incidents: readonly IncidentRecord[],
  records: readonly AuditRecord[],
  { seen, nameOf }: TimelineSources,
): Promise<readonly TimelineLine[]> {
  const own = incidents.flatMap(({ environment }) => environment ?? [])
  const isEverywhere = own.length < incidents.length
  const others = new Set(records.flatMap(({ environment }) => environment ?? []))
  const environments = isEverywhere ? [...own, ...(await seen([...others]))] : own
  const told = records.filter(
    (one) => one.environment !== undefined && environments.includes(one.environment) && !untold.has(one.kind),
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
