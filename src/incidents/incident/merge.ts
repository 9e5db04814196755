import type { IncidentRecord } from '../../core/incident.js'
import { RoomRefused } from '../../core/incident-room.js'
import { UserError } from '../../core/user-error.js'
import type { Next } from '../../flow/flow.js'
import { unmerged } from './endings.js'
import type { IncidentTurn } from './turn.js'

/** Merges that are followed before it counts as a circle. */
const longestChain = 20
/** The other one has to be looked at again, or has no channel yet (ms). */
const soon = 1_000
/** Tries to ask people over that Slack did not answer. */
const mostTries = 4

/**
 * What a merge brings to where it goes on: that one knows of it, with its tasks; its people are asked over. Two that went into each other at the same moment
 * do not end both: the one that was opened first goes on.
 * @returns undefined: everything is brought
 */
export async function bringOver(turn: IncidentTurn): Promise<Next | undefined> {
  const { record, ports } = turn
  if (record.status !== 'merged' || record.mergedInto === undefined || record.done.includes('brought over'))
    return undefined
  const way = await wayOf(record, ports.incident)
  if (way.kind === 'wait') return { again: soon * ports.timeScale }
  if (way.kind === 'back') {
    await turn.write((now) => unmerged(now, way.why, turn.clock.now()))
    return { again: 0 }
  }
  await turn.hold()
  let there: IncidentRecord
  try {
    there = await ports.join(record, way.into)
  } catch (error) {
    // It has ended in this very moment: the next look sees how.
    if (error instanceof UserError) return { again: soon * ports.timeScale }
    throw error
  }
  await turn.checkpoint('joined')
  const { place } = there
  if (place === undefined) return { again: soon * ports.timeScale }
  const channel = place.kind === 'own' ? place.channel : there.origin.channel
  await ports.tell({ kind: 'joined' }, { channel }, turn)
  const missing = await askOver(turn, place.kind === 'own' ? place.channel : undefined)
  if (missing === 'again') {
    await turn.write((now) => ({ ...now, tries: now.tries + 1 }))
    return { again: 3 * soon * ports.timeScale }
  }
  await turn.write((now) => ({
    ...now,
    tries: 0,
    mergedChannel: channel,
    done: [...now.done, 'brought over'],
    ...(missing === undefined ? {} : { missing: [...now.missing, missing] }),
  }))
  return { again: 0 }
}

/** Where a merge leads. `wait`: the other one of two that went into each other comes back in a moment. */
export type MergeWay =
  | { readonly kind: 'on'; readonly into: string }
  /** It does not go on there; why, as a sentence. */
  | { readonly kind: 'back'; readonly why: string }
  | { readonly kind: 'wait' }

/** Follows what it went into, which may have gone into another one meanwhile, or back into this one. */
export async function wayOf(
  record: IncidentRecord,
  find: (id: string) => Promise<IncidentRecord | undefined>,
): Promise<MergeWay> {
  const chain = [record]
  for (let last = record; ; ) {
    const id = last.mergedInto ?? ''
    const next = await find(id)
    if (next === undefined) return { kind: 'back', why: `${id} is not there any more.` }
    if (next.id === record.id || chain.length > longestChain) {
      const [first] = chain.toSorted(
        (one, other) => one.openedAt - other.openedAt || (one.id < other.id ? -1 : 1),
      )
      if (first !== record) return { kind: 'wait' }
      return { kind: 'back', why: `${chain[1]?.id ?? id} went into this one at the same moment.` }
    }
    if (next.status === 'closed' && next.joined?.includes(record.id) !== true)
      return { kind: 'back', why: `${next.id} was closed at the same moment.` }
    if (next.status !== 'merged') return { kind: 'on', into: next.id }
    chain.push(next)
    last = next
  }
}

/** Everybody who is in its channel. @returns what is missing, as a sentence; `again`: Slack did not answer */
async function askOver(turn: IncidentTurn, channel: string | undefined): Promise<string | undefined> {
  const { ports, record } = turn
  if (channel === undefined || record.place?.kind !== 'own') return undefined
  try {
    const people = await ports.rooms.peopleIn(record.place.channel)
    const out = await ports.rooms.invite(channel, people)
    if (out.length === 0) return undefined
    return `${out.length === 1 ? 'One person' : `${out.length} people`} could not be asked over.`
  } catch (error) {
    if (!(error instanceof RoomRefused)) throw error
    return error.passing && record.tries < mostTries ? 'again' : `${error.what}.`
  }
}
