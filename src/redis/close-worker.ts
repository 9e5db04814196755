import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'bullmq'

/**
 * Takes no more work and lets running work end: what is cut off here is taken up like after a crash. On a cluster that lost a node meanwhile BullMQ sometimes
 * waits for ever for its own connection to end.
 * @param closeWithin ms that running work may take at most
 */
export async function closeWorker(worker: Worker, closeWithin: number): Promise<void> {
  const late = new AbortController()
  const patience = sleep(closeWithin, undefined, { signal: late.signal }).catch(() => undefined)
  await Promise.race([worker.close(), patience])
  late.abort()
}
