import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ServiceRef } from '../../src/core/environment.js'
import type { EnvironmentStatus } from '../../src/core/status.js'
import { statusMessage } from '../../src/slack/views/status/status.js'
import { readStatus } from '../../src/status/read-status.js'
import { production, type Room, startRoom } from '../aws/environment.js'
import { thresholds } from './thresholds.js'
import { endsWithin } from '../support/duration.js'
import { createZone } from '../../src/core/time-zone.js'

const zone = createZone('Australia/Sydney')

const minute = 60_000
let room: Room
let now: number
const clock = { now: () => now }

beforeEach(async () => {
  now = Date.now()
  room = await startRoom({}, { clock, timeout: 300, budget: 900 })
})
afterEach(() => room.stop())

const read = (within?: number): Promise<EnvironmentStatus> => {
  const aws = room.awsFor(production)
  return readStatus({
    aws,
    environment: production,
    thresholds,
    clock,
    ...(within === undefined ? {} : { within }),
  })
}
const lines = (status: EnvironmentStatus) => statusMessage(status, { zone }).text.split('\n')

test('with AWS gone, the status is that of a moment ago, and its first lines say so', async () => {
  const before = await read()
  now += 4 * minute
  room.account.faults.add({ fault: { kind: 'serverError' } })
  const status = await read()
  expect(status).toMatchObject({
    verdict: 'healthy',
    reason: '2 services, 4 of 4 tasks running',
    remembered: { at: before.at, why: expect.stringContaining('could not be reached') },
    // Everything is as old as the services: that is said once.
    missing: [],
  })
  expect(status.services).toEqual(before.services)
  expect(lines(status).slice(0, 3)).toEqual([
    '🕓 AWS does not answer: this is as of 4 minutes ago',
    'AWS could not be reached or is having trouble; try again in a minute',
    '🕓 production was healthy — 2 services, 4 of 4 tasks running',
  ])
})

test('with only CloudWatch away, the services are of now and the figures are named as old', async () => {
  await read()
  now += 3 * minute
  room.account.faults.add({ service: 'cloudwatch', fault: { kind: 'serverError' } })
  const status = await read()
  expect(status.remembered).toBeUndefined()
  expect(status.measurements.length).toBeGreaterThan(3)
  expect(status.missing).toContainEqual({
    what: 'newer alarms',
    why: 'AWS could not be reached or is having trouble; try again in a minute; what is shown is as of 3 minutes ago',
  })
  expect(status.missing.map(({ what }) => what)).toContain('newer figures')
  expect(status.unsure).toBe('alarms')
  expect(lines(status)[0]).toContain('❓ production is healthy as far as AWS answers')
  // The services themselves are of now.
  expect(lines(status).some((line) => line.startsWith('🟢 backend'))).toBe(true)
})

test('with only the health of targets remembered, or unread, nothing is green', async () => {
  await read()
  now += 3 * minute
  room.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'serverError' } })
  const old = await read()
  expect(old.unsure).toBe('services')
  expect(lines(old).join('\n')).not.toContain('🟢')
  now += 20 * minute
  const unread = await read()
  expect(unread.missing.map(({ what }) => what)).toContain('target health')
  expect(lines(unread).join('\n')).not.toContain('🟢')
})

test('what hangs beside the services costs nothing of what only they name', async () => {
  await read()
  room.account.faults.add({ action: 'DescribeScalableTargets', fault: { kind: 'hang' } })
  const status = await readStatus({
    aws: room.awsFor(production),
    environment: production,
    service: production.services[0] as ServiceRef,
    thresholds,
    clock,
    within: 200,
  })
  expect(status.missing.map(({ what }) => what)).toEqual(['autoscaling ranges'])
  expect(status.services[0]?.images).toHaveLength(1)
})

test('with AWS gone for longer, nothing old is shown', async () => {
  await read()
  now += 61 * minute
  room.account.faults.add({ fault: { kind: 'serverError' } })
  expect(await read()).toMatchObject({ verdict: 'unknown', services: [], alarms: [], measurements: [] })
})

test('with AWS hanging, what is there is shown when the time is over, and the rest is named', async () => {
  room.account.faults.add({ action: 'GetMetricData', fault: { kind: 'hang' } })
  room.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'delay', ms: 20_000 } })
  const asked = read(2_000)
  expect(await endsWithin(2_550, asked)).toBe(true)
  const status = await asked
  expect(status.services).toHaveLength(2)
  expect(status.missing.map(({ what }) => what).sort()).toEqual(['figures', 'target health'])
})

test('with everything hanging, the answer comes within the time there is', async () => {
  room.account.faults.add({ fault: { kind: 'hang' } })
  const asked = read(500)
  expect(await endsWithin(1_500, asked)).toBe(true)
  expect(await asked).toMatchObject({ verdict: 'unknown', services: [] })
})

test('alarms that were asked for a moment ago are said to be so, quietly', async () => {
  await read()
  now += 12_000
  const status = await read()
  expect(status.ages).toEqual([{ what: 'alarms', at: now - 12_000 }])
  expect(lines(status).join('\n')).toContain(' · alarms as of 12 seconds ago · ')
})
