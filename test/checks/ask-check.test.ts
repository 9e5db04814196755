import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checks } from '../../src/checks/index.js'
import { production, staging } from '../aws/environment.js'
import { type CheckRoom, startCheckRoom } from './room.js'

/** What a check cannot be asked without. */
const needed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'log-pattern': { text: 'x' },
  metric: { metric: 'cpu' },
}
const asked = checks.map(({ name }) => name)
const ofAws = checks.filter(({ reads }) => reads.length > 0).map(({ name }) => name)
const bothWorlds = ['dynamodb:DescribeTable', 's3:ListBucket'].map((action) =>
  expect.stringContaining(action),
)
const terraform = {
  folder: fileURLToPath(new URL('../../sandbox/terraform/environments/staging', import.meta.url)),
  backendConfig: [],
  workspace: 'default',
}

describe('a check that could not look', () => {
  let room: CheckRoom
  beforeAll(async () => {
    const logGroups = { backend: '/ecs/ohmycoins-staging/backend' }
    room = await startCheckRoom({}, { environments: [{ ...staging, terraform, logGroups }, production] })
  })
  beforeEach(() => {
    room.account.faults.clear()
  })
  afterAll(() => room.stop())

  test.each(ofAws)('%s is unknown where AWS refuses, with the action that is not granted', async (name) => {
    room.account.faults.add({ fault: { kind: 'accessDenied' } })
    expect(await room.ask(name, needed[name])).toEqual({
      result: 'unknown',
      figure: expect.stringMatching(/ohmy is not allowed to call [\w-]+:\w+/),
      // Of two worlds of locks each says what it lacks.
      ...(name === 'state-lock' ? { lines: expect.arrayContaining(bothWorlds) } : {}),
    })
  })

  test.each(asked)('%s is unknown for an argument that it does not have, and says which', async (name) => {
    expect(await room.ask(name, { ...needed[name], sinse: '5m' })).toEqual({
      result: 'unknown',
      figure: expect.stringContaining('sinse'),
    })
  })

  test.each(checks.filter(({ needsService }) => needsService).map(({ name }) => name))(
    '%s is unknown without a service, and for one that is not there',
    async (name) => {
      expect(await room.ask(name, { ...needed[name], service: 'backnd' })).toEqual({
        result: 'unknown',
        figure: 'There is no service backnd in staging. Did you mean backend?',
      })
      expect(await room.ask(name, { ...needed[name], service: '' })).toMatchObject({
        result: 'unknown',
        figure: expect.stringContaining('about one service of staging'),
      })
    },
  )

  test('an environment or a check that is not there is unknown', async () => {
    expect(await room.ask('steady-state', { environment: 'stagng' })).toMatchObject({
      result: 'unknown',
      figure: 'There is no environment stagng. There is staging and production.',
    })
    expect(await room.ask('steady-stat')).toMatchObject({
      result: 'unknown',
      figure: 'There is no check steady-stat. Did you mean steady-state?',
    })
  })

  test('an answer that does not come in time is unknown, and is not waited for', async () => {
    room.account.faults.add({ fault: { kind: 'hang' } })
    const began = performance.now()
    expect(await room.ask('steady-state', {}, {}, 300)).toEqual({
      result: 'unknown',
      figure: 'no answer within 300 ms',
    })
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  test('a duration without its unit is refused, and ms of an input are taken', async () => {
    expect((await room.ask('stopped-tasks', { since: 30 })).figure).toContain('such as 30m')
    expect((await room.ask('stopped-tasks', { since: '30' })).figure).toContain('such as 30m')
    expect((await room.ask('stopped-tasks', { since: 600_000 })).figure).toContain('10 min')
    expect((await room.ask('stopped-tasks', { since: '600000' })).figure).toContain('10 min')
    expect((await room.ask('stopped-tasks', { since: '1h30m' })).figure).toContain('in the last hour')
  })

  test('a defect is not hidden', async () => {
    const clock = {
      now: () => {
        throw new TypeError('a defect')
      },
    }
    await expect(room.ask('stopped-tasks', {}, { clock })).rejects.toThrow('a defect')
  })
})

describe('locks that cannot be read', () => {
  test('are unknown', async () => {
    const room = await startCheckRoom()
    room.loseStore()
    expect(await room.ask('lock-held')).toMatchObject({ result: 'unknown' })
    await room.stop()
  })
})

describe('lines', () => {
  test('are at most ten of 300 characters, each in one line and without secrets', async () => {
    const room = await startCheckRoom()
    for (let index = 0; index < 20; index += 1) {
      const line = `ERROR flux ${index} password=hunter2-hunter2 ${'x'.repeat(500)}\n  and more`
      room.account.world.writeLog('ohmycoins-staging-backend', line, { at: Date.now() - 20_000 + index })
    }
    const { lines = [], value } = await room.ask('log-pattern', { text: 'flux' })
    expect(value).toBe(20)
    expect(lines).toHaveLength(10)
    expect(lines[0]).toContain('flux 19')
    expect(lines.every((line) => line.length <= 300 && !/hunter2|\n/.test(line))).toBe(true)
    await room.stop()
  })
})
