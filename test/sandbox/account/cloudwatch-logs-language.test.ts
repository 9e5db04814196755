import {
  GetQueryResultsCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, staging } from './clients.js'

const hour = 3_600_000
const backend = '/ecs/ohmycoins-staging/backend'

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

/** The results as objects, once the query is complete. */
async function ask(queryString: string, input: Partial<StartQueryCommandInput>) {
  const { queryId } = await start(queryString, input)
  account.advance(20_000)
  const { status, results } = await clients.logs.send(new GetQueryResultsCommand({ queryId }))
  expect(status).toBe('Complete')
  return (results ?? []).map((row) =>
    Object.fromEntries(row.map(({ field, value }) => [field ?? '', value ?? ''])),
  )
}

/** Only these lines, a millisecond apart, at a moment when nothing else is written. */
async function askAbout(lines: readonly string[], queryString: string) {
  account.world.setDesiredCount(staging.service, 0)
  const [task] = account.world.tasks(staging.service)
  account.advance(5 * 60_000)
  const at = now + 4 * 60_000
  for (const [index, line] of lines.entries()) {
    account.world.writeLog(staging.service, line, { at: at + index, taskId: task?.id ?? '' })
  }
  const range = { startTime: Math.floor(at / 1000) - 1, endTime: Math.ceil(at / 1000) + 1 }
  return (await ask(queryString, range)).map(withoutPointer)
}

function withoutPointer(row: Record<string, string>) {
  return Object.fromEntries(Object.entries(row).filter(([field]) => field !== '@ptr'))
}

const lines = [
  '{"level":"info","ms":20,"user":{"name":"ann"},"tags":["a","b"]}',
  '{"level":"error","ms":900,"user":{"name":"Bob"},"tags":["c"]}',
  '{"level":"error","ms":100,"user":{"name":"ann"}}',
  'plain text user=7, took 12 s',
]

test.each<[string, Record<string, string>[]]>([
  ['filter level = "error" | sort ms | display ms', [{ ms: '100' }, { ms: '900' }]],
  ['filter ms > 50 and ms <= 100 | display ms', [{ ms: '100' }]],
  ['filter (ms = 20 or ms = 900) and not level = "info" | display ms', [{ ms: '900' }]],
  ['filter ms in [20, 100] | sort ms desc | display ms', [{ ms: '100' }, { ms: '20' }]],
  ['filter user.name not in ["ann"] and ispresent(ms) | display user.name', [{ 'user.name': 'Bob' }]],
  [
    'filter @message =~ /(?i)PLAIN/ | parse @message "user=*, took * s" as user, took | display user, took',
    [{ user: '7', took: '12' }],
  ],
  [
    'filter @message not like /level/ | parse @message /took (?<seconds>\\d+) s/ | display seconds',
    [{ seconds: '12' }],
  ],
  [
    'stats count(*), avg(ms), sum(ms) / count(ms) as mean by level | filter level = "error"',
    [{ level: 'error', 'count(*)': '2', 'avg(ms)': '500', mean: '500' }],
  ],
  [
    'filter ispresent(level) | dedup level | sort level | display level',
    [{ level: 'error' }, { level: 'info' }],
  ],
  [
    'fields toupper(user.name) as who, strlen(user.name) as size | filter ms = 900 | display who, size',
    [{ who: 'BOB', size: '3' }],
  ],
  ['filter tags.1 = "b" | display coalesce(missing, tags.0, "x") as first', [{ first: 'a' }]],
  ['stats count_distinct(user.name) as people, median(ms) as middle', [{ people: '2', middle: '100' }]],
  ['stats count(*) by user.name | sort count(*) desc | limit 1', [{ 'user.name': 'ann', 'count(*)': '2' }]],
  [
    'fields `user.name` as name, ms * 2 + 1 as twice | filter ms = 20 | display name, twice',
    [{ name: 'ann', twice: '41' }],
  ],
  ['limit 2 | display @message', [{ '@message': lines[3] ?? '' }, { '@message': lines[2] ?? '' }]],
])('%s', async (query, expected) => {
  const rows = await askAbout(lines, query)
  expect(rows).toEqual(expected)
})

test.each<[string, string, number]>([
  ['fields @message | explode x', 'unknown command explode at line 1 and position 19', 18],
  ['fields @message\n| filter a = ', 'unexpected symbol found the end of the query', 29],
  ['filter @message like', 'unexpected symbol found the end of the query', 20],
  ['filter (a = 1', 'expected )', 13],
  ['stats nothing(a)', 'unknown function nothing', 6],
  ['filter count(*) > 1', 'only known to stats', 7],
  ['parse @message "a * b *" as x', '2 asterisks for 1 names', 15],
  ['limit 20000', 'limit must be a number from 1 to 10000', 6],
  ['filter @message like "open', 'no closing "', 21],
  ['stats count(*) by bin(soon)', 'soon is no period', 22],
  ['', 'unexpected symbol found the end of the query', 0],
])('%s is refused with the place', async (query, message, startCharOffset) => {
  await expect(start(query)).rejects.toMatchObject({
    name: 'MalformedQueryException',
    message: expect.stringContaining(message),
    queryCompileError: { location: { startCharOffset } },
  })
})
