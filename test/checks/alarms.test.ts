import { beforeEach, expect, test } from 'vitest'
import { aaron, type CheckRoom, startCheckRoom } from './room.js'

const cpu = 'ohmycoins-staging-rds-cpu-utilization'
const hour = 3_600_000
const later = { now: () => Date.now() + 30_000 }

let room: CheckRoom
beforeEach(async () => {
  // Alarms are asked for once in fifteen seconds.
  room = await startCheckRoom()
  return () => room.stop()
})

const inEnvironment = { service: '' }

test('none rings', async () => {
  expect(await room.ask('alarm-state', inEnvironment)).toMatchObject({
    result: 'pass',
    figure: expect.stringMatching(/^none of 1\d alarms rings$/),
    value: 0,
  })
  expect(await room.ask('alarm-state', { alarm: 'rds-cpu-utilization' })).toMatchObject({
    result: 'pass',
    figure: 'rds-cpu-utilization does not ring',
  })
})

test('one rings', async () => {
  room.account.world.setAlarm(cpu, 'ALARM', 'Threshold crossed')
  expect(await room.ask('alarm-state', inEnvironment)).toMatchObject({
    result: 'fail',
    figure: '1 alarm rings: rds-cpu-utilization',
    value: 1,
    lines: [expect.stringMatching(/^rds-cpu-utilization: /)],
  })
  expect(await room.ask('alarm-state', { alarm: cpu })).toMatchObject({ result: 'fail' })
  expect(await room.ask('alarm-state', { alarm: 'redis-evictions' })).toMatchObject({
    result: 'pass',
    value: 0,
  })
})

test('one that is muted is said, and does not count', async () => {
  room.account.world.setAlarm(cpu, 'ALARM', 'Threshold crossed')
  await room.mutes.mute({ environment: 'staging', alarm: cpu, until: Date.now() + hour }, aaron)
  expect(await room.ask('alarm-state', inEnvironment)).toMatchObject({
    result: 'warn',
    figure: expect.stringMatching(/^none of 1\d alarms rings; 1 muted: rds-cpu-utilization$/),
    value: 0,
    lines: [expect.stringMatching(/^rds-cpu-utilization \(muted by Aaron\): /)],
  })
})

test('one without data is a warning where it was named', async () => {
  room.account.world.setAlarm(cpu, 'INSUFFICIENT_DATA')
  expect(await room.ask('alarm-state', { alarm: 'rds-cpu-utilization' })).toMatchObject({
    result: 'warn',
    figure: 'rds-cpu-utilization does not ring; it has no data',
  })
  expect(await room.ask('alarm-state', inEnvironment)).toMatchObject({
    result: 'pass',
    figure: expect.stringContaining('1 without data'),
  })
})

test('one that is not there is unknown, with the nearest', async () => {
  expect(await room.ask('alarm-state', { alarm: 'rds-cpu' })).toMatchObject({
    result: 'unknown',
    figure: expect.stringContaining('Did you mean'),
  })
})

test('what is only remembered is no pass', async () => {
  await room.ask('alarm-state', inEnvironment)
  room.account.faults.add({ service: 'cloudwatch', fault: { kind: 'throttle' } })
  const asked = await room.ask('alarm-state', inEnvironment)
  // Fresh for fifteen seconds.
  expect(asked.result).toBe('pass')
  const cold = await startCheckRoom()
  cold.account.faults.add({ service: 'cloudwatch', action: 'DescribeAlarms', fault: { kind: 'throttle' } })
  expect(await cold.ask('alarm-state', inEnvironment, { clock: later })).toMatchObject({ result: 'unknown' })
  await cold.stop()
})
