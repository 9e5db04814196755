import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import type { FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, staging } from './clients.js'
import { filterEvents } from './log-events.js'

const hour = 3_600_000
const backend = '/ecs/ohmycoins-staging/backend'
const productionBackend = '/ecs/ohmycoins-prod/backend'

let account: Account
let clients: Clients
/** The account's clock stands still at an early afternoon in Sydney. */
let now: number

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 3, 2, 11, 500)
  account = await startAccount({ clock: { now: () => now } })
  clients = clientsFor(account.url)
})

afterEach(async () => {
  clients.destroy()
  await account.stop()
})

const filterAll = (input: Partial<FilterLogEventsCommandInput>) =>
  filterEvents(clients, { logGroupName: backend, ...input })

test('the backend logs requests with their response time, JSON, connections and tracebacks of several lines', async () => {
  const { messages } = await filterAll({ logGroupName: productionBackend, startTime: now - 3 * hour })
  expect(
    messages.some((line) => /INFO \[app\.api\] GET .* 200 response_time: \d+ ms request_id=/.test(line)),
  ).toBe(true)
  expect(messages.some((line) => line.startsWith('{') && JSON.parse(line).level === 'info')).toBe(true)
  expect(messages.some((line) => line.includes('database') && line.includes('connection'))).toBe(true)
  expect(
    messages.some((line) =>
      /failed request_id=.*\nTraceback \(most recent call last\):\n {2}File/.test(line),
    ),
  ).toBe(true)
  expect(messages.some((line) => line.includes('/api/v1/health'))).toBe(true)
})

test('one error repeats more and more often, with other numbers each time', async () => {
  const within = async (from: number, to: number) =>
    (
      await filterAll({
        filterPattern: '"price feed"',
        startTime: now - from * hour,
        endTime: now - to * hour,
      })
    ).messages
  const before = await within(12, 5.1)
  const early = await within(4.5, 3.5)
  const late = await within(1, 0)
  expect(before).toEqual([])
  expect(early.length).toBeGreaterThan(0)
  expect(late.length).toBeGreaterThan(early.length * 3)
  expect(new Set(late).size).toBe(late.length)
})

test('quiet nights, busy afternoons', async () => {
  const count = async (back: number) =>
    (
      await filterAll({
        filterPattern: 'response_time',
        startTime: now - back * hour,
        endTime: now - (back - 1) * hour,
      })
    ).events.length
  expect(await count(1)).toBeGreaterThan((await count(10)) * 2)
})

test.each([
  ['sprint-15-broken', 'startup failed\nTraceback (most recent call last)'],
  ['sprint-15-oom', 'memory at 98 %: rss 2007 MB of 2048 MB'],
  ['sprint-15-unhealthy', '"GET /api/v1/health HTTP/1.1" 502 Bad Gateway'],
])('the log of a stopped task of %s tells why it ended', async (tag, reason) => {
  account.world.deploy(staging.service, tag)
  account.advance(3 * 60_000)
  const stopped = account.world
    .tasks(staging.service)
    .find(({ image, lastStatus }) => image.endsWith(tag) && lastStatus === 'STOPPED')
  const { events, messages } = await filterAll({
    logStreamNames: [`ecs/backend/${stopped?.id}`],
    filterPattern: '',
  })
  expect(messages.join('\n')).toContain(reason)
  expect(messages.some((line) => line.includes('response_time'))).toBe(false)
  expect(events.every(({ timestamp = 0 }) => timestamp >= now && timestamp <= now + 3 * 60_000)).toBe(true)
})

test('a killed task explains itself, and nothing is logged while no task runs', async () => {
  account.world.killTask(staging.service, undefined, 1)
  const killedAt = now
  account.advance(1_000)
  const killed = await filterAll({ startTime: killedAt - 100 })
  expect(killed.messages.join('\n')).toContain('exiting with code 1')
  account.advance(60_000)
  account.world.setDesiredCount(staging.service, 0)
  account.advance(120_000)
  const ended = await filterAll({ startTime: killedAt, filterPattern: '"Shutting down"' })
  expect(ended.events).toHaveLength(1)
  const quietFrom = now + 181_000
  account.advance(hour)
  expect((await filterAll({ startTime: quietFrom })).events).toEqual([])
  expect(() => account.world.writeLog(staging.service, 'x')).toThrow('no task that runs')
})

test('lines of the frontend are those of nginx, and flow logs have the default fields', async () => {
  const web = await filterAll({ logGroupName: '/ecs/ohmycoins-prod/frontend', startTime: now - hour })
  expect(
    web.messages.some((line) =>
      /^10\.\S+ - - \[23\/Nov\/2026:\d\d:\d\d:\d\d \+0000\] "GET \/\S* HTTP\/1.1" 200/.test(line),
    ),
  ).toBe(true)
  expect(web.messages.some((line) => /^2026\/11\/23 [\d:]+ \[error\] /.test(line))).toBe(true)
  const flow = await filterAll({ logGroupName: '/vpc/ohmycoins-staging/flow-logs', startTime: now - hour })
  expect(
    flow.messages.every((line) => line.split(' ').length === 14 && line.startsWith('2 123456789012 eni-')),
  ).toBe(true)
  expect(flow.messages.some((line) => line.endsWith('REJECT OK'))).toBe(true)
})

test('CloudWatch measures about as many bytes as are written', async () => {
  for (const logGroupName of [
    backend,
    productionBackend,
    '/ecs/ohmycoins-prod/frontend',
    '/vpc/ohmycoins-prod/flow-logs',
  ]) {
    const { events } = await filterAll({ logGroupName, startTime: now - 6 * hour })
    const written = events.reduce((sum, { message }) => sum + Buffer.byteLength(message ?? '') + 26, 0)
    const { Datapoints } = await clients.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Logs',
        MetricName: 'IncomingBytes',
        Dimensions: [{ Name: 'LogGroupName', Value: logGroupName }],
        StartTime: new Date(now - 6 * hour),
        EndTime: new Date(now),
        Period: 3600,
        Statistics: ['Sum'],
      }),
    )
    const measured = Datapoints?.reduce((sum, { Sum = 0 }) => sum + Sum, 0) ?? 0
    expect(measured / written, logGroupName).toBeGreaterThan(0.8)
    expect(measured / written, logGroupName).toBeLessThan(1.25)
  }
})
