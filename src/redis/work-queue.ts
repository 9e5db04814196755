import { DelayedError, Queue, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { keys } from './keys.js'
import { createWorkPermit, type MayWork } from './work-permit.js'

/** Queued work carries the id of a record and nothing else: what a worker needs is read fresh. */
interface Queued {
  readonly id: string
}

export interface WorkQueue {
  /** Makes a worker look after the record now. Losing it is harmless: open records are found again within seconds. */
  wake(id: string): Promise<void>
  close(): Promise<void>
}

export interface Workers {
  ready(): Promise<void>
  close(): Promise<void>
}

/** What becomes of the work on a record: it goes on after so many milliseconds, or there is nothing more to do. */
export type Leg = { readonly again: number } | 'settled'

/** Milliseconds; with a short lease more often, so that a takeover takes no longer than the lease and this together. */
const lookForOverdueEvery = 2_000

/**
 * A queue of BullMQ's for records whose own state decides everything.
 * @param options `oneEach`: a record is queued once. Work that comes again and again then never runs beside itself, and being woken
 *   brings it forward
 */
export function createWorkQueue(
  connection: Redis,
  name: string,
  { oneEach = false }: { readonly oneEach?: boolean } = {},
): WorkQueue {
  const queue = new Queue<Queued>(name, {
    connection,
    prefix: keys.queues,
    // BullMQ keeps about 10,000 events a queue by default; nobody reads them here.
    streams: { events: { maxLen: 100 } },
  })
  // The connection reports its own errors; without a listener BullMQ's copy of them would end the process.
  queue.on('error', () => undefined)
  return {
    async wake(id) {
      const removed = { removeOnComplete: true, removeOnFail: true }
      if (!oneEach) {
        await queue.add('run', { id }, removed)
        return
      }
      // Its own id: sent twice by a client that lost the answer, it is there once.
      const queued = await queue.add('run', { id }, { ...removed, jobId: id })
      // One that waits for its next turn is not added again, but brought forward; one that runs now is neither.
      if (await queued.isDelayed()) await queued.promote().catch(() => undefined)
    },
    close: () => queue.close(),
  }
}

/**
 * Works on records. Three things bring one back after a crash: BullMQ's stalled check, the lease of the record that ends, and the look for
 * overdue ones; any one of them is enough, and more of them do no harm.
 */
export function startWorkers(options: {
  /** A `blocking` one. */
  readonly connection: Redis
  readonly name: string
  readonly queue: WorkQueue
  /** Records worked on at the same time in one process; waiting ones do not count. */
  readonly concurrency: number
  /** Milliseconds a worker may be silent. */
  readonly leaseFor: number
  readonly run: (id: string) => Promise<Leg>
  /** Ids of those that nobody looked after in time. */
  readonly overdue: () => Promise<readonly string[]>
  /** Absent: always. */
  readonly mayWork?: MayWork | undefined
  /** For the log, a fixed sentence: `A leg of an operation broke off; it is taken up again`. */
  readonly brokeOff: string
  readonly logger: Logger
}): Workers {
  const { connection, name, queue, concurrency, leaseFor, run, overdue, brokeOff, logger } = options
  const { mayWork = () => true } = options
  const worker = new Worker<Queued>(
    name,
    async (queued, token) => {
      if (!mayWork()) {
        await queued.moveToWait(token)
        throw new WaitingError()
      }
      const leg = await run(queued.data.id)
      if (leg === 'settled') return
      await queued.moveToDelayed(Date.now() + leg.again, token)
      throw new DelayedError()
    },
    {
      connection,
      prefix: keys.queues,
      concurrency,
      autorun: false,
      lockDuration: 5_000,
      stalledInterval: 2_000,
      // The record, not the queue, decides how it ends: crashes never fail it for good.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', () => undefined)
  worker.on('failed', (queued, error) => logger.warn({ err: error, id: queued?.data.id }, brokeOff))
  const permit = createWorkPermit(worker, mayWork)
  permit()
  const looking = setInterval(
    () => {
      if (!permit()) return
      wakeOverdue().catch((error: unknown) =>
        logger.debug({ err: error, queue: name }, 'Overdue work could not be looked for'),
      )
    },
    Math.min(lookForOverdueEvery, leaseFor / 3),
  )

  async function wakeOverdue(): Promise<void> {
    for (const id of await overdue()) await queue.wake(id)
  }

  return {
    async ready() {
      await worker.waitUntilReady()
    },
    async close() {
      clearInterval(looking)
      await worker.close()
    },
  }
}
