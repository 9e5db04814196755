import { type Person, personOf } from '../../core/caller.js'
import {
  type IncidentRecord,
  type IncidentRole,
  isIncidentEnded,
  type SaidStatus,
  type Severity,
} from '../../core/incident.js'
import type { RoomEvent } from '../../core/incident-room.js'
import { UserError } from '../../core/user-error.js'
import { inCode } from '../../core/wording.js'
import type { Word } from '../../flow/flow.js'
import {
  archiveAsked,
  channelKept,
  isResolved,
  joined,
  type Joining,
  merged,
  over,
  reopened,
  resolved,
} from './endings.js'
import { marked, messageChanged, messageGone } from './marked.js'
import { acknowledged, noted, withUpdateDue } from './movements.js'

/** What can be said to an incident that is there. */
export type IncidentWord = Word &
  (
    | { readonly kind: 'severity'; readonly severity: Severity }
    | { readonly kind: 'status'; readonly status: SaidStatus }
    /** Without a person: whoever says it takes the role, where nobody has it. */
    | { readonly kind: 'role'; readonly role: IncidentRole; readonly person?: Person }
    | { readonly kind: 'update' | 'note'; readonly text: string }
    | { readonly kind: 'task'; readonly text: string; readonly owner?: Person }
    | { readonly kind: 'task done'; readonly number: number }
    | { readonly kind: 'resolve'; readonly cause: string; readonly impact: string }
    | { readonly kind: 'reopen'; readonly text?: string }
    | { readonly kind: 'merge'; readonly into: string }
    /** Another one goes on here: what its merge brings. */
    | ({ readonly kind: 'join' } & Joining)
    /** Its channel: archived now, or not by itself. */
    | { readonly kind: 'archive' | 'keep' }
    | RoomEvent
  )

const mostTasks = 50
/** More is no timeline any more; a record must not grow without end. */
const mostEntries = 2_000

/** What is heard all the same: it adds nothing, or it is the way out. */
const endings: ReadonlySet<IncidentWord['kind']> = new Set(['resolve', 'archive', 'keep', 'merge', 'join'])

/**
 * The record after a word. Pure, so that it is tried again on what others have written meanwhile; whether the person may say it at all was asked before.
 * @throws UserError why it does not count any more
 */
export function hearIncidentWord(record: IncidentRecord, word: IncidentWord, now: number): IncidentRecord {
  if (isRoomEvent(word)) return afterEvent(record, word)
  if (record.entries.length >= mostEntries && !endings.has(word.kind))
    throw new UserError(
      'incident-full',
      `${record.id} has ${mostEntries} entries.`,
      'Resolve it, and open another.',
    )
  const heard = after(record, word, now)
  // Somebody is at it: reminders begin anew.
  return heard === record ? record : { ...heard, reminders: 0 }
}

const roomEvents: ReadonlySet<IncidentWord['kind']> = new Set([
  'mark',
  'message changed',
  'message deleted',
  'archived',
] satisfies readonly RoomEvent['kind'][])

function isRoomEvent(word: IncidentWord): word is Word & RoomEvent {
  return roomEvents.has(word.kind)
}

/** Nobody has said anything by it: reminders go on. */
function afterEvent(record: IncidentRecord, word: Word & RoomEvent): IncidentRecord {
  if (word.kind === 'archived')
    return record.isRoomDoubted === true ? record : { ...record, isRoomDoubted: true }
  if (word.kind === 'mark') return marked(record, word, personOf(word.by))
  if (word.kind === 'message changed') return messageChanged(record, word.ts, word.at)
  return messageGone(record, word.ts)
}

function after(record: IncidentRecord, word: Exclude<IncidentWord, RoomEvent>, now: number): IncidentRecord {
  const by = personOf(word.by)
  switch (word.kind) {
    // What is found out later belongs into the record all the same.
    case 'note':
      return noted(record, { at: now, kind: 'note', by, text: word.text })
    case 'task':
      // Its tasks went with it.
      if (record.status === 'merged') throw over(record)
      return withTask(record, word, by, now)
    case 'task done':
      if (record.status === 'merged') throw over(record)
      return taskDone(record, word.number, by, now)
    case 'join':
      return joined(record, word, by, now)
    case 'reopen':
      return reopened(record, word, by, now)
    case 'archive':
      return archiveAsked(record)
    case 'keep':
      return channelKept(record, by)
    default:
  }
  if (isIncidentEnded(record)) throw over(record)
  switch (word.kind) {
    case 'severity':
      return withSeverity(record, word.severity, by, now)
    case 'status':
      return withStatus(record, word.status, by, now)
    case 'role':
      return withRole(record, word, by, now)
    case 'update':
      return updated(record, word.text, by, now)
    case 'resolve':
      return resolved(record, word, by, now)
    case 'merge':
      return merged(record, word.into, by, now)
  }
}

function withSeverity(record: IncidentRecord, severity: Severity, by: Person, now: number): IncidentRecord {
  if (severity === record.severity) return record
  const entry = { at: now, kind: 'severity', by, text: `SEV-${record.severity} → SEV-${severity}` } as const
  return withUpdateDue(noted({ ...record, severity }, entry), record.lastUpdate?.at ?? record.openedAt, now)
}

function withStatus(record: IncidentRecord, status: SaidStatus, by: Person, now: number): IncidentRecord {
  if (status === record.status) return record
  if (record.status === 'resolved') throw isResolved(record)
  const entry = { at: now, kind: 'status', by, text: status } as const
  const moved = noted({ ...acknowledged(record, now), status }, entry)
  // From here on it hurts nobody any more: the first time counts.
  return status === 'monitoring' && moved.mitigatedAt === undefined ? { ...moved, mitigatedAt: now } : moved
}

function withRole(
  record: IncidentRecord,
  { role, person }: { readonly role: IncidentRole; readonly person?: Person },
  by: Person,
  now: number,
): IncidentRecord {
  const holder = record.roles[role]
  const next = person ?? by
  if (holder?.id === next.id) return record
  // A claim is taken once; handing over names the person.
  if (holder !== undefined && person === undefined)
    throw new UserError(
      'role-taken',
      `${holder.name} is ${role} already.`,
      `To take it over, name yourself: ${inCode(`/ohmy incident role ${record.id} ${role} @you`)}.`,
    )
  const text = next.id === by.id ? `is ${role}` : `hands ${role} to ${next.name}`
  const entry = { at: now, kind: 'role', by, text } as const
  const moved = noted({ ...record, roles: { ...record.roles, [role]: next } }, entry)
  return role === 'commander' ? seen(moved, now) : moved
}

function updated(record: IncidentRecord, text: string, by: Person, now: number): IncidentRecord {
  const moved = noted({ ...record, lastUpdate: { at: now, by, text } }, { at: now, kind: 'update', by, text })
  return withUpdateDue(seen(moved, now), now, now)
}

/** Whoever leads it, or tells how it stands, has seen it. */
function seen(record: IncidentRecord, now: number): IncidentRecord {
  return record.status === 'open' ? { ...acknowledged(record, now), status: 'acknowledged' } : record
}

function withTask(
  record: IncidentRecord,
  { text, owner }: { readonly text: string; readonly owner?: Person },
  by: Person,
  now: number,
): IncidentRecord {
  if (record.tasks.length >= mostTasks)
    throw new UserError(
      'tasks-too-many',
      `${record.id} has ${mostTasks} tasks.`,
      'Note the rest in a ticket.',
    )
  const number = record.tasks.length + 1
  const task = { number, text, by, at: now, ...(owner === undefined ? {} : { owner }) }
  const whose = owner === undefined ? '' : ` (${owner.name})`
  const entry = { at: now, kind: 'task', by, text: `Task ${number}${whose}: ${text}` } as const
  return noted({ ...record, tasks: [...record.tasks, task] }, entry)
}

function taskDone(record: IncidentRecord, number: number, by: Person, now: number): IncidentRecord {
  const task = record.tasks.find((candidate) => candidate.number === number)
  if (task === undefined) {
    const there = record.tasks.length === 0 ? 'It has none.' : `They are 1 to ${record.tasks.length}.`
    throw new UserError('task-not-found', `${record.id} has no task ${number}.`, there)
  }
  if (task.done !== undefined) {
    if (task.done.by.id === by.id) return record
    throw new UserError(
      'task-done',
      `${task.done.by.name} has done task ${number} already.`,
      'Nothing is left to do.',
    )
  }
  const tasks = record.tasks.map((one) => (one === task ? { ...one, done: { by, at: now } } : one))
  return noted(
    { ...record, tasks },
    { at: now, kind: 'task done', by, text: `Task ${number} done: ${task.text}` },
  )
}
