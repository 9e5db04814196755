import type { Place } from '../core/caller.js'
import type { Edge } from './edge.js'
import type { Destination } from './outbox/contract.js'
import { waitingMessage } from './views/answers/waiting.js'

/** So long nobody wonders whether they were heard (ms). */
const patience = 2_000

/** Of the letter that the answer's takes the place of: older than any answer, whoever gives it. */
export const waitingVersions = { shown: 1, gone: 2 } as const

/** Gives what the work gives, and shows that it is waited for where that takes long. */
export type Waiting = <Found>(work: Promise<Found>) => Promise<Found>

/** The letter of what is answered in its place. */
export function answerKey(delivery: string): string {
  return `answer:${delivery}`
}

/**
 * Shows, after two seconds of silence, that the answer is on its way: as a message in the answer's place, which the answer takes over. It goes away where the
 * answer stands elsewhere. Nothing is shown of what is quicker, nor over a response_url, which is good for five uses only.
 */
export async function whileWaiting(
  edge: Pick<Edge, 'outbox' | 'directory' | 'logger'>,
  about: {
    readonly delivery: string
    /** Absent: on the Home tab, where nothing can stand. */
    readonly place?: Place | undefined
    readonly person: string
    readonly said: string
  },
  answer: (waiting: Waiting) => Promise<void>,
): Promise<void> {
  const { delivery, place, person, said } = about
  let showing: Promise<void> | undefined

  async function show(at: Place): Promise<void> {
    const message = waitingMessage(said, await edge.directory.nameOf(person))
    const to = destinationOf(at)
    await edge.outbox.send({
      key: answerKey(delivery),
      to,
      message,
      version: waitingVersions.shown,
      final: false,
    })
  }

  try {
    await answer(async (work) => {
      const timer = setTimeout(() => {
        if (place === undefined) return
        showing = show(place).catch((error: unknown) =>
          edge.logger.debug({ err: error, delivery }, 'That an answer is on its way could not be shown'),
        )
      }, patience)
      try {
        return await work
      } finally {
        clearTimeout(timer)
      }
    })
  } finally {
    if (showing !== undefined && place !== undefined) {
      await showing
      await takeAway(edge, delivery, place)
    }
  }
}

/** Nobody is waited for any more. Where the answer has taken its place there is a newer letter, and this one is not taken. */
export async function takeAway(
  { outbox, logger }: Pick<Edge, 'outbox' | 'logger'>,
  delivery: string,
  place: Place,
): Promise<void> {
  const key = answerKey(delivery)
  try {
    if (!(await outbox.has({ key, version: waitingVersions.shown }))) return
    const to = { ...destinationOf(place), remove: true as const }
    await outbox.send({
      key,
      to,
      message: { text: '', blocks: [] },
      version: waitingVersions.gone,
      final: true,
    })
  } catch (error) {
    logger.warn({ err: error, delivery }, 'That an answer is on its way could not be taken away')
  }
}

function destinationOf({ channel, threadTs }: Place): Destination {
  return { channel, ...(threadTs === undefined ? {} : { threadTs }) }
}
