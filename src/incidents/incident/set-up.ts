import { incidentPlaceOf, type IncidentRecord, isIncidentEnded } from '../../core/incident.js'
import { RoomRefused } from '../../core/incident-room.js'
import { bookmark, tellBeginning } from './beginning.js'
import type { IncidentTurn } from './turn.js'

/** Tries of one thing that Slack did not answer, before the incident goes on without it. */
const mostTries = 4
/** Between two of them (ms). */
const againIn = 3_000
/** The header is posted by whoever has its letter: one that died keeps it for ten seconds, and Slack may ask to wait (ms). */
const headerIn = 500
/** How often it is asked whether its channel is there, where nothing was heard of it (ms). Of Slack's time: the sandbox's faster one does not make more of it. */
const roomLookEvery = 10 * 60_000
/** So long after the opening what is only too early is waited for (ms): Slack makes 20 channels a minute. */
const longestWait = 15 * 60_000

/** Makes its channel, and everything that belongs into it. @returns ms after which something has to be tried again */
export async function setUp(turn: IncidentTurn): Promise<number | undefined> {
  if (turn.record.place === undefined) {
    const again = await openRoom(turn)
    if (again !== undefined) return again
  }
  const { place } = turn.record
  if (place?.kind !== 'own') return undefined
  const { channel } = place
  const { ports } = turn
  const { severity, id } = turn.record
  return (
    (await once(turn, `topic ${severity}`, () => ports.rooms.describe(channel, topicOf(turn.record)))) ??
    (await once(turn, 'pinned', async () => {
      const ts = await ports.headerOf(id)
      if (ts === undefined)
        throw new RoomRefused('The header did not come, so ohmy could not pin it', true, { wait: headerIn })
      await ports.rooms.pin(channel, ts)
    })) ??
    (await once(turn, 'told beginning', () => tellBeginning(turn, channel))) ??
    (await once(turn, `invited ${severity}`, () => invite(turn, channel))) ??
    // Last: it waits for what the channel begins with, and nobody is invited later for that.
    (await once(turn, 'bookmarked', async () => bookmark(turn, channel, await ports.bookmarks(turn.record))))
  )
}

async function openRoom(turn: IncidentTurn): Promise<number | undefined> {
  const { ports, record } = turn
  await turn.hold()
  await turn.checkpoint('opening room')
  try {
    const wanted = { incident: record.id, name: record.channelName, since: record.openedAt }
    const room = await ports.rooms.open(wanted)
    // Before the record says so: whoever dies in between finds the channel again, and keeps it again.
    await ports.keepRoom(room.channel, record.id)
    await turn.checkpoint('opened room')
    await turn.write((now) =>
      now.place === undefined ? { ...now, tries: 0, place: { kind: 'own', ...room } } : now,
    )
    return undefined
  } catch (error) {
    if (!(error instanceof RoomRefused)) throw error
    const again = await againAfter(turn, error)
    if (again !== undefined) return again
    const why = `${error.what}, so this incident has no channel of its own.`
    await turn.write((now) =>
      now.place === undefined ? { ...now, tries: 0, place: { kind: 'none', why } } : now,
    )
    return undefined
  }
}

/** Whoever opened it, and whom the severity asks for. Slack does not have everybody: who stays out is said. */
async function invite(turn: IncidentTurn, channel: string): Promise<void> {
  const { ports, record } = turn
  const asked = await ports.peopleFor(record.severity, record.environment)
  const people = [...new Set([record.caller.id, ...asked])]
  // Before they are: Slack tells that they have come in at once.
  await turn.write((now) => (now.invited === undefined ? { ...now, invited: people } : now))
  const out = await ports.rooms.invite(channel, people)
  if (out.length > 0) {
    const who = out.length === 1 ? 'One person' : `${out.length} people`
    throw new RoomRefused(`${who} could not be invited`, false)
  }
}

/** Does something to the channel once; what Slack does not let ohmy do is said, and the incident goes on. */
export async function once(
  turn: IncidentTurn,
  name: string,
  act: () => Promise<void>,
): Promise<number | undefined> {
  if (turn.record.done.includes(name)) return undefined
  await turn.hold()
  let missing: string | undefined
  try {
    await act()
  } catch (error) {
    if (!(error instanceof RoomRefused)) throw error
    const again = await againAfter(turn, error)
    if (again !== undefined) return again
    missing = `${error.what}.`
  }
  await turn.checkpoint(`set up ${name.split(' ')[0] ?? name}`)
  await turn.write((now) =>
    withMissing({ ...now, tries: 0, done: [...now.done.filter((one) => one !== name), name] }, missing),
  )
  return undefined
}

/** @param missing what could not be done, as a sentence; said once */
export function withMissing(record: IncidentRecord, missing: string | undefined): IncidentRecord {
  if (missing === undefined || record.missing.includes(missing)) return record
  return { ...record, missing: [...record.missing, missing] }
}

/** What is only too early is waited for, and does not count as a try. @returns ms after which the same is tried again; undefined: it is given up */
export async function againAfter(turn: IncidentTurn, error: RoomRefused): Promise<number | undefined> {
  const { record, clock, ports } = turn
  if (!error.passing) return undefined
  if (error.wait !== undefined && clock.now() < record.openedAt + longestWait) return error.wait
  if (record.tries >= mostTries) return undefined
  await turn.write((now) => ({ ...now, tries: now.tries + 1 }))
  return againIn * ports.timeScale
}

/**
 * Its channel was archived or deleted by somebody: it goes on where it was opened, and says so. Slack tells of it; in case that got lost it is looked at once in a
 * while: 50 incidents that are open ask five times a minute.
 * @returns ms until it is to be looked at; undefined: there is nothing to look at
 */
export async function noticeLostRoom(turn: IncidentTurn): Promise<number | undefined> {
  const { record, ports, clock } = turn
  const { place, roomSeenAt, openedAt, isRoomDoubted } = record
  if (place?.kind !== 'own' || isIncidentEnded(record)) return undefined
  const left = (roomSeenAt ?? openedAt) + roomLookEvery - clock.now()
  if (isRoomDoubted !== true && left > 0) return left
  const isOpen = await ports.rooms.isOpen(place.channel)
  // Nobody knows: taken for open it would be looked at in ten minutes.
  if (isOpen === undefined) return againIn * ports.timeScale
  const why = `Somebody archived #${place.name}, so it goes on here.`
  await turn.write(({ isRoomDoubted: _doubted, ...now }) => ({
    ...now,
    roomSeenAt: clock.now(),
    ...(isOpen ? {} : { place: { kind: 'lost', name: place.name, why } }),
  }))
  return isOpen ? roomLookEvery : undefined
}

/** Where people read about it now, for messages besides the header. */
export function placeToTell(turn: IncidentTurn) {
  const { place, origin } = turn.record
  return place?.kind === 'lost' ? origin : (incidentPlaceOf(turn.record) ?? origin)
}

function topicOf({ severity, title, id }: IncidentRecord): string {
  return `SEV-${severity} · ${title} · ${id}`
}
