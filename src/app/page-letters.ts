import type { Clock } from '../core/clock.js'
import { isPageEnded } from '../core/page.js'
import type { Zone } from '../core/time-zone.js'
import type { PagePorts } from '../oncall/page/ports.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { pageCallMessage, pageDirectMessage, pageUnansweredMessage } from '../slack/views/oncall/page.js'
import { letterOf } from '../slack/outbox/flow-letter.js'

/** So long a call waits for the message it belongs under; then it is made in the channel (ms). A letter of a process that died takes ten seconds. */
const shownWithin = 30_000

/** What a page posts besides its own message: each letter has one name, so that it is there once, whoever dies in between. */
export function createPageLetters(options: {
  readonly outbox: Outbox
  /** The channel of the direct message with a person. */
  readonly directMessage: (person: string) => Promise<string>
  readonly zone: Zone
  /** The store's. */
  readonly clock: Clock
}): Pick<PagePorts, 'tell' | 'call' | 'unanswered'> {
  const { outbox, directMessage, zone, clock } = options

  return {
    async tell(record, version, person) {
      const key = `page:${record.id}:to:${person}`
      const final = isPageEnded(record.state)
      // Whoever was not told while it called need not be told that it is over.
      if (final && !(await outbox.has({ key, version: 1 }))) return
      const to = { channel: await directMessage(person) }
      await outbox.send({ key, to, message: pageDirectMessage(record, person, zone), version, final })
    },

    async call(record, call) {
      const key = `page:${record.id}:call:${call}`
      if (await outbox.has({ key, version: 1 })) return true
      const threadTs = record.place.threadTs ?? (await outbox.postedAs(letterOf(record.id)))
      const at = record.calls[call]?.at ?? 0
      if (threadTs === undefined && clock.now() < at + shownWithin) return false
      const to = { channel: record.place.channel, ...(threadTs === undefined ? {} : { threadTs }) }
      await outbox.send({ key, to, message: pageCallMessage(record, call), version: 1, final: true })
      return true
    },

    async unanswered(record) {
      const { place } = record
      const message = pageUnansweredMessage(record, zone)
      const key = `page:${record.id}:unanswered`
      await outbox.send({ key, to: { channel: place.channel }, message, version: 1, final: true })
    },
  }
}
