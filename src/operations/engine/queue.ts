import type { Redis } from 'ioredis'
import { createWorkQueue, startWorkers, type WorkQueue, type Workers } from '../../redis/work-queue.js'
import type { MayWork } from '../../redis/work-permit.js'
import type { EngineParts } from './parts.js'
import { runOperation } from './run.js'

const name = 'operations'
const concurrency = 50

export function createOperationQueue(connection: Redis): WorkQueue {
  return createWorkQueue(connection, name)
}

/** Runs operations: those that are woken, and those whose worker died. */
export function startOperationWorker<Ports>(
  parts: EngineParts<Ports>,
  options: {
    readonly connection: Redis
    readonly queue: WorkQueue
    readonly leaseFor: number
    readonly mayWork?: MayWork
  },
): Workers {
  return startWorkers({
    ...options,
    name,
    concurrency,
    run: (id) => runOperation(parts, id, options.leaseFor),
    overdue: () => parts.store.overdue(parts.clock.now(), 100),
    brokeOff: 'A leg of an operation broke off; it is taken up again',
    logger: parts.logger,
  })
}
