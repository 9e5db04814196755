import type { EndedReading, Readings } from '../logs/readings.js'
import type { TerminalIo } from './io.js'
import { progressOf, whenAborted } from './showing.js'

/**
 * Shows how a followed log or a query gets on, up to its end, or until the person presses Ctrl-C. On a TTY the message is rewritten in place; elsewhere its
 * first line is one more line whenever it changes, and the whole comes last.
 */
export async function followReading(
  id: string,
  readings: Pick<Readings, 'follow'>,
  io: TerminalIo,
  interrupted: AbortSignal | undefined,
): Promise<EndedReading | 'stopped following'> {
  const show = progressOf(io)
  let looking = true
  const ended = readings.follow(id, ({ text }, isEnded) => {
    if (looking && !isEnded) show(text)
  })
  try {
    const end = await Promise.race([ended, whenAborted(interrupted)])
    if (end !== 'stopped following') show('')
    return end
  } finally {
    looking = false
    // After an interruption nobody waits for it any more.
    ended.catch(() => undefined)
  }
}
