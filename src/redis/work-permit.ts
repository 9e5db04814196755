import type { Worker } from 'bullmq'

/** Whether this process may take work now: what it may not, another one takes. */
export type MayWork = () => boolean

/**
 * Lets a worker of BullMQ's that was made with `autorun: false` run only while its process may take work. What it has taken up already goes on.
 * @returns to be called at the start and every now and then; answers whether it runs
 */
export function createWorkPermit(worker: Pick<Worker, 'run' | 'pause' | 'resume'>, mayWork: MayWork) {
  let runs = false
  let begun = false
  // Their failures are told by the worker itself, on its `error` event.
  const quietly = () => undefined
  return (): boolean => {
    const may = mayWork()
    if (may === runs) return runs
    runs = may
    if (!may) worker.pause(true).catch(quietly)
    else if (begun) worker.resume().catch(quietly)
    else worker.run().catch(quietly)
    begun = true
    return runs
  }
}
