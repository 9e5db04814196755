import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { MetricQuestion } from '../../src/aws/aws.js'
import { type Room, staging, startRoom } from './environment.js'

const hour = 3_600_000
let room: Room
beforeAll(async () => {
  room = await startRoom()
})
beforeEach(() => room.account.calls.reset())
afterAll(() => room.stop())

function question(key: string, more: Partial<MetricQuestion> = {}): MetricQuestion {
  return {
    key,
    namespace: 'AWS/RDS',
    metric: 'CPUUtilization',
    dimensions: { DBInstanceIdentifier: 'ohmycoins-staging-postgres' },
    statistic: 'Average',
    period: 60,
    ...more,
  }
}

test('three hours are ninety points, oldest first, in whole periods that have ended', async () => {
  const now = Date.now()
  const history = await room
    .awsFor(staging)
    .metricHistory([question('cpu')], { from: now - 3 * hour, until: now })
  const points = history.points.get('cpu') ?? []
  expect(history.period).toBe(120_000)
  expect(points).toHaveLength((history.until - history.from) / history.period)
  expect(points.length).toBeGreaterThanOrEqual(90)
  expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(points.at(-1)?.at).toBe(history.until - history.period)
  expect(history.until).toBeLessThanOrEqual(now)
})

test('500 metrics are one call, one more is another', async () => {
  const now = Date.now()
  const range = { from: now - hour, until: now }
  const many = Array.from({ length: 501 }, (_, index) => question(`question ${index}`))
  await room.awsFor(staging).metricHistory(many.slice(1), range)
  expect(room.account.calls.counts()).toEqual({ GetMetricData: 1 })
  const { points } = await room.awsFor(staging).metricHistory(many, range)
  expect(points.size).toBe(501)
  expect(room.account.calls.counts()).toEqual({ GetMetricData: 3 })
})

test('what nobody measures has no series', async () => {
  const now = Date.now()
  const silent = question('silent', { dimensions: { DBInstanceIdentifier: 'no-such-database' } })
  const { points } = await room
    .awsFor(staging)
    .metricHistory([question('cpu'), silent], { from: now - hour, until: now })
  expect([...points.keys()]).toEqual(['cpu'])
})

test('a metric that is measured every five minutes is not asked for every minute', async () => {
  const now = Date.now()
  const { period } = await room
    .awsFor(staging)
    .metricHistory([question('cpu', { period: 300 })], { from: now - hour, until: now })
  expect(period).toBe(300_000)
})
