import type { Logger } from 'pino'
import { type IncidentRecord, reviewTries } from '../core/incident.js'
import { maskSecrets } from '../core/mask.js'
import type { ReplyFile } from '../core/message.js'
import { section } from '../slack/blocks.js'
import { message } from '../slack/message.js'
import { code } from '../slack/mrkdwn.js'
import type { Outbox } from '../slack/outbox/contract.js'
import type { CreateCanvas } from '../slack/canvas.js'
import type { Upload } from '../slack/upload.js'
import { closedMessage } from '../slack/views/incidents/told.js'
import { letterOf } from '../slack/outbox/flow-letter.js'

/** What the review stands below is given so long to be seen (ms). */
const shownWithin = 10_000

/**
 * Posts the review of an incident in its channel, and in the thread of its announcement; where the workspace has canvases it is one of its channel as well. What
 * Slack does not take is said in the channel, but for a canvas: nobody misses one who has none.
 */
export function createHandOver(options: {
  readonly outbox: Outbox
  readonly upload: Upload
  readonly canvas: CreateCanvas
  /** The id behind a channel's name. */
  readonly channelId: (channel: string) => Promise<string>
  readonly announcements: string
  readonly review: (record: IncidentRecord) => Promise<ReplyFile>
  readonly logger: Logger
}): (incident: { readonly record: IncidentRecord }) => Promise<void> {
  const { outbox, upload, canvas, channelId, announcements, review, logger } = options

  async function post(to: Parameters<Upload>[0], file: ReplyFile, id: string): Promise<boolean> {
    try {
      await upload(to, [file])
      return true
    } catch (error) {
      logger.warn({ err: error, incident: id }, 'Slack did not take the review of an incident')
      return false
    }
  }

  /** Once a closing: tried again after a crash it may be there already. */
  async function isCanvasThere({ id, place, reviewsOwed, title, rounds }: IncidentRecord, file: ReplyFile) {
    if (place?.kind !== 'own' || reviewsOwed < reviewTries - 1) return false
    const name = `Review: ${maskSecrets(title)}${rounds === 1 ? '' : ` (${rounds})`}`
    const refused = await canvas(place.channel, name, String(file.content))
    if (refused !== undefined) logger.info({ incident: id, why: refused.why }, 'A review is no canvas')
    return refused === undefined
  }

  return async ({ record }) => {
    const { id, rounds, place, origin } = record
    const channel = place?.kind === 'own' ? place.channel : origin.channel
    const key = `${letterOf(id)}:closed:${rounds}`
    const file = await review(record)
    const told = closedMessage(record, await isCanvasThere(record, file))
    await outbox.send({ key, to: { channel }, message: told, version: 1, final: true })
    await outbox.shown({ key, version: 1 }, shownWithin)
    const isThere = await post({ channel: await channelId(channel) }, file, id)
    if (!isThere) {
      const words = `⚠️ The review did not get here: ${code(`/ohmy incident report ${id}`)} gives it.`
      const letter = { key: `${key}:missing`, to: { channel }, message: message([section(words)]) }
      await outbox.send({ ...letter, version: 1, final: true })
    }
    const threadTs = await outbox.postedAs(`${letterOf(id)}:announcement`)
    if (threadTs !== undefined) await post({ channel: await channelId(announcements), threadTs }, file, id)
  }
}
