import type { Place } from '../../core/caller.js'
import type { Next } from '../../flow/flow.js'
import { settleRoom } from './archive.js'
import { bookmark } from './beginning.js'
import { once, placeToTell } from './set-up.js'
import type { IncidentTurn } from './turn.js'

/** The announcement, what points to the channel from where it was opened, and a header whose channel was lost. The same again changes nothing. */
export async function tellEverywhere(turn: IncidentTurn): Promise<void> {
  const { ports, record } = turn
  const { place, origin } = record
  const { announcements } = ports
  await ports.tell({ kind: 'announcement' }, announcements, turn)
  // Without a channel of its own the header stands where it was opened.
  if (place?.kind === 'own' && !isSame(origin, announcements))
    await ports.tell({ kind: 'pointer' }, origin, turn)
  if (record.isCommanderAskedFor) await ports.tell({ kind: 'commander wanted' }, placeToTell(turn), turn)
  if (place?.kind === 'lost') await ports.tell({ kind: 'header' }, origin, turn)
}

/** The last duties of an incident: its end is recorded, the review handed over, its channel archived where that is asked for. */
export async function settleIncident(turn: IncidentTurn): Promise<Next> {
  await auditEnded(turn)
  const { record, ports } = turn
  if (record.reviewsOwed > 0) {
    // Counted before it is tried: a process that dies in between may leave a review there twice, and never tries for ever.
    await turn.write((now) => ({ ...now, reviewsOwed: now.reviewsOwed - 1 }))
    await ports.handOver(turn)
    await turn.checkpoint('handed over')
    await turn.write((now) => ({ ...now, reviewsOwed: 0 }))
    return { again: 0 }
  }
  const again = await bookmarkReview(turn)
  return again === undefined ? settleRoom(turn) : { again }
}

/** Once: its channel may be looked after for longer than the audit knows what it has. */
async function auditEnded(turn: IncidentTurn): Promise<void> {
  const { record, ports, id } = turn
  const once = `ended ${record.rounds}`
  if (record.done.includes(once)) return
  await ports.audit({
    kind: 'incident ended',
    actor: record.endedBy === undefined ? record.caller : { ...record.caller, ...record.endedBy },
    summary: `${record.status}: ${record.title} (${id})`,
    ...(record.environment === undefined ? {} : { environment: record.environment }),
    incident: id,
    once,
  })
  await turn.checkpoint('recorded end')
  await turn.write((now) => ({ ...now, done: [...now.done, once] }))
}

/** A channel by its id, or by its name as it is configured. */
function isSame(origin: Place, announcements: Place): boolean {
  return origin.channel === announcements.channel || `#${origin.channelName}` === announcements.channel
}

/** Whoever comes back to its channel finds the review at its head. @returns ms after which Slack is to be asked again */
async function bookmarkReview(turn: IncidentTurn): Promise<number | undefined> {
  const { place, status, done, rounds } = turn.record
  if (
    status !== 'closed' ||
    place?.kind !== 'own' ||
    !done.includes('bookmarked') ||
    done.includes('archived')
  )
    return undefined
  return once(turn, `bookmarked review ${rounds}`, async () =>
    bookmark(turn, place.channel, await turn.ports.bookmarks(turn.record)),
  )
}
