import { beforeEach, expect, test } from 'vitest'
import type { Freeze } from '../../src/core/environment.js'
import { staging } from '../aws/environment.js'
import { aaron, type CheckRoom, startCheckRoom } from './room.js'

const hour = 3_600_000
let room: CheckRoom
beforeEach(async () => {
  room = await startCheckRoom()
  return () => room.stop()
})

/** A freeze as the clock on the wall of UTC has it: the configuration's zone is set to it. */
function frozen(from: number, until: number, more: Partial<Freeze> = {}) {
  const freeze: Freeze = {
    window: { kind: 'once', from, until },
    reason: 'big sale',
    environments: ['staging'],
    allow: ['rollback'],
    ...more,
  }
  return { config: { ...room.ports.config, timeZone: 'UTC', freezes: [freeze] } }
}

test('nothing is in the way', async () => {
  expect(await room.ask('lock-held')).toEqual({ result: 'pass', figure: 'no lock and no freeze', value: 0 })
})

test('a lock of the service, of the environment and of everything is', async () => {
  const service = staging.services[0]
  if (service === undefined) throw new Error('staging has no service')
  await room.locks.lock({ scope: { kind: 'service', service: { ...service } }, reason: 'restoring' }, aaron)
  expect(await room.ask('lock-held')).toMatchObject({
    result: 'fail',
    figure: 'Aaron locked backend in staging until it is unlocked: “restoring”',
    value: 1,
  })
  expect(await room.ask('lock-held', { service: 'frontend' })).toMatchObject({ result: 'pass' })
  expect(await room.ask('lock-held', { service: '' })).toMatchObject({ result: 'fail', value: 1 })
  await room.locks.lock({ scope: { kind: 'everything' }, reason: 'password=hunter2-hunter2' }, aaron)
  const both = await room.ask('lock-held')
  expect(both).toMatchObject({ result: 'fail', value: 2, figure: expect.stringMatching(/ and 1 more$/) })
  expect(JSON.stringify(both)).not.toContain('hunter2')
  expect(await room.ask('lock-held', { environment: 'production' })).toMatchObject({
    result: 'fail',
    value: 1,
  })
})

test('a freeze is, but for the verbs it lets pass; one that begins soon is a warning', async () => {
  const now = Date.now()
  const on = frozen(now - hour, now + hour)
  expect(await room.ask('lock-held', {}, on)).toMatchObject({
    result: 'fail',
    figure: expect.stringMatching(/^Frozen until .*: big sale$/),
    value: 1,
  })
  expect(await room.ask('lock-held', { verb: 'rollback' }, on)).toMatchObject({ result: 'pass' })
  expect(await room.ask('lock-held', { environment: 'production' }, on)).toMatchObject({ result: 'pass' })
  const ahead = frozen(now + 5 * hour, now + 9 * hour)
  expect(await room.ask('lock-held', {}, ahead)).toMatchObject({
    result: 'warn',
    figure: expect.stringMatching(/^a freeze begins .*: big sale$/),
  })
  expect(await room.ask('lock-held', {}, frozen(now + 50 * hour, now + 60 * hour))).toMatchObject({
    result: 'pass',
  })
})
