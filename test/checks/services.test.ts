import { beforeEach, describe, expect, test } from 'vitest'
import { until } from '../support/until.js'
import { type CheckRoom, startCheckRoom } from './room.js'

const backend = 'ohmycoins-staging-backend'
const minute = 60_000

/** Each test has an account of its own, in which things happen two hundred times faster. */
describe('checks of a service', () => {
  let room: CheckRoom
  beforeEach(async () => {
    room = await startCheckRoom({ speed: 200 })
    return () => room.stop()
  })

  test('a service at rest passes', async () => {
    expect(await room.ask('steady-state')).toEqual({
      result: 'pass',
      figure: '1 of 1 task running',
      value: 1,
    })
    expect(await room.ask('rollout-state')).toEqual({
      result: 'pass',
      figure: 'the deployment that began 11 days ago succeeded',
      value: 0,
    })
    expect(await room.ask('stopped-tasks')).toEqual({
      result: 'pass',
      figure: 'no task stopped in the last 30 min',
      value: 0,
    })
  })

  test('a deployment that goes on is a warning, and a pass when it is over', async () => {
    room.account.world.deploy(backend, 'sprint-13-7ac41be')
    expect(await room.ask('steady-state')).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('0 of 1 new task running'),
    })
    expect(await room.ask('rollout-state')).toMatchObject({
      result: 'warn',
      figure: 'the deployment that began just now is going on',
    })
    await until('the check says so', async () => (await room.ask('steady-state')).result === 'pass')
    expect(await room.ask('rollout-state')).toMatchObject({ result: 'pass' })
    // The task of the version before was stopped on purpose.
    expect(await room.ask('stopped-tasks')).toMatchObject({ result: 'pass', value: 0 })
  })

  test.each([
    ['sprint-13-oom', 'out-of-memory', 'Out of memory'],
    ['sprint-13-missing', 'image-pull', 'there is no such tag'],
    ['sprint-13-broken', 'application-exit', 'exit code 1'],
  ])('a deployment of %s fails because of %s', async (tag, cause, words) => {
    room.account.world.deploy(backend, tag)
    await until('the check says so', async () => (await room.ask('rollout-state')).result === 'fail')
    expect(await room.ask('rollout-state')).toMatchObject({
      figure: expect.stringMatching(/rolled back, \d+ of its tasks failed$/),
      cause,
      lines: expect.arrayContaining([expect.stringContaining('circuit breaker')]),
    })
    const stopped = await room.ask('stopped-tasks', { since: '1h' })
    expect(stopped).toMatchObject({
      result: 'fail',
      cause,
      figure: expect.stringMatching(/^\d+ tasks stopped in the last hour$/),
      lines: [expect.stringContaining(words)],
    })
    expect(stopped.value).toBeGreaterThanOrEqual(3)
  })

  test('a task that AWS took away is a warning, and no cause of its own', async () => {
    room.account.world.stopTask(backend, 'spot')
    await until('the check says so', async () => (await room.ask('stopped-tasks')).value === 1)
    expect(await room.ask('stopped-tasks')).toMatchObject({
      result: 'warn',
      cause: 'platform',
      figure: '1 task stopped in the last 30 min, taken away by AWS',
    })
  })

  test('a service without its tasks fails, and one that is scaled to zero passes', async () => {
    room.account.world.setCapacity(backend, 0)
    room.account.world.killTask(backend)
    expect(await room.ask('steady-state')).toMatchObject({
      result: 'fail',
      figure: expect.stringContaining('0 of 1 task running'),
      value: 0,
    })
    room.account.world.setDesiredCount(backend, 0)
    await until('the check says so', async () => (await room.ask('steady-state')).result === 'pass')
    expect((await room.ask('steady-state')).figure).toBe('scaled to zero on purpose')
  })

  test('targets: healthy, waiting while a task starts, and unhealthy with the reason', async () => {
    expect(await room.ask('target-health')).toEqual({
      result: 'pass',
      figure: '1 of 1 target healthy',
      value: 1,
    })
    room.account.world.setDesiredCount(backend, 2)
    expect(await room.ask('target-health')).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('1 of 2 targets healthy'),
    })
    await until('both are healthy', async () => (await room.ask('target-health')).result === 'pass')
    room.account.world.setTargetState(backend, 'unhealthy')
    // What is known of targets is kept for three seconds.
    const seen = await until(
      'it is seen',
      async () => {
        const asked = await room.ask('target-health')
        return asked.result === 'fail' && asked
      },
      8_000,
    )
    expect(seen).toMatchObject({
      figure: '0 of 2 targets healthy, 2 unhealthy',
      value: 0,
      cause: 'health-check',
      lines: [expect.stringMatching(/^10\.\S+: \S/), expect.stringMatching(/^10\.\S+: \S/)],
    })
  })

  test('a service that no load balancer serves cannot be asked for its targets', async () => {
    room.account.world.removeLoadBalancer(backend)
    expect(await room.ask('target-health')).toEqual({
      result: 'unknown',
      figure: 'no load balancer serves backend: there is none to ask',
    })
  })

  test('minutes since the deployment', async () => {
    expect(await room.ask('minutes-since-deployment')).toEqual({
      result: 'pass',
      figure: 'the newest deployment began 11 days ago',
      value: 11 * 24 * 60,
    })
    room.account.world.deploy(backend, 'sprint-13-7ac41be')
    expect(await room.ask('minutes-since-deployment')).toMatchObject({ result: 'warn', value: 0 })
    const later = { now: () => Date.now() + 7 * minute }
    const asked = await room.ask('minutes-since-deployment', { recent: '5m' }, { clock: later })
    expect(asked).toMatchObject({ result: 'pass', value: 7 })
  })

  test('images: there, archived, gone, and elsewhere', async () => {
    expect(await room.ask('image-exists')).toEqual({
      result: 'pass',
      figure: 'ohmycoins/backend:sprint-12-3f4021a is in ECR',
    })
    room.account.world.setImageStatus('ohmycoins/backend', 'sprint-12-3f4021a', 'ARCHIVED')
    expect(await room.ask('image-exists')).toEqual({
      result: 'fail',
      figure: 'ohmycoins/backend:sprint-12-3f4021a is archived',
      cause: 'image-pull',
    })
    expect(await room.ask('image-exists', { image: 'sprint-13-7ac41be' })).toMatchObject({ result: 'pass' })
    expect(await room.ask('image-exists', { image: 'sprint-99-nothing' })).toMatchObject({
      result: 'fail',
      figure: 'ohmycoins/backend:sprint-99-nothing is not in ECR',
    })
    const digest = room.account.world.pushImage('ohmycoins/backend', 'sprint-15')
    expect(await room.ask('image-exists', { image: digest })).toMatchObject({ result: 'pass' })
    expect(await room.ask('image-exists', { image: 'docker.io/library/redis:7' })).toEqual({
      result: 'unknown',
      figure: 'library/redis:7 lies in a registry that is not ECR',
    })
  })

  test('what stopped before the time that is asked for does not count', async () => {
    room.account.world.killTask(backend, undefined, 1)
    await until('it has stopped', () =>
      room.account.world.tasks(backend).some(({ lastStatus }) => lastStatus === 'STOPPED'),
    )
    const later = { now: () => Date.now() + 10 * minute }
    expect(await room.ask('stopped-tasks', { since: '5m' }, { clock: later })).toMatchObject({ value: 0 })
    expect(await room.ask('stopped-tasks', { since: '15m' }, { clock: later })).toMatchObject({ value: 1 })
  })
})
