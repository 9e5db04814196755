import type { OperationRecord } from '../core/operation.js'
import type { Operations } from '../operations/operations.js'
import type { Progress } from './progress.js'
import { whenAborted } from './showing.js'

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
