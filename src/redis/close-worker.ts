import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'bullmq'

/** Running work may take so long when the process stops (ms). */
const closeWithin = 5_000

/**
 * Takes no more work and lets running work end, for 5 s at most: what is cut off here is taken up like after a crash. On a cluster that lost a node meanwhile
 * BullMQ sometimes waits for ever for its own connection to end.
 */
export async function closeWorker(worker: Worker): Promise<void> {
  const late = new AbortController()
  const patience = sleep(closeWithin, undefined, { signal: late.signal }).catch(() => undefined)
  await Promise.race([worker.close(), patience])
  late.abort()
}
