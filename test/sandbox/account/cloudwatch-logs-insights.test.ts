import {
  DescribeQueriesCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor } from './clients.js'

const hour = 3_600_000
const backend = '/ecs/ohmycoins-staging/backend'
const flow = '/vpc/ohmycoins-prod/flow-logs'

let account: Account
let clients: Clients
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

function start(queryString: string, input: Partial<StartQueryCommandInput> = {}) {
  return clients.logs.send(
    new StartQueryCommand({
      ...(input.logGroupNames || input.logGroupIdentifiers ? {} : { logGroupName: backend }),
      startTime: Math.floor((now - hour) / 1000),
      endTime: Math.ceil(now / 1000),
      queryString,
      ...input,
    }),
  )
}

const results = (queryId: string | undefined) => clients.logs.send(new GetQueryResultsCommand({ queryId }))

/** The results as objects, once the query is complete. */
async function ask(queryString: string, input: Partial<StartQueryCommandInput> = {}) {
  const { queryId } = await start(queryString, input)
  account.advance(20_000)
  for (;;) {
    const answer = await results(queryId)
    if (answer.status !== 'Complete') continue
    const rows = (answer.results ?? []).map((row) =>
      Object.fromEntries(row.map(({ field, value }) => [field ?? '', value ?? ''])),
    )
    return { rows, statistics: answer.statistics, fields: answer.results?.[0]?.map(({ field }) => field) }
  }
}

test('the newest errors, as the team asks for them', async () => {
  const { rows, fields } = await ask(
    'fields @timestamp, @message\n| filter @message like /ERROR/ # only errors\n| sort @timestamp desc\n| limit 100',
  )
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.length).toBeLessThanOrEqual(100)
  expect(fields).toEqual(['@timestamp', '@message', '@ptr'])
  expect(rows.every((row) => row['@message']?.includes('ERROR'))).toBe(true)
  const moments = rows.map((row) => row['@timestamp'] ?? '')
  expect(moments[0]).toMatch(/^2026-11-23 0[23]:\d\d:\d\d\.\d{3}$/)
  expect(moments).toEqual([...moments].sort().reverse())
})

test('response times by 5 minutes', async () => {
  const { rows, fields } = await ask(
    'filter @message like "response_time" | parse @message "response_time: * ms" as response_time ' +
      '| stats avg(response_time), max(response_time) as slowest, min(response_time), pct(response_time, 95) as p95 by bin(5m)',
  )
  expect(fields).toEqual(['bin(5m)', 'avg(response_time)', 'slowest', 'min(response_time)', 'p95'])
  expect(rows).toHaveLength(13)
  for (const row of rows) {
    const number = (name: string) => Number(row[name])
    expect(row['bin(5m)']).toMatch(/:[0-5][05]:00\.000$/)
    expect(number('min(response_time)')).toBeLessThanOrEqual(number('avg(response_time)'))
    expect(number('avg(response_time)')).toBeLessThanOrEqual(number('slowest'))
    expect(number('p95')).toBeLessThanOrEqual(number('slowest'))
  }
})

test('database connections by 5 minutes, and the numbers agree with the lines', async () => {
  const condition = 'filter @message like /database/ and @message like /connection/'
  const counted = await ask(`${condition} | stats count(*) as lines by bin(5m) as moment | sort moment asc`)
  const listed = await ask(condition)
  const total = counted.rows.reduce((sum, row) => sum + Number(row['lines']), 0)
  expect(total).toBe(listed.rows.length)
  expect(total).toBe(counted.statistics?.recordsMatched)
  expect(counted.statistics?.recordsScanned).toBeGreaterThan(total)
  expect(counted.statistics?.bytesScanned).toBeGreaterThan(10_000)
})

test('NAT top talkers: bytes by source and destination outside the private network', async () => {
  const { rows } = await ask(
    'filter isIpv4InSubnet(srcAddr, "10.0.0.0/8") and not isIpv4InSubnet(dstAddr, "10.0.0.0/8") ' +
      '| stats sum(bytes) as bytesTransferred by srcAddr, dstAddr | sort bytesTransferred desc | limit 20',
    { logGroupNames: [flow] },
  )
  expect(rows.length).toBeGreaterThan(4)
  expect(rows.length).toBeLessThanOrEqual(20)
  expect(
    rows.every(({ srcAddr, dstAddr }) => srcAddr?.startsWith('10.') && !dstAddr?.startsWith('10.')),
  ).toBe(true)
  const bytes = rows.map(({ bytesTransferred }) => Number(bytesTransferred))
  expect(bytes).toEqual([...bytes].sort((left, right) => right - left))
})

test('a query goes from scheduled to running, with growing numbers and partial results, to complete', async () => {
  const { queryId } = await start('stats count(*) as lines', {
    startTime: Math.floor((now - 24 * hour) / 1000),
  })
  expect(await results(queryId)).toMatchObject({
    status: 'Scheduled',
    results: [],
    statistics: { recordsScanned: 0 },
  })
  account.advance(1_200)
  const first = await results(queryId)
  expect(first.status).toBe('Running')
  expect(first.results).toHaveLength(1)
  account.advance(600)
  const second = await results(queryId)
  expect(second.statistics?.recordsScanned).toBeGreaterThan(first.statistics?.recordsScanned ?? 0)
  account.advance(5_000)
  let last = await results(queryId)
  while (last.status === 'Running') last = await results(queryId)
  expect(last.status).toBe('Complete')
  expect(last.results?.[0]?.[0]).toEqual({ field: 'lines', value: String(last.statistics?.recordsScanned) })
})

test('a query that runs can be stopped, once; the list of queries is newest first', async () => {
  const first = await start('fields @message')
  const second = await start('filter @message like /x/', { logGroupNames: [flow, backend] })
  account.advance(300)
  await clients.logs.send(new StopQueryCommand({ queryId: first.queryId }))
  expect((await results(first.queryId)).status).toBe('Cancelled')
  await expect(clients.logs.send(new StopQueryCommand({ queryId: first.queryId }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  const list = async (input: object) =>
    (await clients.logs.send(new DescribeQueriesCommand(input))).queries?.map(({ queryId }) => queryId)
  expect(await list({})).toEqual([second.queryId, first.queryId])
  expect(await list({ logGroupName: flow })).toEqual([second.queryId])
  expect(await list({ status: 'Cancelled' })).toEqual([first.queryId])
  expect(await list({ maxResults: 1 })).toEqual([second.queryId])
  await expect(results('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('a hundred queries run at once, one more is refused', async () => {
  await Promise.all(Array.from({ length: 100 }, () => start('fields @message')))
  await expect(start('fields @message')).rejects.toMatchObject({ name: 'LimitExceededException' })
  account.advance(10_000)
  await start('fields @message')
})

test('a query of unknown groups, of two kinds of names, or of a time before all logs is refused', async () => {
  await expect(start('fields a', { logGroupNames: ['/none'] })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  for (const wrong of [
    { logGroupName: backend, logGroupNames: [backend] },
    { limit: 10_001 },
    { startTime: 20, endTime: 10 },
  ]) {
    await expect(start('fields a', wrong)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
  await expect(start('fields a', { startTime: 10, endTime: 20 })).rejects.toMatchObject({
    name: 'MalformedQueryException',
    message: expect.stringContaining('retention'),
  })
})

test('the limit of a call counts unless the query has its own', async () => {
  expect((await ask('fields @message', { limit: 5 })).rows).toHaveLength(5)
  expect((await ask('fields @message | limit 8', { limit: 5 })).rows).toHaveLength(8)
})

test('a fault refuses the start of a query', async () => {
  account.faults.add({ service: 'logs', action: 'StartQuery', fault: { kind: 'accessDenied' }, times: 1 })
  await expect(start('fields @message')).rejects.toMatchObject({ name: 'AccessDeniedException' })
})
