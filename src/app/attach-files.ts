import type { Logger } from 'pino'
import type { ReadingPorts } from '../logs/reading.js'
import { section } from '../slack/blocks.js'
import { message } from '../slack/message.js'
import type { Outbox } from '../slack/outbox/contract.js'
import type { Upload } from '../slack/upload.js'
import { letterOf } from '../slack/outbox/flow-letter.js'

/** A message that Slack has not shown by then gets its files all the same, under the place where it was asked (ms). */
const shownWithin = 10_000

/** Puts files under a flow's message, in its thread. What Slack does not take is said there. */
export function createAttachFiles(options: {
  readonly outbox: Outbox
  /** Rejects when Slack does not take them. */
  readonly upload: Upload
  readonly logger: Logger
}): ReadingPorts['attach'] {
  const { outbox, upload, logger } = options
  return async ({ id, version, place }, filesOf) => {
    const key = letterOf(id)
    await outbox.shown({ key, version }, shownWithin)
    const threadTs = place.threadTs ?? (await outbox.postedAs(key))
    const to = { channel: place.channel, ...(threadTs === undefined ? {} : { threadTs }) }
    try {
      const files = await filesOf()
      if (files.length > 0) await upload(to, files)
    } catch (error) {
      logger.warn({ err: error, flow: id }, 'The files of a flow could not be handed over')
      const words = '⚠️ The file with the whole result did not get here. Ask again to get it.'
      const letter = { key: `${key}:files`, to, message: message([section(words)]), version: 1 }
      await outbox.send({ ...letter, final: true })
    }
  }
}
