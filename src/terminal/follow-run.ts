import type { RestingRun, Runs } from '../runbooks/runs.js'
import type { TerminalIo } from './io.js'
import { progressOf, whenAborted } from './showing.js'

/** Shows how a run gets on, up to where it waits for people or has ended, or until the person presses Ctrl-C: it goes on then. */
export async function followRun(
  id: string,
  runs: Pick<Runs, 'follow'>,
  io: TerminalIo,
  interrupted: AbortSignal | undefined,
): Promise<RestingRun | 'stopped following'> {
  const show = progressOf(io)
  let looking = true
  const rests = runs.follow(id, ({ text }) => {
    if (looking) show(text)
  })
  try {
    const end = await Promise.race([rests, whenAborted(interrupted)])
    if (end !== 'stopped following') show('')
    return end
  } finally {
    looking = false
    // After an interruption nobody waits for it any more.
    rests.catch(() => undefined)
  }
}
