import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { KeptUnreadable } from '../../src/redis/kept.js'
import { readAlarms } from '../../src/alarms/read-alarms.js'
import { systemClock } from '../../src/core/clock.js'
import type { Mute } from '../../src/core/mutes.js'
import { production, type Room, startRoom } from '../aws/environment.js'
import { endsWithin } from '../support/duration.js'

const minute = 60_000
const name = 'ohmycoins-prod-rds-cpu-utilization'
let room: Room
beforeAll(async () => {
  room = await startRoom()
  room.account.world.setMetric(
    {
      namespace: 'AWS/RDS',
      metric: 'CPUUtilization',
      dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
    },
    93,
    20 * minute,
  )
  room.account.world.setAlarm('ohmycoins-prod-ecs-high-cpu', 'INSUFFICIENT_DATA', 'unknown')
})
beforeEach(() => room.account.faults.clear())
afterAll(() => room.stop())

const read = (list: () => Promise<readonly Mute[]>) =>
  readAlarms({
    aws: room.awsFor(production),
    environment: production,
    mutes: { list },
    clock: systemClock,
  })

test('what rings is first, then what has no data, and what is muted carries its mute', async () => {
  const mute: Mute = {
    version: 1,
    environment: 'production',
    alarm: name,
    by: { id: 'U0RITA', name: 'Rita' },
    since: Date.now(),
    until: Date.now() + minute,
  }
  const { alarms } = await read(async () => [mute, { ...mute, environment: 'staging' }])
  expect(alarms).toHaveLength(11)
  expect(alarms[0]).toMatchObject({ name, state: 'ALARM', mute })
  expect(alarms[1]).toMatchObject({ shortName: 'ecs-high-cpu', state: 'INSUFFICIENT_DATA' })
  expect(alarms.slice(2).every(({ state, mute: muted }) => state === 'OK' && muted === undefined)).toBe(true)
})

test('where mutes cannot be read every alarm counts, and that is said', async () => {
  const { alarms, mutesUnread } = await read(async () => {
    throw new KeptUnreadable('mutes-unreadable', 'The mutes cannot be read.', 'Try again.')
  })
  expect(mutesUnread).toBe('The mutes cannot be read.')
  expect(alarms[0]).not.toHaveProperty('mute')
})

test('what rings is told in time and in full while figures cannot be had', async () => {
  room.account.faults.add({ action: 'GetMetricData', fault: { kind: 'hang' } })
  const asked = read(async () => [])
  expect(await endsWithin(4_500, asked)).toBe(true)
  const { alarms } = await asked
  expect(alarms[0]?.says).toMatch(/^Average CPU of the database has been above 80 % for \d+ min: 93 %$/)
})
