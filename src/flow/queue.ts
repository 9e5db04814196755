import { Queue, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { closeWorker } from '../redis/close-worker.js'
import { keys } from '../redis/keys.js'
import { createWorkPermit, type MayWork } from '../redis/work-permit.js'
import type { Lane } from './flow.js'
import { lookAfter } from './look-after.js'
import { closeWithin, lookWhenDue, nothingDue } from './when-due.js'
import type { FlowEngine } from './engine.js'
import type { Lease } from './flow-store.js'

/** What a worker needs of a flow is read fresh; an entry only names it. */
interface Entry {
  readonly id: string
  /** The version that whoever woke it has shown: one call less before the first look. */
  readonly shown: number
}

/** The queues of all lanes: one entry for each flow that somebody woke and nobody has looked at since. */
export interface FlowQueue {
  /** Has a flow looked at now. Losing it is harmless: open flows are found again within seconds. */
  wake(id: string, lane: Lane, shown?: number): Promise<void>
  close(): Promise<void>
}

export interface FlowWorker {
  close(): Promise<void>
}

/** Flows looked at at the same time in one process because they were woken, and as many because their time has come; waiting ones do not count. */
const concurrency: Record<Lane, number> = { changing: 50, reading: 20 }

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
      await queueOf(lane).add(
        'look',
        { id, shown },
        { jobId: id, removeOnComplete: true, removeOnFail: true },
      )
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

/**
 * Looks after the flows of a lane: those that somebody woke, out of the queue, and those whose time has come, out of the sorted set of open ones, which costs
 * the store a third of an entry that is put off. After a crash a flow comes back by BullMQ's stalled check, or when the lease has ended.
 * @param options.connection a `blocking` one
 */
export function startFlowWorker(
  engine: FlowEngine,
  options: {
    readonly lane: Lane
    readonly connection: Redis
    /** Milliseconds a worker may be silent. */
    readonly leaseFor: number
    readonly wake: (id: string) => Promise<void>
    /** Absent: always. */
    readonly mayWork?: MayWork
  },
): FlowWorker {
  const { lane, connection, leaseFor, wake, mayWork = () => true } = options
  const { logger, store } = engine
  const closing = new AbortController()
  async function look(lease: Lease, shown: number): Promise<void> {
    const again = await lookAfter(engine, lease, { shown, leaseFor, wake, closing: closing.signal })
    if (again !== undefined) due.expect(again)
  }
  const brokeOff = (error: unknown, id: string | undefined) =>
    logger.warn({ err: error, flow: id }, 'A look at a flow broke off; it is taken up again')
  const worker = new Worker<Entry>(
    lane,
    async (entry, token) => {
      if (!mayWork()) {
        await entry.moveToWait(token)
        throw new WaitingError()
      }
      const { id, shown } = entry.data
      const lease = await store.take(id, lane)
      if (typeof lease !== 'string') await look(lease, shown)
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
  worker.on('failed', (entry, error) => brokeOff(error, entry?.data.id))
  const permit = createWorkPermit(worker, mayWork)
  permit()
  const due = lookWhenDue({
    take: async (most) => (permit() ? store.takeDue(lane, most) : nothingDue),
    look: (lease) => look(lease, 0).catch((error: unknown) => brokeOff(error, lease.id)),
    atOnce: concurrency[lane],
    // With a short lease more often, so that a takeover takes no longer than the lease and this together.
    atLeastEvery: Math.min(2_000, leaseFor / 3),
    failed: (error) => logger.debug({ err: error, lane }, 'Due flows could not be looked for'),
  })

  return {
    async close() {
      closing.abort()
      await Promise.all([due.close(), closeWorker(worker, closeWithin)])
    },
  }
}
