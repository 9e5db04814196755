import { beforeEach, expect, test } from 'vitest'
import { metricKeys } from '../../src/checks/metric-names.js'
import type { Environment } from '../../src/core/environment.js'
import { type CheckRoom, startCheckRoom } from './room.js'

const minute = 60_000
const rds = { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: 'ohmycoins-staging-postgres' } }
const redis = { namespace: 'AWS/ElastiCache', dimensions: { CacheClusterId: 'ohmycoins-staging-redis-001' } }

let room: CheckRoom
beforeEach(async () => {
  room = await startCheckRoom()
  return () => room.stop()
})

test.each(metricKeys)('%s is a figure that is measured', async (metric) => {
  const limit = /latency|[24]xx|average|p99/.test(metric) ? { above: 1e12 } : {}
  const asked = await room.ask('metric', { metric, ...limit, environment: 'production' })
  expect(asked.result, asked.figure).not.toBe('unknown')
  expect(asked.value).toEqual(expect.any(Number))
})

test('a figure against its target: within, beyond only now, beyond', async () => {
  const ask = () => room.ask('metric', { metric: 'database-cpu', window: '15m' })
  expect(await ask()).toMatchObject({
    result: 'pass',
    figure: expect.stringMatching(/^database CPU [\d.]+ % on average over 15 min \(below 80 % is wanted\)$/),
  })
  room.account.world.setMetric({ ...rds, metric: 'CPUUtilization' }, 95, 2 * minute)
  expect(await ask()).toMatchObject({ result: 'warn', figure: expect.stringContaining(', now 95 %') })
  room.account.world.setMetric({ ...rds, metric: 'CPUUtilization' }, 95, 20 * minute)
  expect(await ask()).toMatchObject({ result: 'fail', value: 95 })
})

test('against a number: above, below, the worst and the newest', async () => {
  room.account.world.setMetric({ ...rds, metric: 'CPUUtilization' }, 50, 30 * minute)
  const ask = (more: object) => room.ask('metric', { metric: 'database-cpu', ...more })
  expect(await ask({ above: 49 })).toMatchObject({
    result: 'fail',
    figure: 'database CPU 50 % on average over 15 min (at most 49 % is wanted)',
  })
  expect(await ask({ above: '50' })).toMatchObject({ result: 'pass' })
  expect(await ask({ below: 51 })).toMatchObject({
    result: 'fail',
    figure: 'database CPU 50 % on average over 15 min (at least 51 % is wanted)',
  })
  room.account.world.setMetric({ ...rds, metric: 'CPUUtilization' }, 90, 8 * minute)
  room.account.world.setMetric({ ...rds, metric: 'CPUUtilization' }, 50, 6 * minute)
  expect(await ask({ above: 85, statistic: 'worst' })).toMatchObject({ result: 'fail', value: 90 })
  expect(await ask({ above: 85, statistic: 'newest' })).toMatchObject({ result: 'pass', value: 50 })
})

test('what can be known to be wrong before anybody asks is refused with words', async () => {
  expect((await room.ask('metric', { metric: 'cpuu' })).figure).toContain('metric')
  expect(await room.ask('metric', { metric: 'database-read-latency' })).toEqual({
    result: 'unknown',
    figure: expect.stringContaining('say above or below'),
  })
  expect((await room.ask('metric', { metric: 'cpu', above: 1, below: 2 })).figure).toContain('not both')
  expect((await room.ask('metric', { metric: 'cpu', service: '' })).figure).toContain('about one service')
})

test('without data nobody knows', async () => {
  room.account.world.setDesiredCount('ohmycoins-staging-backend', 0)
  const config = {
    ...room.ports.config,
    environments: room.ports.config.environments.map((one) => ({ ...one, database: 'ohmycoins-nothing' })),
  }
  expect(await room.ask('metric', { metric: 'database-cpu' }, { config })).toMatchObject({
    result: 'unknown',
    figure: 'no data of database-cpu in the last 15 min',
  })
  expect(await room.ask('database', {}, { config })).toMatchObject({ result: 'unknown' })
})

test.each([
  ['database', { ...rds, metric: 'CPUUtilization' }, 93, 'CPU 93 % (target below 80 %)'],
  ['cache', { ...redis, metric: 'CacheHitRate' }, 40, 'hit rate 40 % (target above 80 %)'],
] as const)(
  '%s: within target, beyond it before, beyond it now, nowhere',
  async (name, metric, bad, words) => {
    expect(await room.ask(name)).toMatchObject({
      result: 'pass',
      figure: expect.stringMatching(/^\d figures within target$/),
      value: 0,
    })
    room.account.world.setMetric(metric, bad, 10 * minute)
    expect(await room.ask(name)).toMatchObject({ result: 'fail', figure: words, value: 1, cause: name })
    room.account.world.setMetric(metric, undefined, 5 * minute)
    expect(await room.ask(name)).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('beyond it shortly before'),
      value: 0,
    })
    const config = {
      ...room.ports.config,
      environments: room.ports.config.environments.map(withoutDatabases),
    }
    expect(await room.ask(name, {}, { config })).toMatchObject({ result: 'unknown' })
  },
)

function withoutDatabases(environment: Environment): Environment {
  const rest = Object.entries(environment).filter(([name]) => name !== 'database' && name !== 'cache')
  return Object.fromEntries(rest) as unknown as Environment
}
