import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { AuditRecord } from '../../src/core/audit-record.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { operation, step } from '../../src/changes/definition.js'
import { keptFor } from '../../src/changes/change-flow.js'
import { createHistory, type HistoryQuery } from '../../src/changes/history.js'
import { createFlowStore } from '../../src/flow/flow-store.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'

const input = z.object({ environment: z.string(), service: z.string() })
type Input = z.infer<typeof input>

const paint = operation<Input, object>({
  name: 'paint',
  verb: 'paint',
  input,
  access: 'operator',
  environment: ({ environment }) => environment,
  locks: ({ environment, service }) => [`service:${environment}/${service}`],
  plan: () => Promise.reject(new Error('nothing is planned here')),
  steps: [step('Paint', async () => undefined)],
})

const hour = 3_600_000
const start = 1_790_000_000_000

describeWithStores('the history of operations', (kind) => {
  let store: EmbeddedStore
  let redis: Redis
  let flows: ReturnType<typeof createFlowStore>
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(store.url, 'engine', pino({ level: 'silent' }))
    flows = createFlowStore(redis, 1_000)
  })
  beforeEach(() => redis.flushall())
  afterAll(async () => {
    redis.disconnect()
    await store.stop()
  })

  async function keep(number: number, changes: Partial<OperationRecord> & { input?: Input } = {}) {
    const record: OperationRecord = {
      v: 1,
      id: `op-${number}`,
      name: 'paint',
      input: { environment: 'staging', service: 'backend' },
      caller: { id: 'U1', name: 'Rita Requester', origin: 'command' },
      plan: { summary: `Paint ${number}`, changes: [], warnings: [], basis: {} },
      fingerprint: 'f',
      state: 'succeeded',
      steps: [],
      requestedAt: start + number * hour,
      startBy: 0,
      place: { channel: 'C1' },
      offers: { cancel: false, undo: false },
      ...changes,
    }
    const { id, state, requestedAt } = record
    const flow = { id, kind: 'change', lane: 'changing', record, holds: [], keptFor } as const
    await flows.create(flow)
    // As if it had been begun then.
    await redis.zadd(keys.flows('change'), requestedAt, id)
    if (state === 'succeeded') await redis.zrem(keys.openFlows('changing'), id)
  }

  const history = (audit: readonly AuditRecord[] = []) =>
    createHistory({ store: flows, audit: { ofOperation: async () => audit }, operations: [paint] })
  const ids = async (query: Partial<HistoryQuery> = {}) => {
    const everything = { environments: ['staging', 'production'], since: 0, until: start * 2, limit: 20 }
    const page = await history().list({ ...everything, ...query })
    return { ids: page.operations.map(({ id }) => id), more: page.more, counted: page.isMoreCounted }
  }

  it('is newest first, and says how many more there are', async () => {
    for (let number = 0; number < 230; number++) await keep(number)
    expect(await ids({ limit: 3 })).toEqual({ ids: ['op-229', 'op-228', 'op-227'], more: 227, counted: true })
  })

  it('is of an environment, a service, a person and a time', async () => {
    await keep(1)
    await keep(2, { input: { environment: 'production', service: 'backend' } })
    await keep(3, { input: { environment: 'staging', service: 'frontend' } })
    await keep(4, { caller: { id: 'U2', name: 'Aaron Approver', origin: 'button' } })
    expect((await ids()).ids).toEqual(['op-4', 'op-3', 'op-2', 'op-1'])
    expect((await ids({ environments: ['production'] })).ids).toEqual(['op-2'])
    expect((await ids({ environments: [] })).ids).toEqual([])
    const services = ['service:staging/backend', 'service:production/backend']
    expect((await ids({ services })).ids).toEqual(['op-4', 'op-2', 'op-1'])
    expect((await ids({ by: 'aaron' })).ids).toEqual(['op-4'])
    expect((await ids({ by: '@U1' })).ids).toEqual(['op-3', 'op-2', 'op-1'])
    expect((await ids({ since: start + 3 * hour })).ids).toEqual(['op-4', 'op-3'])
  })

  it('tells what held a lock, whoever asked for it and however long ago', async () => {
    await keep(1)
    await keep(2, { input: { environment: 'staging', service: 'frontend' } })
    await keep(3, { name: 'removed-operation' })
    // The clock of the process that asked was ahead.
    await keep(4, { requestedAt: start + 400 * hour })
    const of = async (locks: string[], names = ['paint']) =>
      (await history().ofLocks(locks, names, start + 5 * hour)).map(({ id }) => id)
    expect(await of(['service:staging/backend'])).toEqual(['op-4', 'op-1'])
    expect(await of(['service:staging/backend', 'service:staging/frontend'])).toEqual([
      'op-4',
      'op-2',
      'op-1',
    ])
    expect(await of(['service:staging/backend'], ['other'])).toEqual([])
  })

  it('leaves out what this release does not know, and does not fail for it', async () => {
    await keep(1)
    await keep(2, { name: 'removed-operation' })
    await keep(3, { input: { other: true } as never })
    expect((await ids()).ids).toEqual(['op-1'])
    expect((await history().story('op-2'))?.environment).toBeUndefined()
  })

  it('tells of what nobody has heard of: nothing', async () => {
    expect(await history().story('op-none')).toBeUndefined()
  })

  it('still knows from the audit what was forgotten', async () => {
    const entry = { number: 7, at: start, before: '', kind: 'ended', actor: 'U1', summary: 'done' }
    const story = await history([{ ...entry, operation: 'op-old', environment: 'staging' }]).story('op-old')
    expect(story).toMatchObject({ record: undefined, environment: 'staging', audit: [{ number: 7 }] })
  })

  it('lists nothing older than 90 days once something new is begun', async () => {
    const now = Date.now()
    await keep(1, { requestedAt: now - keptFor - hour })
    await keep(2, { requestedAt: now - keptFor + hour })
    await keep(3, { requestedAt: now })
    expect(await redis.zrange(keys.flows('change'), '0', '-1')).toEqual(['op-2', 'op-3'])
  })
})
