import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production, staging } from './clients.js'
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

const filter = (input: Partial<FilterLogEventsCommandInput>) =>
  clients.logs.send(new FilterLogEventsCommand({ logGroupName: backend, ...input }))

const filterAll = (input: Partial<FilterLogEventsCommandInput>) =>
  filterEvents(clients, { logGroupName: backend, ...input })

test('every service and every network has its log group, kept 7 days in staging and 30 in production', async () => {
  const { logGroups = [] } = await clients.logs.send(new DescribeLogGroupsCommand({}))
  expect(logGroups.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual([
    [productionBackend, 30],
    ['/ecs/ohmycoins-prod/frontend', 30],
    [backend, 7],
    ['/ecs/ohmycoins-staging/frontend', 7],
    ['/vpc/ohmycoins-prod/flow-logs', 30],
    ['/vpc/ohmycoins-staging/flow-logs', 7],
  ])
  expect(logGroups[2]).toMatchObject({
    arn: `arn:aws:logs:ap-southeast-2:123456789012:log-group:${backend}:*`,
    logGroupArn: `arn:aws:logs:ap-southeast-2:123456789012:log-group:${backend}`,
  })
  expect(logGroups[2]?.storedBytes).toBeGreaterThan(1_000_000)
})

test('log groups are found by prefix or by any part of their name, page by page', async () => {
  const byPrefix = await clients.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/', limit: 3 }),
  )
  expect(byPrefix.logGroups).toHaveLength(3)
  const rest = await clients.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/', limit: 3, nextToken: byPrefix.nextToken }),
  )
  expect(rest.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/ecs/ohmycoins-staging/frontend'])
  expect(rest.nextToken).toBeUndefined()
  const byPattern = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'FLOW' }))
  expect(byPattern.logGroups).toHaveLength(2)
  await expect(
    clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('each task writes into a stream with its id; a stream of an earlier version ends where the next begins', async () => {
  const { logStreams = [] } = await clients.logs.send(
    new DescribeLogStreamsCommand({
      logGroupName: productionBackend,
      orderBy: 'LastEventTime',
      descending: true,
    }),
  )
  const running = account.world.tasks(production.service).map(({ id }) => `ecs/backend/${id}`)
  expect(new Set(logStreams.slice(0, 2).map(({ logStreamName }) => logStreamName))).toEqual(new Set(running))
  expect(logStreams.length).toBeGreaterThan(2)
  expect(logStreams[2]?.lastEventTimestamp).toBeLessThan(now - 8 * 24 * hour)
})

test('events come oldest first from all streams, and the same question has the same answer', async () => {
  const question = { logGroupName: productionBackend, startTime: now - hour, endTime: now }
  const { events } = await filterAll(question)
  expect(events.length).toBeGreaterThan(1000)
  const moments = events.map(({ timestamp }) => timestamp ?? 0)
  expect(moments).toEqual([...moments].sort((left, right) => left - right))
  expect(moments[0]).toBeGreaterThanOrEqual(now - hour)
  expect(new Set(events.map(({ logStreamName }) => logStreamName)).size).toBe(2)
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length)
  expect((await filterAll(question)).events).toEqual(events)
  now += 90_000
  expect((await filterAll(question)).events).toEqual(events)
})

test('small pages give the same events, none twice', async () => {
  const question = { startTime: now - hour / 4, endTime: now }
  const whole = await filterAll(question)
  const small = await filterAll({ ...question, limit: 7 })
  expect(small.pages.slice(0, -1).every((size) => size === 7)).toBe(true)
  expect(small.events).toEqual(whole.events)
})

test('newest first gives the same events in the other order, page by page; a token keeps its direction', async () => {
  const question = { startTime: now - hour / 4, endTime: now }
  const oldestFirst = await filterAll(question)
  const newestFirst = await filterAll({ ...question, startFromHead: false, limit: 7 })
  expect(newestFirst.events).toEqual(oldestFirst.events.toReversed())
  const first = await filter({ ...question, startFromHead: false, limit: 7 })
  const second = await filter({ ...question, startFromHead: true, limit: 7, nextToken: first.nextToken })
  expect(second.events).toEqual(newestFirst.events.slice(7, 14))
  for (const startTime of [Date.UTC(2023, 11, 31), undefined])
    await expect(filter({ startTime, startFromHead: false })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
})

test('a page is at most 1 MB, and a rare pattern over days is answered with empty pages and a token', async () => {
  const day = await filter({ logGroupName: productionBackend, startTime: now - 24 * hour })
  const bytes = (day.events ?? []).reduce(
    (sum, { message }) => sum + Buffer.byteLength(message ?? '') + 26,
    0,
  )
  expect(bytes).toBeLessThanOrEqual(1_048_576)
  expect(day.nextToken).toBeDefined()
  account.world.writeLog(staging.service, 'a needle in 7 days')
  const rare = await filterAll({ filterPattern: 'needle' })
  expect(rare.messages).toEqual(['a needle in 7 days'])
  expect(rare.pages.length).toBeGreaterThan(3)
  expect(rare.pages.slice(0, -1).every((size) => size === 0)).toBe(true)
})

test.each<[string, string[]]>([
  ['ERROR', ['ERROR one', 'ERROR two {x}', 'ERROR three']],
  ['ERROR two', ['ERROR two {x}']],
  ['?one ?three', ['ERROR one', 'ERROR three']],
  ['ERROR -two', ['ERROR one', 'ERROR three']],
  ['"two {x}"', ['ERROR two {x}']],
  ['%t[wh]%', ['ERROR two {x}', 'ERROR three']],
  ['error', ['{"level":"error","ms":512,"deep":{"list":[{"id":"a-1"}]}}']],
  ['{ $.level = "error" && $.ms >= 512 }', ['{"level":"error","ms":512,"deep":{"list":[{"id":"a-1"}]}}']],
  [
    '{ ($.level = "warning") || ($.deep.list[0].id = "a-*") }',
    ['{"level":"error","ms":512,"deep":{"list":[{"id":"a-1"}]}}'],
  ],
  ['{ $.level != "error" }', []],
  ['{ $.missing NOT EXISTS && $.ms < 600 }', ['{"level":"error","ms":512,"deep":{"list":[{"id":"a-1"}]}}']],
])('the filter pattern %s finds what AWS would', async (filterPattern, expected) => {
  const lines = [
    'ERROR one',
    'ERROR two {x}',
    'ERROR three',
    '{"level":"error","ms":512,"deep":{"list":[{"id":"a-1"}]}}',
  ]
  // Nothing else is written then: the stream is older than the container that starts to work.
  for (const [index, line] of lines.entries()) {
    account.world.writeLog(staging.service, line, { at: now - 5000 + index })
  }
  const { messages } = await filterAll({ filterPattern, startTime: now - 5000, endTime: now - 4990 })
  expect(messages).toEqual(expected)
})

test.each([
  'a-b',
  '"open',
  '%(a)%',
  '%\\berror%',
  '%a+?%',
  '%error!%',
  '%"error"%',
  '%a% %b% %c%',
  '{ $.a ! 1 }',
  '{ $.a = 1',
  '{ $.a > "b" }',
  '[a, b]',
])('the filter pattern %s is refused', async (filterPattern) => {
  await expect(filter({ filterPattern })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('Invalid filter pattern'),
  })
})

test('what does not exist or contradicts itself is refused by its name', async () => {
  await expect(filter({ logGroupName: '/nothing' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  })
  await expect(filter({ logStreamNames: ['ecs/backend/none'] })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  for (const wrong of [
    { limit: 10_001 },
    { limit: 0 },
    { nextToken: 'made-up' },
    { logStreamNames: ['a'], logStreamNamePrefix: 'b' },
    { startTime: now, endTime: now - 1 },
    { logGroupName: undefined },
  ]) {
    await expect(filter(wrong)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
})

test('a group is also found by its ARN', async () => {
  const arn = `arn:aws:logs:ap-southeast-2:123456789012:log-group:${backend}`
  const input = { logGroupIdentifier: arn, startTime: now - hour, limit: 3 }
  expect((await clients.logs.send(new FilterLogEventsCommand(input))).events).toHaveLength(3)
  await expect(
    clients.logs.send(new FilterLogEventsCommand({ logGroupIdentifier: `${arn}:*` })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('the end of a stream is read first, then back and forth, and a token at the end leads to itself', async () => {
  const logStreamName = `ecs/backend/${account.world.tasks(staging.service)[0]?.id}`
  const get = (input: object) =>
    clients.logs.send(new GetLogEventsCommand({ logGroupName: backend, logStreamName, ...input }))
  const newest = await get({ limit: 5 })
  const { events } = await filterAll({ startTime: now - hour / 2 })
  const messages = (list: { message?: string | undefined }[] | undefined) =>
    (list ?? []).map(({ message }) => message)
  expect(messages(newest.events)).toEqual(messages(events).slice(-5))
  const before = await get({ limit: 5, nextToken: newest.nextBackwardToken })
  expect(messages(before.events)).toEqual(messages(events).slice(-10, -5))
  const again = await get({ limit: 5, nextToken: before.nextForwardToken })
  expect(messages(again.events)).toEqual(messages(newest.events))
  const end = await get({ nextToken: newest.nextForwardToken })
  expect(end).toMatchObject({ events: [], nextForwardToken: newest.nextForwardToken })
  const head = await get({ startFromHead: true, startTime: now - hour / 2, limit: 2 })
  expect(messages(head.events)).toEqual(messages(events).slice(0, 2))
})

test('a fault refuses a question about logs as it does others', async () => {
  account.faults.add({ service: 'logs', action: 'FilterLogEvents', fault: { kind: 'throttle' }, times: 1 })
  await expect(filter({})).rejects.toMatchObject({ name: 'ThrottlingException' })
  await filter({ startTime: now - 1000 })
})
