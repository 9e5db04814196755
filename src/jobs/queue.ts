import { DelayedError, Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import type { JobParts } from './parts.js'
import { runJob } from './run.js'

const queueName = 'jobs'

/** Queued work carries the job's id and nothing else: what a worker needs is read fresh. */
interface Queued {
  readonly job: string
}

export interface JobQueue {
  /** Makes a worker look after the job now. Losing it is harmless: open jobs are found again within seconds. */
  wake(id: string): Promise<void>
  close(): Promise<void>
}

export interface JobWorker {
  ready(): Promise<void>
  close(): Promise<void>
}

/** Ticks at the same time in one process; jobs between two ticks do not count. */
const concurrency = 20
/** Milliseconds. */
const lookForOverdueEvery = 2_000

export function createJobQueue(connection: Redis): JobQueue {
  // Nobody reads BullMQ's events here.
  const queue = new Queue<Queued>(queueName, {
    connection,
    prefix: keys.queues,
    streams: { events: { maxLen: 100 } },
  })
  queue.on('error', () => undefined)
  return {
    async wake(id) {
      // Its own id: sent twice by a client that lost the answer, it is there once, and one tick follows another and not two at a time.
      const queued = await queue.add(
        'tick',
        { job: id },
        { jobId: id, removeOnComplete: true, removeOnFail: true },
      )
      // One that waits for its next tick is not added again, but brought forward; one that runs now is neither.
      if (await queued.isDelayed()) await queued.promote().catch(() => undefined)
    },
    close: () => queue.close(),
  }
}

/**
 * Lets jobs tick. Three things bring one back after a crash: BullMQ's stalled check, the lease that ends, and the look for overdue jobs; any one of
 * them is enough, and more of them do no harm.
 */
export function startJobWorker<Ports>(
  parts: JobParts<Ports>,
  options: { readonly connection: Redis; readonly queue: JobQueue; readonly leaseFor: number },
): JobWorker {
  const { logger } = parts
  const closing = new AbortController()
  const worker = new Worker<Queued>(
    queueName,
    async (queued, token) => {
      const leg = await runJob(parts, queued.data.job, options.leaseFor, closing.signal)
      if (leg === 'settled') return
      await queued.moveToDelayed(Date.now() + leg.again, token)
      throw new DelayedError()
    },
    {
      connection: options.connection,
      prefix: keys.queues,
      concurrency,
      lockDuration: 5_000,
      stalledInterval: 2_000,
      // The record, not the queue, decides how a job ends: crashes never fail it for good.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', () => undefined)
  worker.on('failed', (queued, error) => {
    logger.warn({ err: error, job: queued?.data.job }, 'A tick broke off; the job is taken up again')
  })
  const overdue = setInterval(
    () => {
      wakeOverdue().catch((error: unknown) =>
        logger.debug({ err: error }, 'Overdue jobs could not be looked for'),
      )
    },
    Math.min(lookForOverdueEvery, options.leaseFor / 3),
  )

  async function wakeOverdue(): Promise<void> {
    for (const id of await parts.store.overdue(parts.clock.now(), 100)) await options.queue.wake(id)
  }

  return {
    async ready() {
      await worker.waitUntilReady()
    },
    async close() {
      clearInterval(overdue)
      closing.abort()
      await worker.close()
    },
  }
}
