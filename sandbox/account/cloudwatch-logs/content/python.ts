import type { LoggedTask, LogGroupRecord, LogLine } from '../model.js'
import { pythonMoment } from './moments.js'
import { about, momentsOf, type Random, randomFrom } from './random.js'
import { structuredLine } from './structured.js'
import { traceback } from './tracebacks.js'
import { linesOfTask, runningTasks, troublePerMinute } from './volume.js'

const coins = ['BTC', 'ETH', 'SOL', 'ADA', 'XRP', 'DOT', 'LTC', 'DOGE'] as const
const requests = [
  'GET /api/v1/coins',
  'GET /api/v1/coins/{coin}',
  'GET /api/v1/portfolio',
  'GET /api/v1/portfolio/{number}/history',
  'GET /api/v1/prices?symbols={coin},USD',
  'POST /api/v1/orders',
  'GET /api/v1/orders/{number}',
  'POST /api/v1/login/access-token',
  'GET /api/v1/users/me',
] as const

export interface PythonMinute {
  group: LogGroupRecord
  task: LoggedTask
  minute: number
  troubleSince: number
}

/** What the backend writes in one minute of normal work, oldest first. */
export function pythonMinute({ group, task, minute, troubleSince }: PythonMinute): LogLine[] {
  const random = randomFrom(`${task.id}/${minute}`)
  const count = about(linesOfTask(group, task.service, minute), random)
  const lines: LogLine[] = []
  for (const at of momentsOf(minute, count, random)) lines.push(...workLines(at, random))
  const trouble =
    troublePerMinute(group, troubleSince, minute) / Math.max(1, runningTasks(task.service, minute))
  for (const at of momentsOf(minute, about(trouble, random), random)) lines.push(priceFeedTimeout(at, random))
  lines.push(...healthChecks(task, minute, random))
  return lines.sort((left, right) => left.at - right.at)
}

function workLines(at: number, random: Random): LogLine[] {
  const choice = random.next()
  if (choice < 0.72) return [requestLine(at, random)]
  if (choice < 0.86) return [{ at, message: structuredLine(at, random) }]
  if (choice < 0.955) return [databaseLine(at, random)]
  if (choice < 0.985) return [warningLine(at, random)]
  if (choice < 0.996) return [errorLine(at, random)]
  return failedRequest(at, random)
}

function target(random: Random): string {
  return random
    .pick(requests)
    .replace('{coin}', random.pick(coins))
    .replace('{number}', String(random.whole(1000, 9999)))
}

function requestLine(at: number, random: Random): LogLine {
  const name = target(random)
  const unusual = random.next()
  const status =
    unusual < 0.03 ? random.pick([401, 404, 422]) : name.startsWith('POST /api/v1/orders') ? 201 : 200
  const duration = Math.round(random.tail(name.includes('history') ? 140 : 62))
  return {
    at,
    message: `${pythonMoment(at)} INFO [app.api] ${name} ${status} response_time: ${duration} ms request_id=${random.hex(12)}`,
  }
}

function databaseLine(at: number, random: Random): LogLine {
  const start = pythonMoment(at)
  const used = random.whole(2, 9)
  const message = random.pick([
    `${start} INFO [app.db] database connection checked out in ${random.whole(1, 9)} ms (pool ${used}/10)`,
    `${start} INFO [app.db] database connection returned to pool after ${random.whole(4, 180)} ms (pool ${used}/10)`,
    `${start} DEBUG [app.db] database connection ping ok in ${random.whole(1, 4)} ms`,
    `${start} WARNING [app.db] slow query on database connection ${random.whole(11, 48)}: ${random.whole(510, 2400)} ms SELECT * FROM price_history WHERE coin_id = ${random.whole(1, 60)}`,
  ])
  return { at, message }
}

function warningLine(at: number, random: Random): LogLine {
  const start = `${pythonMoment(at)} WARNING`
  const message = random.pick([
    `${start} [app.cache] cache miss storm on key prices:${random.pick(coins)}: ${random.whole(12, 80)} misses in 10 s`,
    `${start} [app.auth] login failed for user_id=${random.whole(100, 999)}: wrong password (attempt ${random.whole(1, 4)}) request_id=${random.hex(12)}`,
    `${start} [app.api] GET /api/v1/portfolio took ${random.whole(1010, 2900)} ms request_id=${random.hex(12)}`,
    `${start} [app.tasks] job sync_orders is ${random.whole(5, 40)} s late`,
  ])
  return { at, message }
}

function errorLine(at: number, random: Random): LogLine {
  const start = `${pythonMoment(at)} ERROR`
  const message = random.pick([
    `${start} [app.orders] order ${random.whole(100_000, 999_999)} rejected by exchange: insufficient margin request_id=${random.hex(12)}`,
    `${start} [app.mail] could not send mail to user ${random.whole(100, 999)}: SMTP 421 try again later`,
    `${start} [app.db] database connection lost: server closed the connection unexpectedly, reconnecting (attempt ${random.whole(1, 3)})`,
  ])
  return { at, message }
}

/** The error that grows: the same thing every time, with other numbers and ids. */
export function priceFeedTimeout(at: number, random: Random): LogLine {
  const ms = random.whole(5001, 5210)
  return {
    at,
    message:
      `${pythonMoment(at)} ERROR [app.pricefeed] price feed kraken timed out after ${ms} ms ` +
      `for ${random.pick(coins)}/USD (attempt 3/3, batch=${random.whole(48_000, 91_000)}) request_id=${random.hex(12)}`,
  }
}

function failedRequest(at: number, random: Random): LogLine[] {
  const name = target(random)
  const request = random.hex(12)
  const end = at + random.whole(1, 6)
  return [
    {
      at,
      message: `${pythonMoment(at)} ERROR [app.api] ${name} failed request_id=${request}\n${traceback(random)}`,
    },
    {
      at: end,
      message: `${pythonMoment(end)} INFO [app.api] ${name} 500 response_time: ${random.whole(30, 900)} ms request_id=${request}`,
    },
  ]
}

/** The load balancer asks every 10 s. */
function healthChecks(task: LoggedTask, minute: number, random: Random): LogLine[] {
  const offset = Number.parseInt(task.id.slice(0, 4), 16) % 10_000
  return Array.from({ length: 6 }, (_, index) => ({
    at: minute + offset + index * 10_000,
    message: `INFO:     10.0.${random.whole(1, 2)}.${random.pick([17, 94])}:${random.whole(20_000, 60_000)} - "GET /api/v1/health HTTP/1.1" 200 OK`,
  }))
}
