import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { status } from '../../commands/status.js'
import type { Config } from '../../src/config/config.js'
import { RawPrices } from '../../src/config/costs-schema.js'
import type { Caller } from '../../src/core/caller.js'
import { systemClock } from '../../src/core/clock.js'
import { createDispatch, type Dispatch } from '../../src/dispatch/dispatch.js'
import type { Operations } from '../../src/operations/operations.js'
import { production, type Room, staging, startRoom } from '../aws/environment.js'
import { thresholds } from '../status/thresholds.js'
import { authorityOf } from '../access/authority.js'

const config: Config = {
  environments: [staging, { ...production, aliases: ['prod'] }],
  defaultEnvironment: 'staging',
  channels: { operations: 'devops', alerts: 'alerts', incidents: 'incidents' },
  notify: { approvers: 'mention', requester: 'mention' },
  grants: [],
  everyone: 'viewer',
  thresholds,
  metrics: [],
  logs: {
    askBeforeScanningGigabytes: 5,
    runningPerPerson: 3,
    runningPerChannel: 5,
    liveTail: false,
    queries: {},
  },
  costs: { tag: 'Environment', readIn: 'staging', askAgainAfter: 8 * 3_600_000, requestsPerDay: 9 },
  prices: RawPrices.parse({}),
  incidents: { timelineReaction: 'pushpin' },
  freezes: [],
  schedules: [],
  timeZone: 'Australia/Sydney',
  agents: [],
  queueBoard: { tokens: [] },
  terminalUsers: {},
}
const person: Caller = { id: 'U0VIEWER', name: 'vic', origin: 'command', place: { channel: 'C0DEVOPS' } }

let room: Room
let dispatch: Dispatch

beforeAll(async () => {
  room = await startRoom()
  dispatch = createDispatch({
    commands: [status],
    config,
    aws: room.awsFor,
    // A status starts no operation; one that tried would fail this test.
    operations: {} as Operations,
    locks: {} as never,
    mutes: { list: async () => [] } as never,
    waits: {} as never,
    rota: {} as never,
    pages: {} as never,
    history: {} as never,
    readings: {} as never,
    runbooks: {} as never,
    schedules: {} as never,
    pauses: {} as never,
    runs: {} as never,
    incidents: {} as never,
    alerts: {} as never,
    costs: {} as never,
    preflights: undefined as never,
    terraform: undefined as never,
    reviews: undefined as never,
    audit: {} as never,
    sendFile: async () => undefined,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    authority: authorityOf(config),
  } as Parameters<typeof createDispatch>[0])
})
afterAll(() => room.stop())

test.each([
  ['status', 'staging', undefined],
  ['status staging', 'staging', undefined],
  ['status prod', 'production', undefined],
  ['status backend production', 'production', 'backend'],
  ['status production backend', 'production', 'backend'],
  ['status frontend', 'staging', 'frontend'],
])('"%s" answers about %s', async (typed, environment, focus) => {
  const reply = await dispatch.run(typed, person)
  expect(reply.failed).toBeUndefined()
  expect(reply.shownTo).toBe('place')
  expect(reply.data).toMatchObject({ environment, verdict: 'healthy', ...(focus ? { focus } : {}) })
  expect(reply.data).toEqual(JSON.parse(JSON.stringify(reply.data)))
  const subject = focus ? `${focus} in ${environment}` : environment
  expect(reply.message.text).toMatch(new RegExp(`^🟢 ${subject} is healthy — `))
  expect(reply.message.text).toContain('Asked by')
})

test('a service that does not exist is answered with those that do', async () => {
  const reply = await dispatch.run('status backned production', person)
  expect(reply.failed).toBe('usage')
  expect(reply.message.text).toContain('backend')
})

test('at the terminal there are no buttons, and the asker is named', async () => {
  const reply = await dispatch.run('status', { id: 'U0VIEWER', name: 'vic', origin: 'terminal' })
  expect(reply.message.blocks.some(({ type }) => type === 'actions')).toBe(false)
  expect(reply.message.text).toContain('Asked by vic')
})
