import { incidentPlaceOf, IncidentRecord, isIncidentEnded } from '../../core/incident.js'
import type { About, Flow, Next } from '../../flow/flow.js'
import { withdrawArchiving } from './archive.js'
import { callPeople } from './call-people.js'
import { bringOver } from './merge.js'
import { closed } from './movements.js'
import type { IncidentPorts } from './ports.js'
import { readMarked } from './read-marked.js'
import { remind } from './remind.js'
import { noticeLostRoom, setUp } from './set-up.js'
import { settleIncident, tellEverywhere } from './settle.js'
import type { IncidentTurn } from './turn.js'
import { watch } from './watch.js'
import { hearIncidentWord, type IncidentWord } from './words.js'

const day = 86_400_000
/** Reviews are looked up, and figures compared, for a year and a bit. */
const keptFor = 400 * day

export type IncidentFlow = Flow<IncidentRecord, IncidentPorts, IncidentWord>

/** From an alarm or a word to a channel, people, updates that come, and a review. */
export const incidentFlow: IncidentFlow = {
  kind: 'incident',
  lane: 'changing',
  record: IncidentRecord,
  keptFor,
  about: aboutIncident,
  look: carryOn,
  hear: hearIncidentWord,
  trouble: (record, words) => ({ ...record, trouble: words }),
  // People go on by themselves; that ohmy cannot is no end of their trouble, but ohmy's part is over.
  fail: (record, words, now) => ({ ...closed(record, now), trouble: words, reviewsOwed: 0 }),
}

/** The name of a channel is one incident's, as long as that is open. */
export function holdOf({ channelName }: Pick<IncidentRecord, 'channelName'>): string {
  return `incident-channel:${channelName}`
}

function aboutIncident(record: IncidentRecord): About {
  const { environment, status } = record
  const over = isIncidentEnded(record)
  // The header stays where it was; where its channel was lost another one is handed over.
  const place = record.place?.kind === 'lost' ? undefined : incidentPlaceOf(record)
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(place === undefined ? {} : { place }),
    ended: over,
    state: status,
    holds: over ? [] : [{ name: holdOf(record), most: 1 }],
  }
}

async function carryOn(turn: IncidentTurn): Promise<Next> {
  if (turn.record.place === undefined) await auditOpened(turn)
  if (turn.record.trouble !== undefined && !isIncidentEnded(turn.record))
    await turn.write(({ trouble: _gone, ...now }) => now)
  const room = await noticeLostRoom(turn)
  await tellEverywhere(turn)
  const brought = await bringOver(turn)
  if (brought !== undefined) return brought
  await withdrawArchiving(turn)
  if (isIncidentEnded(turn.record)) {
    const unread = await readMarked(turn)
    return unread === undefined ? settleIncident(turn) : { again: unread }
  }
  const again = (await setUp(turn)) ?? (await readMarked(turn))
  await tellEverywhere(turn)
  const answer = await callPeople(turn)
  const dues = [room, again, answer, await remind(turn), await watch(turn)].filter((due) => due !== undefined)
  if (isIncidentEnded(turn.record)) return { again: 0 }
  return { again: Math.max(1, Math.min(day, ...dues)) }
}

/** Written down before the room is there: afterwards every look would write it again, and after a month it would stand twice. */
async function auditOpened({ id, ports, record }: IncidentTurn): Promise<void> {
  const { severity, title, environment, caller } = record
  await ports.audit({
    kind: 'incident opened',
    actor: caller,
    summary: `SEV-${severity}: ${title} (${id})`,
    ...(environment === undefined ? {} : { environment }),
    incident: id,
    once: 'opened',
  })
}
