import type { OperationRecord } from '../core/operation.js'
import type { EndedReading, Readings } from '../logs/readings.js'
import type { Operations } from '../operations/operations.js'
import type { RestingRun, Runs } from '../runbooks/runs.js'
import type { TerminalIo } from './io.js'
import type { Progress } from './progress.js'
import { changingText } from './showing.js'

/** The person does not want to look any longer. */
type Stopped = 'stopped following'

/** Follows an operation to its end, or until the person stops looking: the operation goes on then. */
export async function followToEnd(
  id: string,
  operations: Pick<Operations, 'follow'>,
  progress: Progress,
  interrupted: AbortSignal | undefined,
): Promise<OperationRecord | Stopped> {
  try {
    const end = await lookOn((changed) => operations.follow(id, changed), progress.show, interrupted)
    if (end !== 'stopped following') progress.show(end)
    return end
  } finally {
    progress.end()
  }
}

/** Shows how a followed log or a query gets on, up to its end, or until the person presses Ctrl-C. */
export async function followReading(
  id: string,
  readings: Pick<Readings, 'follow'>,
  io: TerminalIo,
  interrupted: AbortSignal | undefined,
): Promise<EndedReading | Stopped> {
  const show = changingText(io)
  const end = await lookOn<Parameters<Parameters<Readings['follow']>[1]>, EndedReading>(
    (changed) => readings.follow(id, changed),
    ({ text }, isEnded) => {
      if (!isEnded) show(text)
    },
    interrupted,
  )
  if (end !== 'stopped following') show('')
  return end
}

/** Shows how a run gets on, up to where it waits for people or has ended, or until the person presses Ctrl-C: it goes on then. */
export async function followRun(
  id: string,
  runs: Pick<Runs, 'follow'>,
  io: TerminalIo,
  interrupted: AbortSignal | undefined,
): Promise<RestingRun | Stopped> {
  const show = changingText(io)
  const end = await lookOn(
    (changed: Parameters<Runs['follow']>[1]) => runs.follow(id, changed),
    ({ text }) => show(text),
    interrupted,
  )
  if (end !== 'stopped following') show('')
  return end
}

/** Nothing is shown any more once this has resolved. */
async function lookOn<Told extends readonly unknown[], End>(
  follow: (changed: (...told: Told) => void) => Promise<End>,
  show: (...told: Told) => void,
  interrupted: AbortSignal | undefined,
): Promise<End | Stopped> {
  let looking = true
  const ended = follow((...told) => {
    if (looking) show(...told)
  })
  try {
    return await Promise.race([ended, whenAborted(interrupted)])
  } finally {
    looking = false
    // After an interruption nobody waits for it any more.
    ended.catch(() => undefined)
  }
}

function whenAborted(signal: AbortSignal | undefined): Promise<Stopped> {
  if (signal === undefined) return new Promise(() => undefined)
  if (signal.aborted) return Promise.resolve('stopped following')
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped following'), { once: true })
  })
}
