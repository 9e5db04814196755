import { RoomRefused } from '../../core/incident-room.js'
import { isInTimeline, messageGone, wordsRead } from './marked.js'
import { againAfter, withMissing } from './set-up.js'
import type { IncidentTurn } from './turn.js'

/** Reads the words of messages that were put into the timeline, or have changed since. @returns ms after which Slack is to be asked again */
export async function readMarked(turn: IncidentTurn): Promise<number | undefined> {
  const { place } = turn.record
  if (place?.kind !== 'own') return undefined
  for (;;) {
    const asked = turn.record.marked.find((one) => isInTimeline(one) && !one.isRead)
    if (asked === undefined) return undefined
    try {
      const message = await turn.ports.rooms.message(place.channel, asked.ts)
      await turn.checkpoint('read message')
      await turn.write((now) =>
        message === undefined ? messageGone(now, asked.ts) : { ...wordsRead(now, asked, message), tries: 0 },
      )
    } catch (error) {
      if (!(error instanceof RoomRefused)) throw error
      const again = await againAfter(turn, error)
      if (again !== undefined) return again
      const missing = `${error.what}, so what was marked is not in the timeline.`
      await turn.write((now) => withMissing(wordsRead({ ...now, tries: 0 }, asked, undefined), missing))
    }
  }
}
