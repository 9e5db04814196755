import { DelayedError, Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { keys } from '../../redis/keys.js'
import type { EngineParts } from './parts.js'
import { runOperation } from './run.js'

const queueName = 'operations'

/** Jobs carry the operation's id and nothing else: what a worker needs is read fresh. */
interface OperationJob {
  readonly operation: string
}

export interface OperationQueue {
  /** Makes a worker look after the operation now. Losing it is harmless: open operations are found again within seconds. */
  wake(id: string): Promise<void>
  close(): Promise<void>
}

export interface OperationWorker {
  ready(): Promise<void>
  close(): Promise<void>
}

/** Operations run at the same time in one process; waiting ones do not count. */
const concurrency = 50
/** Milliseconds; with a short lease more often, so that a takeover takes no longer than the lease and this together. */
const lookForOverdueEvery = 2_000

// BullMQ keeps about 10,000 events a queue by default; nobody reads them here.
const streams = { events: { maxLen: 100 } }

export function createOperationQueue(connection: Redis): OperationQueue {
  const queue = new Queue<OperationJob>(queueName, { connection, prefix: keys.queues, streams })
  // The connection reports its own errors; without a listener BullMQ's copy of them would end the process.
  queue.on('error', () => undefined)
  return {
    async wake(id) {
      await queue.add('run', { operation: id }, { removeOnComplete: true, removeOnFail: true })
    },
    close: () => queue.close(),
  }
}

/**
 * Runs operations. Three things bring an operation back after a crash: BullMQ's stalled check, the lease that ends, and the look for
 * overdue operations; any one of them is enough, and more of them do no harm.
 */
export function startOperationWorker<Ports>(
  parts: EngineParts<Ports>,
  options: { readonly connection: Redis; readonly queue: OperationQueue; readonly leaseFor: number },
): OperationWorker {
  const { logger } = parts
  const worker = new Worker<OperationJob>(
    queueName,
    async (job, token) => {
      const leg = await runOperation(parts, job.data.operation, options.leaseFor)
      if (leg === 'settled') return
      await job.moveToDelayed(Date.now() + leg.again, token)
      throw new DelayedError()
    },
    {
      connection: options.connection,
      prefix: keys.queues,
      concurrency,
      lockDuration: 5_000,
      stalledInterval: 2_000,
      // The engine, not the queue, decides how an operation ends: crashes never fail a job for good.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', () => undefined)
  worker.on('failed', (job, error) => {
    logger.warn(
      { err: error, operation: job?.data.operation },
      'A leg of an operation broke off; it is taken up again',
    )
  })
  const overdue = setInterval(
    () => {
      wakeOverdue().catch((error: unknown) =>
        logger.debug({ err: error }, 'Overdue operations could not be looked for'),
      )
    },
    Math.min(lookForOverdueEvery, options.leaseFor / 3),
  )

  async function wakeOverdue(): Promise<void> {
    for (const id of await parts.store.overdue(parts.clock.now(), 100)) {
      await options.queue.wake(id)
    }
  }

  return {
    async ready() {
      await worker.waitUntilReady()
    },
    async close() {
      clearInterval(overdue)
      await worker.close()
    },
  }
}
