import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../src/core/clock.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { readMetrics } from '../../src/metrics/read-metrics.js'
import { manyServices, ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { environmentOf, production, type Room, staging, startRoom } from '../aws/environment.js'
import { thresholds } from '../status/thresholds.js'

const hour = 3_600_000
const prefix = 'ohmycoins-many'
let room: Room
beforeAll(async () => {
  room = await startRoom({ environments: [...ohMyCoins(), manyServices({ count: 120, prefix })] })
})
beforeEach(() => {
  room.account.faults.clear()
  room.account.calls.reset()
})
afterAll(() => room.stop())

const read = (environment = production, more: Partial<Parameters<typeof readMetrics>[0]> = {}) =>
  readMetrics({
    aws: room.awsFor(environment),
    environment,
    since: 3 * hour,
    thresholds,
    clock: systemClock,
    ...more,
  })
const names = ({ figures }: Awaited<ReturnType<typeof read>>) =>
  figures.map(({ subject, name }) => `${subject} ${name}`)

test('everything of an environment is one GetMetricData', async () => {
  const overview = await read()
  expect(room.account.calls.counts()).toEqual({
    DescribeServices: 1,
    DescribeLoadBalancers: 1,
    GetMetricData: 1,
  })
  expect(names(overview)).toEqual(
    expect.arrayContaining([
      'backend CPU',
      'frontend memory',
      'backend running tasks',
      'backend healthy targets',
      'database free storage',
      'database read latency',
      'cache hit rate',
      'cache engine CPU',
      'cache evictions a minute',
      'load balancer response time (p95)',
      'load balancer response time (average)',
      'load balancer 2xx a minute',
    ]),
  )
  expect(overview.missing).toEqual([])
  expect(overview.figures.every(({ met }) => met !== false)).toBe(true)
})

test('the trouble of two hours ago is the worst of its figure', async () => {
  const { figures } = await read()
  const cpu = figures.find(({ subject, name }) => subject === 'backend' && name === 'CPU')
  expect(cpu?.worst?.value).toBeGreaterThan(75)
  expect(Date.now() - (cpu?.worst?.at ?? 0)).toBeGreaterThan(hour)
  expect(cpu?.now).toBeLessThan(70)
  expect(cpu?.points.length).toBeGreaterThanOrEqual(89)
})

test('over a week the newest figure is still that of the last minutes, for one call more', async () => {
  room.account.world.setMetric(
    {
      namespace: 'AWS/RDS',
      metric: 'CPUUtilization',
      dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
    },
    91,
    4 * 60_000,
  )
  const { figures, period } = await read(production, { since: 7 * 24 * hour, focus: 'rds' })
  expect(period).toBe(2 * hour)
  expect(figures[0]).toMatchObject({ subject: 'database', name: 'CPU', now: 91, met: false })
  expect(figures[0]?.points.at(-1)?.value).toBeLessThan(60)
  expect(room.account.calls.counts()).toEqual({ GetMetricData: 2 })
})

test('counts are told a minute, whatever the points stand for', async () => {
  const LoadBalancer = room.account.world.metricDimension('ohmycoins-staging-alb')
  room.account.world.setMetric(
    { namespace: 'AWS/ApplicationELB', metric: 'HTTPCode_Target_5XX_Count', dimensions: { LoadBalancer } },
    30,
    hour,
  )
  for (const since of [0.25 * hour, 3 * hour]) {
    const { figures } = await read(staging, { focus: 'alb', since })
    const errors = figures.find(({ name }) => name === '5xx a minute')
    expect(errors).toMatchObject({ now: 30, met: false })
  }
})

test('one service or one part costs no more than it needs', async () => {
  const backend = production.services[0] as ServiceRef
  const overview = await read(production, { focus: backend })
  expect(names(overview)).toEqual([
    'backend CPU',
    'backend memory',
    'backend running tasks',
    'backend healthy targets',
    'backend unhealthy targets',
  ])
  room.account.calls.reset()
  expect(names(await read(production, { focus: 'redis' }))).toHaveLength(4)
  expect(room.account.calls.counts()).toEqual({ GetMetricData: 1 })
})

test('120 services are asked about 500 metrics a call', async () => {
  const many = environmentOf('many', prefix, [], { database: undefined, cache: undefined } as never)
  const overview = await read(many)
  expect(overview.figures.length).toBeGreaterThan(120 * 5)
  expect(room.account.calls.count('GetMetricData')).toBe(2)
  expect(room.account.calls.count('DescribeServices')).toBe(12)
})

test('missing tasks miss the target, and healthy targets too', async () => {
  const frontend = staging.services[1] as ServiceRef
  room.account.world.makeTargetUnhealthy(frontend.service)
  const { figures } = await read(staging, { focus: frontend, clock: { now: () => Date.now() + 130_000 } })
  expect(figures.slice(0, 2).map(({ name, met }) => [name, met])).toEqual(
    expect.arrayContaining([['healthy targets', false]]),
  )
})

test('what has no data is told apart from zero', async () => {
  const nowhere = { ...staging, database: 'no-such-database', cache: undefined } as never as typeof staging
  const { figures } = await read(nowhere, { focus: 'rds' })
  expect(figures).toHaveLength(5)
  for (const figure of figures) {
    expect(figure.points).toEqual([])
    expect(figure).not.toHaveProperty('now')
    expect(figure).not.toHaveProperty('met')
  }
})

test('a cluster without Container Insights is told so once, and nothing is missed for it', async () => {
  const elsewhere = environmentOf('elsewhere', 'ohmycoins-elsewhere', ['backend', 'frontend'])
  const { figures, unmeasured } = await read(elsewhere)
  expect(figures.some(({ name }) => name === 'running tasks')).toBe(false)
  expect(unmeasured).toHaveLength(1)
  expect(unmeasured[0]).toContain('Container Insights')
})

test('what fails costs only its part', async () => {
  room.account.faults.add({ action: 'DescribeLoadBalancers', fault: { kind: 'accessDenied' } })
  const { figures, missing } = await read({ ...staging, loadBalancer: 'another-alb' })
  expect(missing).toEqual([
    { what: 'load balancer figures', why: expect.stringContaining('not allowed to call') },
  ])
  expect(figures.length).toBeGreaterThan(8)
  room.account.faults.add({ action: 'GetMetricData', fault: { kind: 'accessDenied' } })
  const none = await read({ ...staging, loadBalancer: undefined } as never)
  expect(none.figures).toEqual([])
  expect(none.missing.map(({ what }) => what)).toEqual(['figures'])
})
