import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
      figure: expect.stringContaining('new tasks running'),
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
      figure: expect.stringMatching(/^\d+ tasks stopped in the last 1 h$/),
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

/** A check that could not look says so, whichever it is. */
describe('what cannot be looked at', () => {
  let room: CheckRoom
  beforeAll(async () => {
    room = await startCheckRoom()
  })
  beforeEach(() => room.account.faults.clear())
  afterAll(() => room.stop())

  test.each(['steady-state', 'rollout-state', 'stopped-tasks'])('%s is unknown', async (name) => {
    room.account.faults.add({ service: 'ecs', fault: { kind: 'accessDenied' } })
    expect(await room.ask(name)).toEqual({
      result: 'unknown',
      figure: expect.stringMatching(/^ohmy is not allowed to call ecs:\w+; its IAM policy must grant it$/),
    })
    room.account.faults.clear()
    expect(await room.ask(name, { service: 'backnd' })).toEqual({
      result: 'unknown',
      figure: 'There is no service backnd in staging. Did you mean backend?',
    })
    expect(await room.ask(name, { service: '' })).toMatchObject({
      result: 'unknown',
      figure: expect.stringContaining('about one service of staging'),
    })
  })
})
