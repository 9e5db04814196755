import type { IncidentTurn } from './turn.js'
import type { Bookmark } from '../../core/incident-room.js'

/** Says in its channel, once, what it begins with: the alert, the runbook, what changed before. Where there is none of it nothing is said. */
export async function tellBeginning(turn: IncidentTurn, channel: string): Promise<void> {
  const { ports, record } = turn
  const beginning = await ports.beginning(record)
  const { alertLink, runbook, changed } = beginning
  if (record.alert === undefined && alertLink === undefined && runbook === undefined && changed.length === 0)
    return
  await ports.tell({ kind: 'beginning', beginning }, { channel }, turn)
}

/** Keeps what everybody looks for at the head of its channel. What is there already stays. */
export async function bookmark(
  turn: IncidentTurn,
  channel: string,
  links: readonly Bookmark[],
): Promise<void> {
  for (const link of links) await turn.ports.rooms.bookmark(channel, link)
}
