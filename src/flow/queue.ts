import { DelayedError, Queue, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { closeWorker } from '../redis/close-worker.js'
import { keys } from '../redis/keys.js'
import { createWorkPermit, type MayWork } from '../redis/work-permit.js'
import type { Lane } from './flow.js'
import { lookAfter } from './look-after.js'
import type { FlowEngine } from './engine.js'

/** What a worker needs of a flow is read fresh; an entry only names it. */
interface Entry {
  readonly id: string
  /** The version that whoever woke it has shown: one call less before the first look. */
  readonly shown: number
}

/** The queues of all lanes: one entry a flow, however often it is woken. */
export interface FlowQueue {
  /** Has a flow looked at now. Losing it is harmless: open flows are found again within seconds. */
  wake(id: string, lane: Lane, shown?: number): Promise<void>
  close(): Promise<void>
}

export interface FlowWorker {
  close(): Promise<void>
}

/** Flows looked at at the same time in one process; waiting ones do not count. */
const concurrency: Record<Lane, number> = { changing: 50, reading: 20 }
/** With a short lease more often, so that a takeover takes no longer than the lease and this together (ms). */
const lookForOverdueEvery = 2_000
const overdueAtOnce = 100

export function createFlowQueue(connection: Redis): FlowQueue {
  const queues = new Map<Lane, Queue<Entry>>()
  function queueOf(lane: Lane): Queue<Entry> {
    const known = queues.get(lane)
    if (known !== undefined) return known
    const queue = new Queue<Entry>(lane, {
      connection,
      prefix: keys.queues,
      // BullMQ keeps about 10,000 events a queue by default; nobody reads them here.
      streams: { events: { maxLen: 100 } },
    })
    // The connection reports its own errors; without a listener BullMQ's copy of them would end the process.
    queue.on('error', () => undefined)
    queues.set(lane, queue)
    return queue
  }
  return {
    async wake(id, lane, shown = 0) {
      // Its own id: sent twice by a client that lost the answer, it is there once.
      const entry = await queueOf(lane).add(
        'look',
        { id, shown },
        { jobId: id, removeOnComplete: true, removeOnFail: true },
      )
      // One that waits for its next look is not added again, but brought forward. One that is looked at now is neither: that look sees the word.
      if (await entry.isDelayed()) await entry.promote().catch(() => undefined)
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

/**
 * Looks after the flows of a lane. Three things bring one back after a crash: BullMQ's stalled check, the lease that ends, and the look for overdue
 * ones; any one of them is enough, and more of them do no harm.
 * @param options.connection a `blocking` one
 */
export function startFlowWorker(
  engine: FlowEngine,
  options: {
    readonly lane: Lane
    readonly connection: Redis
    readonly queue: FlowQueue
    /** Milliseconds a worker may be silent. */
    readonly leaseFor: number
    readonly wake: (id: string) => Promise<void>
    /** Absent: always. */
    readonly mayWork?: MayWork
  },
): FlowWorker {
  const { lane, connection, queue, leaseFor, wake, mayWork = () => true } = options
  const { logger } = engine
  const closing = new AbortController()
  const worker = new Worker<Entry>(
    lane,
    async (entry, token) => {
      if (!mayWork()) {
        await entry.moveToWait(token)
        throw new WaitingError()
      }
      const next = await lookAfter(engine, entry.data, { lane, leaseFor, wake, closing: closing.signal })
      if (next === 'settled') return
      await entry.moveToDelayed(Date.now() + next.again, token)
      throw new DelayedError()
    },
    {
      connection,
      prefix: keys.queues,
      autorun: false,
      concurrency: concurrency[lane],
      // BullMQ's own lock is an entry's; no longer than the lease, or a flow would wait for the entry of a dead worker.
      lockDuration: Math.min(5_000, leaseFor),
      stalledInterval: Math.min(2_000, leaseFor / 3),
      // The record, not the queue, decides how it ends: crashes never fail it for good.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', () => undefined)
  worker.on('failed', (entry, error) =>
    logger.warn({ err: error, flow: entry?.data.id }, 'A look at a flow broke off; it is taken up again'),
  )
  const permit = createWorkPermit(worker, mayWork)
  permit()
  const looking = setInterval(
    () => {
      if (!permit()) return
      wakeOverdue().catch((error: unknown) =>
        logger.debug({ err: error, lane }, 'Overdue flows could not be looked for'),
      )
    },
    Math.min(lookForOverdueEvery, leaseFor / 3),
  )

  async function wakeOverdue(): Promise<void> {
    for (const id of await engine.store.overdue(lane, overdueAtOnce)) await queue.wake(id, lane)
  }

  return {
    async close() {
      clearInterval(looking)
      closing.abort()
      await closeWorker(worker)
    },
  }
}
