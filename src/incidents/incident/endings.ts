import type { Person } from '../../core/caller.js'
import { type IncidentEntry, type IncidentRecord, isIncidentEnded } from '../../core/incident.js'
import { UserError } from '../../core/user-error.js'
import { inCode } from '../../core/wording.js'
import { acknowledged, noted, withUpdateDue } from './movements.js'

/** The words that end an incident, take that back, or come after it. All pure; times in ms since the epoch. */

export function resolved(
  record: IncidentRecord,
  { cause, impact }: { readonly cause: string; readonly impact: string },
  by: Person,
  now: number,
): IncidentRecord {
  if (record.status === 'resolved') throw isResolved(record)
  const entry = {
    at: now,
    kind: 'resolved',
    by,
    text: `Resolved. Cause: ${cause}\nImpact: ${impact}`,
  } as const
  const { updateDue: _, ...rest } = noted(acknowledged(record, now), entry)
  return {
    ...rest,
    status: 'resolved',
    cause,
    impact,
    resolvedAt: now,
    quietSince: now,
    mitigatedAt: record.mitigatedAt ?? now,
    endedBy: by,
    rang: [],
  }
}

export function reopened(
  record: IncidentRecord,
  { text }: { readonly text?: string },
  by: Person,
  now: number,
): IncidentRecord {
  if (record.status === 'merged')
    throw new UserError('incident-merged', `${record.id} went into ${record.mergedInto}.`, 'Go on there.')
  if (record.status !== 'resolved' && record.status !== 'closed')
    throw new UserError('incident-open', `${record.id} is open.`, 'It can be reopened once it is resolved.')
  const { resolvedAt: _r, quietSince: _q, isUnseen: _u, endedAt: _e, endedBy: _b, ...rest } = record
  const wasClosed = record.status === 'closed'
  const again = {
    ...rest,
    status: 'assessing' as const,
    rounds: record.rounds + (wasClosed ? 1 : 0),
    reviewsOwed: 0,
    isArchiveAsked: false,
    done: record.done.filter((name) => name !== 'archived' && name !== 'archive refused'),
  }
  const entry: IncidentEntry = { at: now, kind: 'reopened', by, text: text ?? 'It is not over.' }
  return withUpdateDue(noted(again, entry), now, now)
}

export function merged(record: IncidentRecord, into: string, by: Person, now: number): IncidentRecord {
  if (into === record.id)
    throw new UserError('incident-same', `${into} is this one itself.`, 'Name another one.')
  if (record.joined?.includes(into) === true)
    throw new UserError('incident-merged', `${into} went into ${record.id}.`, `It goes on in ${record.id}.`)
  const { updateDue: _, ...rest } = noted(record, {
    at: now,
    kind: 'merged',
    by,
    text: `It goes on in ${into}`,
  })
  return {
    ...rest,
    ...{ status: 'merged', mergedInto: into, mergedFrom: record.status, endedAt: now, endedBy: by },
  }
}

/** It does not go on elsewhere after all. @param why a sentence */
export function unmerged(record: IncidentRecord, why: string, now: number): IncidentRecord {
  if (record.status !== 'merged') return record
  const {
    mergedInto: _i,
    mergedFrom = 'assessing',
    mergedChannel: _c,
    endedAt: _e,
    endedBy: _b,
    ...rest
  } = record
  const entry = { at: now, kind: 'reopened', text: `${why} It goes on here.` } as const
  return withUpdateDue(noted({ ...rest, status: mergedFrom, rounds: record.rounds + 1 }, entry), now, now)
}

/** What another one brings that goes on here. */
export interface Joining {
  readonly from: string
  /** Untrusted. */
  readonly title: string
  readonly affectedSince: number
  readonly openedAt: number
  readonly services: readonly string[]
  readonly environment?: string
  /** Those that are still to be done. */
  readonly tasks: IncidentRecord['tasks']
}

/** Another one goes on here, with its tasks; since when it hurt, and when it was seen first, counts from the earlier one. */
export function joined(record: IncidentRecord, joining: Joining, by: Person, now: number): IncidentRecord {
  const { from, title, tasks, services } = joining
  if (record.joined?.includes(from) === true) return record
  if (isIncidentEnded(record)) throw over(record)
  const brought = tasks.map((task, index) => ({ ...task, number: record.tasks.length + index + 1 }))
  const isSamePlace = joining.environment === record.environment
  const detectedAt = Math.min(record.detectedAt ?? record.openedAt, joining.openedAt)
  return noted(
    {
      ...record,
      joined: [...(record.joined ?? []), from],
      affectedSince: Math.min(record.affectedSince, joining.affectedSince),
      ...(detectedAt < record.openedAt ? { detectedAt } : {}),
      services: isSamePlace ? [...new Set([...record.services, ...services])] : record.services,
      tasks: [...record.tasks, ...brought],
    },
    { at: now, kind: 'joined', by, text: `${from} goes on here: ${title}` },
  )
}

export function archiveAsked(record: IncidentRecord): IncidentRecord {
  if (!isIncidentEnded(record)) throw goesOn(record)
  const done = record.done.filter((name) => name !== 'archive refused')
  // Slack may let ohmy do today what it did not yesterday.
  return record.isArchiveAsked && done.length === record.done.length
    ? record
    : { ...record, isArchiveAsked: true, done }
}

/** Its channel is not to be archived by itself. */
export function channelKept(record: IncidentRecord, by: Person): IncidentRecord {
  if (!isIncidentEnded(record)) throw goesOn(record)
  if (record.done.includes('archived') || record.isArchiveAsked)
    throw new UserError(
      'channel-archived',
      `The channel of ${record.id} is archived.`,
      'In Slack, its settings bring it back.',
    )
  if (record.rules.archiveAfter === undefined)
    throw new UserError(
      'channel-kept',
      'Channels of incidents are not archived by themselves.',
      'Nothing has to be done to keep it.',
    )
  return record.keptBy === undefined ? { ...record, keptBy: by } : record
}

function goesOn({ id, status }: IncidentRecord): UserError {
  return new UserError(
    'incident-open',
    `${id} is ${status === 'resolved' ? 'resolved, and watched' : status}.`,
    'Its channel can be archived once it is closed.',
  )
}

export function isResolved({ id, endedBy }: IncidentRecord): UserError {
  const who = endedBy === undefined ? 'Somebody' : endedBy.name
  return new UserError(
    'incident-resolved',
    `${who} has resolved it already.`,
    `If it is not over: ${inCode(`/ohmy incident reopen ${id}`)}.`,
  )
}

export function over(record: IncidentRecord): UserError {
  if (record.status === 'merged')
    return new UserError('incident-merged', `${record.id} went into ${record.mergedInto}.`, 'Say it there.')
  return new UserError(
    'incident-closed',
    `${record.id} is closed.`,
    `If it is not over: ${inCode(`/ohmy incident reopen ${record.id}`)}.`,
  )
}
