import { section } from '../slack/blocks.js'
import { message } from '../slack/message.js'
import { contextOf, definitionOf, letterOf } from './parts.js'
import type { JobRun } from './run.js'

/** A message that Slack has not shown by then gets its files all the same, under the place where it was asked (ms). */
const shownWithin = 10_000

/**
 * Puts a job's files under its message. Counted before it is tried: a process that dies in between may leave them there twice, and never tries
 * for ever. What Slack does not take is said in the thread.
 */
export async function handOverFiles<Ports>(run: JobRun<Ports>): Promise<void> {
  const { parts } = run
  const { id, name, place, filesOwed, messageVersion: version } = run.current.record
  if (filesOwed === 0 || place === undefined) return
  await run.write((record) => ({ ...record, filesOwed: record.filesOwed - 1 }))
  await parts.outbox.shown({ key: letterOf(id), version }, shownWithin)
  const threadTs = place.threadTs ?? (await parts.store.postedAs(letterOf(id)))
  const to = { channel: place.channel, ...(threadTs === undefined ? {} : { threadTs }) }
  try {
    const definition = definitionOf(parts, name)
    const files = (await definition.files?.(contextOf(parts, definition, run.current.record))) ?? []
    if (files.length > 0) await parts.upload(to, files)
  } catch (error) {
    parts.logger.warn({ err: error, job: id }, 'The files of a job could not be handed over')
    const words = '⚠️ The file with the whole result did not get here. Ask again to get it.'
    const letter = { key: `${letterOf(id)}:files`, to, message: message([section(words)]), version: 1 }
    await parts.outbox.send({ ...letter, final: true })
  }
  await run.write((record) => ({ ...record, filesOwed: 0 }))
}
