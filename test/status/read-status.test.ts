import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/core/clock.js'
import type { Environment, ServiceRef } from '../../src/core/environment.js'
import { manyServices, ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { readStatus } from '../../src/status/read-status.js'
import { environmentOf, production, type Room, staging, startRoom } from '../aws/environment.js'
import { thresholds } from './thresholds.js'
import { endsWithin } from '../support/duration.js'

const backend = staging.services[0] as ServiceRef
let room: Room

async function read(environment: Environment, service?: ServiceRef) {
  const aws = room.awsFor(environment)
  return readStatus({ aws, environment, thresholds, clock: systemClock, ...(service ? { service } : {}) })
}

afterEach(() => room.stop())

describe('the two environments of Oh My Coins', () => {
  beforeEach(async () => {
    room = await startRoom({}, { timeout: 300, budget: 2_000 })
  })

  test('a healthy environment is read with everything that is known of it', async () => {
    const status = await read(production)
    expect(status).toMatchObject({
      environment: 'production',
      verdict: 'healthy',
      reason: '2 services, 4 of 4 tasks running',
      alarms: [],
      missing: [],
    })
    expect(status.services[0]).toMatchObject({
      name: 'backend',
      running: 2,
      desired: 2,
      images: [{ container: 'backend', repository: 'ohmycoins/backend', tag: 'sprint-12-3f4021a' }],
      autoscaling: { minimum: 2, maximum: 10 },
      targets: { healthy: 2, total: 2, unhealthy: [] },
      deployment: { state: 'completed' },
      taskDefinition: 'ohmycoins-prod-backend:42',
    })
    expect(new Set(status.measurements.map(({ subject, metric }) => `${subject} ${metric}`))).toEqual(
      new Set([
        'backend cpu',
        'backend memory',
        'frontend cpu',
        'frontend memory',
        'database cpu',
        'database connections',
        'cache hit rate',
        'cache cpu',
        'cache memory',
        'load balancer 5xx',
        'load balancer response time',
        'load balancer unhealthy targets',
      ]),
    )
    for (const { value, met } of status.measurements) {
      expect(value).toBeTypeOf('number')
      expect(met).toBe(true)
    }
  })

  test('a service that lost its only task is down', async () => {
    room.account.world.killTask(backend.service, undefined, 137)
    expect(await read(staging)).toMatchObject({
      verdict: 'down',
      reason: expect.stringContaining('backend: 0 of 1'),
    })
  })

  test('in depth, the stopped task and its exit code are explained', async () => {
    room.account.world.killTask(backend.service, undefined, 139)
    room.account.advance(60_000)
    const status = await read(staging, backend)
    expect(status.focus).toBe('backend')
    expect(status.services.map(({ name }) => name)).toEqual(['backend'])
    expect(status.services[0]?.stoppedTasks).toEqual([
      expect.objectContaining({
        exitCode: 139,
        explanation: expect.stringContaining('invalid memory access'),
      }),
    ])
  })

  test('an unhealthy target degrades its service and says which target and why', async () => {
    room.account.world.makeTargetUnhealthy('ohmycoins-prod-frontend', undefined, 502)
    const status = await read(production)
    expect(status.verdict).toBe('degraded')
    expect(status.services[1]).toMatchObject({
      verdict: 'degraded',
      targets: {
        healthy: 1,
        unhealthy: [{ id: expect.stringContaining(':80'), reason: expect.stringContaining('502') }],
      },
    })
    expect(status.measurements.find(({ metric }) => metric === 'unhealthy targets')).toMatchObject({
      value: 1,
      met: false,
    })
  })

  test('a service scaled to zero has no figures and no trouble', async () => {
    room.account.world.setDesiredCount('ohmycoins-staging-frontend', 0)
    room.account.advance(600_000)
    const status = await read(staging)
    expect(status.services[1]).toMatchObject({ verdict: 'scaled to zero', running: 0 })
    expect(status.verdict).toBe('healthy')
  })

  test.each([
    ['DescribeAlarms', 'alarms', 'cloudwatch:DescribeAlarms'],
    ['GetMetricData', 'figures', 'cloudwatch:GetMetricData'],
    ['DescribeScalableTargets', 'autoscaling ranges', 'application-autoscaling:DescribeScalableTargets'],
    ['DescribeServiceRevisions', 'images', 'ecs:DescribeServiceRevisions'],
    ['DescribeTargetHealth', 'target health', 'elasticloadbalancing:DescribeTargetHealth'],
    ['DescribeLoadBalancers', 'load balancer figures', 'elasticloadbalancing:DescribeLoadBalancers'],
  ])('%s denied costs only the %s, and the answer says so', async (action, what, named) => {
    room.account.faults.add({ action, fault: { kind: 'accessDenied' } })
    const status = await read(production)
    expect(status.missing).toEqual([{ what, why: expect.stringContaining(named) }])
    expect(status.services).toHaveLength(2)
    expect(status).toMatchObject({ verdict: 'healthy', reason: expect.stringContaining(`not read: ${what}`) })
  })

  test('figures that could not be asked for are not reported as "no data"', async () => {
    room.account.faults.add({ action: 'GetMetricData', fault: { kind: 'accessDenied' } })
    const { measurements } = await read(production)
    expect(measurements.map(({ metric }) => metric)).toEqual(['unhealthy targets'])
  })

  test('without the services the verdict is unknown, with the reason, and the rest is still told', async () => {
    room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'accessDenied' } })
    const status = await read(staging)
    expect(status).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('not allowed to call ecs:DescribeServices'),
      services: [],
    })
    expect(status.measurements.length).toBeGreaterThan(0)
  })

  test('a hung call costs its part and the time budget, no more', async () => {
    room.account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'hang' } })
    const asked = read(staging)
    expect(await endsWithin(2_500, asked)).toBe(true)
    const status = await asked
    expect(status.missing).toEqual([
      { what: 'alarms', why: expect.stringContaining('did not answer in time') },
    ])
  })

  test('a configured service that does not exist is pointed out', async () => {
    const misspelt = environmentOf('staging', 'ohmycoins-staging', ['backend', 'fronted'])
    const status = await read(misspelt)
    expect(status.verdict).toBe('unknown')
    expect(status.missing).toEqual([
      { what: 'service fronted', why: expect.stringContaining('ohmycoins-staging-fronted') },
    ])
  })

  test('with AWS gone, the answer says so instead of failing', async () => {
    await room.account.stop()
    const status = await read(staging)
    expect(status).toMatchObject({ verdict: 'unknown', services: [] })
    expect(status.missing.length).toBeGreaterThan(3)
  })
})

describe('the calls an answer costs', () => {
  const prefix = 'ohmycoins-many'
  const bare = environmentOf('many', prefix, [], {})
  const { database: _, cache: __, ...many } = bare

  test('2 configured services: one call of each kind, two deep', async () => {
    const now = Date.now()
    room = await startRoom({ environments: ohMyCoins(), latency: 150 }, { clock: { now: () => now } })
    await room.awsFor.warm([production])
    await read(production)
    const arrivals = room.account.calls.all().map((call) => call.at)
    // Each call takes 150 ms: the second arrives with the answer to the first, a third in a row would arrive after 300.
    expect(Math.max(...arrivals) - Math.min(...arrivals)).toBeGreaterThan(140)
    expect(Math.max(...arrivals) - Math.min(...arrivals)).toBeLessThan(300)
    expect(room.account.calls.counts()).toEqual({
      DescribeServices: 1,
      DescribeServiceRevisions: 1,
      DescribeScalableTargets: 1,
      DescribeTargetHealth: 2,
      DescribeLoadBalancers: 1,
      DescribeAlarms: 1,
      GetMetricData: 1,
    })
    room.account.calls.reset()
    // In the same moment: target health and ranges are kept for seconds.
    await read(production)
    expect(room.account.calls.counts()).toEqual({ DescribeServices: 1, GetMetricData: 1 })
  })

  test('one service in depth: its stopped tasks are two calls more', async () => {
    room = await startRoom()
    room.account.world.killTask(backend.service)
    room.account.advance(60_000)
    await read(staging, backend)
    expect(room.account.calls.counts()).toEqual({
      DescribeServices: 1,
      DescribeServiceRevisions: 1,
      DescribeScalableTargets: 1,
      DescribeTargetHealth: 1,
      DescribeLoadBalancers: 1,
      DescribeAlarms: 1,
      GetMetricData: 1,
      ListTasks: 1,
      DescribeTasks: 1,
    })
  })

  test.each([
    // Metrics: 2 a service and 3 of the load balancer; from 11 target groups on, 1 more a group in calls of their own.
    [
      25,
      {
        ListServices: 1,
        DescribeServices: 3,
        DescribeServiceRevisions: 2,
        DescribeScalableTargets: 1,
        GetMetricData: 2,
      },
    ],
    [
      1_000,
      {
        ListServices: 10,
        DescribeServices: 100,
        DescribeServiceRevisions: 50,
        DescribeScalableTargets: 20,
        GetMetricData: 7,
      },
    ],
  ])('%i discovered services: as many calls as the API needs and no more', async (count, calls) => {
    room = await startRoom({ environments: [manyServices({ count, prefix })] })
    const status = await read(many)
    expect(status).toMatchObject({ verdict: 'healthy', missing: [] })
    expect(status.services).toHaveLength(count)
    expect(status.services.every(({ images }) => images.length === 1)).toBe(true)
    expect(room.account.calls.counts()).toEqual({ ...calls, DescribeLoadBalancers: 1, DescribeAlarms: 1 })
  })

  test('one description that fails costs its own services only', async () => {
    room = await startRoom({ environments: [manyServices({ count: 25, prefix })] })
    room.account.faults.add({
      action: 'DescribeServices',
      fault: { kind: 'accessDenied' },
      times: 1,
      after: 1,
    })
    const status = await read(many)
    // Ten of them, or the last five: whichever call reaches AWS second.
    const missing = 25 - status.services.length
    expect([5, 10]).toContain(missing)
    const reason = expect.stringContaining(`${missing} of 25 services`)
    expect(status).toMatchObject({ verdict: 'unknown', reason })
  })
})
