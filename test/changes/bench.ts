import { pino } from 'pino'
import type { ApprovalRule } from '../../src/access/permissions.js'
import { createChangeFlow } from '../../src/changes/change-flow.js'
import { createChanges } from '../../src/changes/changes.js'
import type { AuditEvent } from '../../src/changes/audit-events.js'
import type { ChangeEngine } from '../../src/changes/engine.js'
import type { Config } from '../../src/config/config.js'
import type { Caller } from '../../src/core/caller.js'
import type { Clock } from '../../src/core/clock.js'
import type { Environment } from '../../src/core/environment.js'
import type { OperationRecord } from '../../src/core/operation.js'
import type { UserError } from '../../src/core/user-error.js'
import { createFlowStore } from '../../src/flow/flow-store.js'
import { createFlows } from '../../src/flow/flows.js'
import type { FlowEngine } from '../../src/flow/engine.js'
import { createFlowQueue, type FlowQueue, startFlowWorker } from '../../src/flow/queue.js'
import { connect, isStoreAway } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { authorityOf } from '../access/authority.js'
import { configWith, staging } from '../dispatch/fixtures.js'
import { type Counter, createCounter, PassingError, setCounter } from './counter.js'

export const rita: Caller = {
  id: 'U1',
  name: 'Rita',
  origin: 'command',
  place: { channel: 'C1', channelName: 'devops' },
}
export const aaron: Caller = { ...rita, id: 'U2', name: 'Aaron' }

const silent = pino({ level: 'silent' })

export type Bench = Awaited<ReturnType<typeof startBench>>

/** What another process may have otherwise: of the changes, and of the flows that carry them. */
export type Overrides = Partial<ChangeEngine<Counter>> &
  Partial<Pick<FlowEngine, 'checkpoint' | 'store'>> & {
    /** Instead of showing the card. */
    readonly publish?: (record: OperationRecord) => Promise<void>
  }

/** Real changes on a real store, with the counter as their world. */
export async function startBench(kind: 'redis' | 'javascript', leaseFor = 1_000) {
  const store: EmbeddedStore = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  const counter: Counter = createCounter()
  const cards: OperationRecord[] = []
  const audit: AuditEvent[] = []
  const ended: string[] = []
  const forbidden = new Set<string>()
  const admins = new Set<string>()
  const told: string[] = []
  const rules: { approval?: ApprovalRule; blocked?: UserError } = {}
  const redis = connect(store.url, 'engine', silent)
  const clock: Clock = { now: () => Date.now() }
  const flowStore = createFlowStore(redis, leaseFor)
  const queue = createFlowQueue(redis)
  // Rules as they are when they are asked, as after a change of the configuration.
  const environment: Environment = {
    ...staging,
    policy: {
      ...staging.policy,
      breakGlass: 'admin',
      get approvals() {
        return rules.approval === undefined ? {} : { [setCounter.verb]: rules.approval }
      },
      get approvalsExpireAfter() {
        return rules.approval?.within ?? 0
      },
    },
  }
  const config: Config = {
    ...configWith({ environments: [environment], everyone: 'approver' }),
    get grants() {
      return [{ role: 'admin' as const, users: [...admins], groups: [], environments: [] }]
    },
  }
  const authority = authorityOf(config, {
    standingOf: async (id) => (forbidden.has(id) ? 'deactivated' : 'member'),
  })
  const engine: Omit<ChangeEngine<Counter>, 'flows'> = {
    operations: [setCounter],
    ports: counter,
    clock,
    logger: silent,
    ended: (record) => void ended.push(record.state),
    // As the real one: what is named is kept once.
    audit: async (event) => {
      const isSame = (other: AuditEvent) =>
        other.operation === event.operation && other.kind === event.kind && other.once === event.once
      if (event.once === undefined || !audit.some(isSame)) audit.push(event)
    },
    explain: (error) =>
      isRefused(error) ? error.message : error instanceof PassingError ? 'the world was away' : undefined,
    isStoreAway,
    authority,
    // As the real one: each is told once.
    tell: async (notice) => {
      const words = Object.values(notice).join(' ')
      if (!told.includes(words)) told.push(words)
      return true
    },
    blockedBy: async () => rules.blocked,
    timeScale: 0.02,
  }
  const message = { text: '', blocks: [] }
  const views = { card: () => message, plan: () => message }

  /** One process: what it offers to people, and what it works with. */
  function processWith(overrides: Overrides = {}, itsQueue: FlowQueue = queue) {
    const { publish, checkpoint = () => undefined, store: its = flowStore, ...own } = overrides
    const kinds: { flow: ReturnType<typeof createChangeFlow<Counter>>; ports: unknown }[] = []
    const flowEngine: FlowEngine = {
      kinds,
      store: its,
      clock: own.clock ?? clock,
      publish: async (_, { record }) => {
        if (publish === undefined) cards.push(record as OperationRecord)
        else await publish(record as OperationRecord)
      },
      explain: () => undefined,
      isStoreAway,
      logger: silent,
      checkpoint,
    }
    const flows = createFlows(flowEngine, itsQueue)
    const changeEngine: ChangeEngine<Counter> = { ...engine, ...own, flows }
    const flow = createChangeFlow(changeEngine)
    kinds.push({ flow, ports: changeEngine })
    const operations = createChanges(changeEngine, flow, { flows, views, defaultPlace: { channel: 'C1' } })
    return { flowEngine, flows, operations }
  }

  const { operations } = processWith()
  const request = (to: number, caller = rita, options = {}) =>
    operations.request(setCounter, { to }, caller, options)
  const closers: (() => Promise<unknown>)[] = []
  return {
    store,
    counter,
    cards,
    audit,
    ended,
    /** Notices in words, as they came: `approval 1712000000000 true`. */
    told,
    /** Who was deactivated in Slack, and who may also break the glass, by id; everybody else may approve. */
    forbidden,
    admins,
    rules,
    engine,
    flowStore,
    redis,
    operations,
    request,
    leaseFor,
    /** Ids of the newest operations, newest first. */
    newest: (most: number) =>
      flowStore.begun('change', { since: 0, until: Date.now() + 1_000, from: 0, most }),
    openUntil: async (id: string) => Number(await redis.zscore(keys.openFlows('changing'), id)),
    isSettled: async (id: string) => (await redis.zscore(keys.openFlows('changing'), id)) === null,
    /** What a process offers to people that dies at this checkpoint: nothing after it happens any more. */
    dyingAt(checkpoint: string) {
      const dies = (name: string) => (name === checkpoint ? Promise.reject(new Error('It died')) : undefined)
      return processWith({ checkpoint: dies }).operations
    },
    /** What a process offers to people whose queue takes nothing. */
    refusing: () =>
      processWith({}, { ...queue, wake: () => Promise.reject(new Error('READONLY')) }).operations,
    work(overrides: Overrides = {}) {
      const connection = connect(store.url, 'blocking', silent)
      const { flowEngine, flows } = processWith(overrides)
      const worker = startFlowWorker(flowEngine, {
        lane: 'changing',
        connection,
        leaseFor,
        wake: flows.wake,
      })
      closers.push(async () => {
        await worker.close()
        connection.disconnect()
      })
      return worker
    },
    async stop() {
      for (const close of closers) await close()
      await queue.close()
      redis.disconnect()
      await store.stop()
    },
  }
}

function isRefused(error: unknown): error is Error {
  return error instanceof Error && 'passing' in error && error.passing === false
}
