import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { z } from 'zod'
import type { Caller } from '../../src/core/caller.js'
import { UserError } from '../../src/core/user-error.js'
import type { Flow, Turn, Word } from '../../src/flow/flow.js'
import { createFlowStore } from '../../src/flow/flow-store.js'
import { createFlows } from '../../src/flow/flows.js'
import type { FlowEngine } from '../../src/flow/engine.js'
import { createFlowQueue, startFlowWorker } from '../../src/flow/queue.js'
import { connect, isStoreAway } from '../../src/redis/connections.js'
import { startEmbeddedStore } from '../../src/redis/embedded.js'

export const rita: Caller = { id: 'U1', name: 'Rita', origin: 'command', place: { channel: 'C1' } }

const Count = z.object({
  id: z.string(),
  count: z.number(),
  to: z.number(),
  /** ms between two looks. */
  every: z.number(),
  stoppedBy: z.string().optional(),
  failure: z.string().optional(),
  ended: z.boolean(),
  holds: z.array(z.object({ name: z.string(), most: z.number() })),
  parent: z.string().optional(),
})
export type Count = z.infer<typeof Count>

/** What counting flows see and do. */
export interface Abacus {
  readonly looks: { readonly id: string; readonly count: number; readonly at: number }[]
  /** Ids whose last duties were done. */
  readonly settled: string[]
  /** Called in each look, before it counts. */
  looking: (turn: Turn<Count, Abacus>) => Promise<void> | void
  /** Called in each look at one that has ended. */
  settling: (turn: Turn<Count, Abacus>) => Promise<void> | void
}

export interface Said extends Word {
  readonly kind: 'stop' | 'further'
  readonly to?: number
}

/** Counts up by one a look. */
export const counting: Flow<Count, Abacus, Said> = {
  kind: 'count',
  lane: 'changing',
  record: Count,
  keptFor: 60_000,
  about: ({ ended, holds, parent }) => ({
    ended,
    state: ended ? 'ended' : 'counting',
    holds: ended ? [] : holds,
    ...(parent === undefined ? {} : { parent }),
  }),
  async look(turn) {
    const { ports, id } = turn
    if (turn.record.ended) {
      await ports.settling(turn)
      ports.settled.push(id)
      return 'settled'
    }
    ports.looks.push({ id, count: turn.record.count, at: performance.now() })
    await ports.looking(turn)
    await turn.hold()
    const { stoppedBy, ended } = await turn.write((record) => {
      const count = record.stoppedBy === undefined ? Math.min(record.count + 1, record.to) : record.count
      return { ...record, count, ended: record.stoppedBy !== undefined || count >= record.to }
    })
    return { again: ended || stoppedBy !== undefined ? 0 : turn.record.every }
  },
  hear(record, word) {
    if (word.kind === 'further') return { ...record, to: word.to ?? record.to, ended: false }
    if (record.ended) throw new UserError('ended', `${record.id} has ended.`, 'Nothing to do.')
    return { ...record, stoppedBy: record.stoppedBy ?? word.by.name }
  },
  fail: (record, failure) => ({ ...record, failure, ended: true }),
}

const silent = pino({ level: 'silent' })

/** The real engine on a real store. */
export async function startBench(kind: 'redis' | 'javascript', leaseFor = 900) {
  const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  const redis = connect(store.url, 'engine', silent)
  const abacus: Abacus = { looks: [], settled: [], looking: () => undefined, settling: () => undefined }
  const shown: { readonly id: string; readonly version: number; readonly record: Count }[] = []
  const engine: FlowEngine = {
    kinds: [{ flow: counting, ports: abacus }],
    store: createFlowStore(redis, leaseFor),
    clock: { now: () => Date.now() },
    publish: async (_, { id, version, record }) => void shown.push({ id, version, record: record as Count }),
    explain: (error) => (error instanceof Error && 'passing' in error ? error.message : undefined),
    isStoreAway,
    logger: silent,
    checkpoint: () => undefined,
  }
  const queue = createFlowQueue(redis)
  const flows = createFlows(engine, queue)
  const closers: (() => Promise<unknown>)[] = []
  return {
    store,
    redis,
    abacus,
    shown,
    engine,
    queue,
    flows,
    /** With other ports, as another process has them. */
    flowsWith: (overrides: Partial<FlowEngine>, other = queue) =>
      createFlows({ ...engine, ...overrides }, other),
    begin: (id: string, record: Partial<Count> = {}, options: { readonly notAfter?: number } = {}) =>
      flows.begin<Count>(
        counting,
        id,
        { id, count: 0, to: 3, every: 20, ended: false, holds: [], ...record },
        options,
      ),
    say: (id: string, kind: Said['kind'], to?: number) =>
      flows.hear<Count, Said>(counting, id, { kind, by: rita, ...(to === undefined ? {} : { to }) }),
    read: async (id: string) => (await engine.store.read(id))?.record as Count,
    work(overrides: Partial<FlowEngine> = {}) {
      const connection = connect(store.url, 'blocking', silent)
      const own = connect(store.url, 'engine', silent)
      const worker = startFlowWorker(
        { ...engine, store: createFlowStore(own, leaseFor), ...overrides },
        { lane: 'changing', connection, leaseFor, wake: flows.wake },
      )
      closers.push(async () => {
        await worker.close()
        connection.disconnect()
        own.disconnect()
      })
      return {
        ...worker,
        /** As by SIGKILL, seen from the store: nothing is said or written any more. */
        vanish() {
          connection.disconnect()
          own.disconnect()
        },
      }
    },
    async stop() {
      // Who vanished does not close.
      await Promise.race([Promise.all(closers.map((close) => close())), sleep(1_000)])
      await queue.close()
      redis.disconnect()
      await store.stop()
    },
  }
}
