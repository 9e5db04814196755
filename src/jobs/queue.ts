import type { Redis } from 'ioredis'
import { createWorkQueue, startWorkers, type WorkQueue, type Workers } from '../redis/work-queue.js'
import type { JobParts } from './parts.js'
import { runJob } from './run.js'

const name = 'jobs'
const concurrency = 20

export function createJobQueue(connection: Redis): WorkQueue {
  return createWorkQueue(connection, name, { oneEach: true })
}

/** Lets jobs tick: those whose time has come, and those whose worker died. */
export function startJobWorker<Ports>(
  parts: JobParts<Ports>,
  options: { readonly connection: Redis; readonly queue: WorkQueue; readonly leaseFor: number },
): Workers {
  const closing = new AbortController()
  const workers = startWorkers({
    ...options,
    name,
    concurrency,
    run: (id) => runJob(parts, id, options.leaseFor, closing.signal),
    overdue: () => parts.store.overdue(parts.clock.now(), 100),
    brokeOff: 'A tick broke off; the job is taken up again',
    logger: parts.logger,
  })
  return {
    ready: () => workers.ready(),
    close() {
      closing.abort()
      return workers.close()
    },
  }
}
