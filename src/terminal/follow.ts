import type { OperationRecord } from '../core/operation.js'
import type { Operations } from '../operations/operations.js'
import type { Progress } from './progress.js'

/** Follows an operation to its end, or until the person stops looking: the operation goes on then. */
export async function followToEnd(
  id: string,
  operations: Pick<Operations, 'follow'>,
  progress: Progress,
  interrupted: AbortSignal | undefined,
): Promise<OperationRecord | 'stopped following'> {
  let looking = true
  const ended = operations.follow(id, (record) => {
    if (looking) progress.show(record)
  })
  try {
    const result = await Promise.race([ended, whenAborted(interrupted)])
    if (result !== 'stopped following') progress.show(result)
    return result
  } finally {
    looking = false
    progress.end()
    // After an interruption nobody waits for it any more.
    ended.catch(() => undefined)
  }
}

function whenAborted(signal: AbortSignal | undefined): Promise<'stopped following'> {
  if (signal === undefined) return new Promise(() => undefined)
  if (signal.aborted) return Promise.resolve('stopped following')
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped following'), { once: true })
  })
}
