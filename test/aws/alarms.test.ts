import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAwsFor } from '../../src/aws/create-aws.js'
import { createProcessCache } from '../../src/aws/process-cache.js'
import { pino } from 'pino'
import { production, type Room, staging, startRoom } from './environment.js'

let room: Room
let time: { now: number }
const clock = { now: () => time.now }

beforeEach(async () => {
  time = { now: Date.now() }
  room = await startRoom({}, { clock, cache: createProcessCache(clock) })
})
afterEach(() => room.stop())

const database = {
  namespace: 'AWS/RDS',
  metric: 'CPUUtilization',
  dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
}

test('all states come from one question, and those in ALARM are a part of it', async () => {
  room.account.world.setAlarm('ohmycoins-prod-redis-evictions', 'ALARM', 'by hand')
  const aws = room.awsFor(production)
  const { value } = await aws.alarms()
  expect(value).toHaveLength(11)
  expect((await aws.alarmsInAlarm()).map(({ name }) => name)).toEqual(['ohmycoins-prod-redis-evictions'])
  expect(room.account.calls.count('DescribeAlarms')).toBe(1)
})

test('what an alarm looks at and what CloudWatch saw is there to be put into words', async () => {
  room.account.world.setMetric(database, 93, 30 * 60_000)
  const { value } = await room.awsFor(production).alarms()
  const alarm = value.find(({ name }) => name === 'ohmycoins-prod-rds-cpu-utilization')
  expect(alarm).toMatchObject({
    state: 'ALARM',
    rule: {
      namespace: 'AWS/RDS',
      metric: 'CPUUtilization',
      statistic: 'Average',
      period: 300,
      comparison: 'above',
      threshold: 80,
      needed: 2,
      periods: 2,
    },
    evidence: { values: [93, 93], latest: 93 },
  })
  expect(alarm?.evidence?.from).toBeLessThanOrEqual(time.now - 10 * 60_000)
  expect(alarm?.since).toBeGreaterThan(time.now - 60_000)
})

test('a state that was set by hand has no evidence', async () => {
  room.account.world.setAlarm('ohmycoins-prod-redis-evictions', 'ALARM', 'by hand')
  const [alarm] = await room.awsFor(production).alarmsInAlarm()
  expect(alarm?.reason).toBe('by hand')
  expect(alarm).not.toHaveProperty('evidence')
})

test('two processes with one cache ask once in 15 s, whoever comes, and again after that', async () => {
  const cache = createProcessCache(clock)
  const other = createAwsFor({ clock, logger: pino({ level: 'silent' }), cache })
  const one = createAwsFor({ clock, logger: pino({ level: 'silent' }), cache })
  const people = Array.from({ length: 20 }, (_, index) =>
    (index % 2 === 0 ? one : other)(production).alarms(),
  )
  await Promise.all(people)
  time.now += 14_000
  await Promise.all([one(production).alarmsInAlarm(), other(production).alarms()])
  expect(room.account.calls.count('DescribeAlarms')).toBe(1)
  time.now += 2_000
  await Promise.all([one(production).alarms(), other(production).alarms()])
  expect(room.account.calls.count('DescribeAlarms')).toBe(2)
  await one(staging).alarms()
  expect(room.account.calls.count('DescribeAlarms')).toBe(3)
  await Promise.all([one.close(), other.close()])
})

test.each(['throttle', 'accessDenied'] as const)(
  'when the question fails (%s) the last known alarms stand in, with their age and why',
  async (kind) => {
    const aws = room.awsFor(production)
    const before = await aws.alarms()
    time.now += 60_000
    room.account.faults.add({ action: 'DescribeAlarms', fault: { kind } })
    const after = await aws.alarms()
    expect(after).toMatchObject({ at: before.at, value: before.value })
    expect(after.instead).toMatch(kind === 'throttle' ? /fewer calls/ : /not allowed to call/)
    expect(after.instead).not.toContain('assumed-role')
  },
)

test('when nothing is known the error is one of AWS', async () => {
  room.account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'accessDenied' } })
  await expect(room.awsFor(production).alarms()).rejects.toMatchObject({ name: 'AwsError', kind: 'denied' })
})
