import { pino } from 'pino'
import type { ApprovalRule } from '../../../src/approvals/decide.js'
import type { Caller } from '../../../src/core/caller.js'
import type { OperationRecord } from '../../../src/core/operation.js'
import { UserError } from '../../../src/core/user-error.js'
import { createOperations } from '../../../src/operations/engine/engine.js'
import type { AuditEvent, EngineParts, Permissions } from '../../../src/operations/engine/parts.js'
import { createOperationQueue, startOperationWorker } from '../../../src/operations/engine/queue.js'
import { createOperationStore } from '../../../src/operations/engine/store.js'
import { connect } from '../../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../../src/redis/embedded.js'
import { type Counter, createCounter, setCounter } from './counter.js'

export const rita: Caller = {
  id: 'U1',
  name: 'Rita',
  origin: 'command',
  place: { channel: 'C1', channelName: 'devops' },
}
export const aaron: Caller = { ...rita, id: 'U2', name: 'Aaron' }

const silent = pino({ level: 'silent' })

export type Bench = Awaited<ReturnType<typeof startBench>>

/** The real engine on a real store, with the counter as its world. */
export async function startBench(kind: 'redis' | 'javascript', leaseFor = 1_000) {
  const store: EmbeddedStore = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  const counter: Counter = createCounter()
  const cards: OperationRecord[] = []
  const audit: AuditEvent[] = []
  const ended: string[] = []
  const forbidden = new Set<string>()
  const admins = new Set<string>()
  const breakers = new Set([aaron.id])
  const rules: { approval?: ApprovalRule; blocked?: UserError } = {}
  const redis = connect(store.url, 'engine', silent)
  const permissions: Permissions<Counter> = {
    mayRun: async (_, __, caller) => refusalFor(forbidden, caller),
    mayApprove: async (role, _, caller) =>
      role === 'admin' && !admins.has(caller.id)
        ? new UserError('role-missing', 'You are no admin.', 'Ask for it.')
        : refusalFor(forbidden, caller),
    mayBreakGlass: async (_, caller) =>
      breakers.has(caller.id)
        ? undefined
        : new UserError('role-missing', 'You may not break the glass.', 'Wait.'),
  }
  const parts: EngineParts<Counter> = {
    operations: [setCounter],
    ports: counter,
    store: createOperationStore(redis, leaseFor),
    clock: { now: () => Date.now() },
    logger: silent,
    publish: async ({ record }) => void cards.push(record),
    ended: (record) => void ended.push(record.state),
    audit: async (event) => void audit.push(event),
    explain: () => 'the world was away',
    ...permissions,
    afresh: () => permissions,
    approvalFor: () => rules.approval,
    blockedBy: async () => rules.blocked,
    timeScale: 0.02,
    checkpoint: () => undefined,
  }
  const queue = createOperationQueue(redis)
  const message = { text: '', blocks: [] }
  const views = { card: () => message, plan: () => message }
  const operations = createOperations(parts, queue, views, { channel: 'C1' })
  const request = (to: number, caller = rita, options = {}) =>
    // The facade is typed for ohmy's own ports; the engine works with any.
    operations.request(setCounter as never, { to }, caller, options)
  const closers: (() => Promise<unknown>)[] = []
  return {
    store,
    counter,
    cards,
    audit,
    ended,
    forbidden,
    admins,
    breakers,
    rules,
    parts,
    redis,
    operations,
    request,
    leaseFor,
    /** What a process offers to people that dies at this checkpoint: nothing after it happens any more. */
    dyingAt(checkpoint: string) {
      const dies = (name: string) => (name === checkpoint ? Promise.reject(new Error('It died')) : undefined)
      return createOperations({ ...parts, checkpoint: dies }, queue, views, { channel: 'C1' })
    },
    /** What a process offers to people whose queue takes nothing. */
    refusing() {
      const refusal = { ...queue, wake: () => Promise.reject(new Error('READONLY')) }
      return createOperations(parts, refusal, views, { channel: 'C1' })
    },
    work(overrides: Partial<EngineParts<Counter>> = {}) {
      const connection = connect(store.url, 'blocking', silent)
      const worker = startOperationWorker({ ...parts, ...overrides }, { connection, queue, leaseFor })
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

function refusalFor(forbidden: ReadonlySet<string>, { id }: Caller): UserError | undefined {
  return forbidden.has(id) ? new UserError('role-missing', 'You have no role.', 'Ask for one.') : undefined
}
