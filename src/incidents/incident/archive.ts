import { isArchivingOff, quietSinceOf } from '../../core/incident.js'
import { RoomRefused } from '../../core/incident-room.js'
import type { Next } from '../../flow/flow.js'
import type { IncidentTurn } from './turn.js'

/** Tries at once, and then one an hour for a day: nobody waits for it. */
const quickTries = 4
const mostTries = quickTries + 24
/** Between two of them (ms). */
const quickly = 3_000
const hour = 3_600_000
/** It is not left alone for longer (ms). */
const day = 24 * hour

/** What becomes of the channel of one that has ended: it is archived where somebody asked for that, or after its time. */
export async function settleRoom(turn: IncidentTurn): Promise<Next> {
  const { place, done, isArchiveAsked, keptBy, archiveDue, rules } = turn.record
  if (done.includes('archived') || done.includes('archive refused')) return 'settled'
  if (isArchiveAsked) return archive(turn)
  if (rules.archiveAfter === undefined || keptBy !== undefined || place?.kind !== 'own') return 'settled'
  try {
    return await (archiveDue === undefined
      ? announce(turn, place.channel, rules.archiveAfter)
      : archiveInTime(turn, place.channel, archiveDue))
  } catch (error) {
    // Whether people still talk nobody can say now: nothing is done on a guess.
    if (error instanceof RoomRefused && error.passing) return { again: hour * turn.ports.timeScale }
    throw error
  }
}

/** That the channel is archived was said, and is not so any more: somebody needs it. */
export async function withdrawArchiving(turn: IncidentTurn): Promise<void> {
  const { archiveDue: due, place } = turn.record
  if (due === undefined || place?.kind !== 'own' || !isArchivingOff(turn.record)) return
  await turn.hold()
  await turn.ports.tell({ kind: 'archiving', due }, { channel: place.channel }, turn)
  await turn.write(({ archiveDue: _gone, ...now }) => now)
}

/** Nobody has done anything with it for long enough. It is told from the record alone, so that a crash does not make two messages of it. */
async function announce(turn: IncidentTurn, channel: string, after: number): Promise<Next> {
  const { record, clock } = turn
  const { archiveNotice: notice = 0 } = record.rules
  const due = quietSinceOf(record) + after
  const left = due - notice - clock.now()
  if (left > 0) return { again: Math.min(left, day) }
  if (await wasUsed(turn, channel)) return { again: 0 }
  // Where nobody could look for a while, people are given the whole time all the same.
  const archiveDue = Math.max(due, clock.now() + notice)
  await turn.write((now) => (now.isArchiveAsked || now.keptBy !== undefined ? now : { ...now, archiveDue }))
  return { again: 0 }
}

async function archiveInTime(turn: IncidentTurn, channel: string, due: number): Promise<Next> {
  const { ports, clock } = turn
  await turn.hold()
  await ports.tell({ kind: 'archiving', due }, { channel }, turn)
  await turn.checkpoint('told archiving')
  const left = due - clock.now()
  if (left > 0) return { again: Math.min(left, day) }
  if (await wasUsed(turn, channel)) return { again: 0 }
  await turn.write((now) => (isArchivingOff(now) ? now : { ...now, isArchiveAsked: true }))
  return { again: 0 }
}

/** Whether something is new there: somebody has written, or has archived it, so that there is nothing to do any more. */
async function wasUsed(turn: IncidentTurn, channel: string): Promise<boolean> {
  const { rooms } = turn.ports
  if ((await rooms.isOpen(channel)) === false) {
    await turn.write((now) => ({ ...now, done: [...now.done, 'archived'] }))
    return true
  }
  const since = quietSinceOf(turn.record)
  const spokenAt = await rooms.spokenSince(channel, since)
  if (spokenAt === undefined || spokenAt <= since) return false
  await turn.write((now) => ({ ...now, spokenAt }))
  await withdrawArchiving(turn)
  return true
}

/** The header says so before nothing can be said there any more. */
async function archive(turn: IncidentTurn): Promise<Next> {
  const { place, tries } = turn.record
  await turn.hold()
  let missing: string | undefined
  if (place?.kind === 'own') {
    await turn.ports.shown(turn.id, turn.version)
    try {
      await turn.ports.rooms.archive(place.channel)
    } catch (error) {
      if (!(error instanceof RoomRefused)) throw error
      if (error.passing && tries < mostTries) {
        await turn.write((now) => ({ ...now, tries: now.tries + 1 }))
        return { again: (tries < quickTries ? quickly : hour) * turn.ports.timeScale }
      }
      missing = `${error.what}.`
    }
  }
  await turn.checkpoint('archived')
  const how = missing === undefined ? 'archived' : 'archive refused'
  await turn.write((now) => ({
    ...now,
    tries: 0,
    done: [...now.done, how],
    ...(missing === undefined || now.missing.includes(missing) ? {} : { missing: [...now.missing, missing] }),
  }))
  return { again: 0 }
}
