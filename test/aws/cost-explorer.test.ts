import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import type { Toll } from '../../src/aws/cost-tables.js'
import { sum } from '../../src/core/money.js'
import { type Room, staging, startRoom } from './environment.js'

const clock = { now: () => Date.UTC(2026, 10, 23, 14, 30) }
let room: Room
let paid: string[] = []
let givenBack = 0
let failed = 0
const toll: Toll = {
  async pay(action) {
    paid.push(action)
  },
  async giveBack() {
    givenBack += 1
  },
  async fail() {
    failed += 1
  },
}

beforeAll(async () => {
  room = await startRoom({ clock }, { clock })
})
beforeEach(() => {
  paid = []
  givenBack = 0
  failed = 0
  room.account.calls.reset()
  room.account.faults.clear()
  room.account.world.setBilling({ pageSize: 5_000, isEnabled: true, growth: 1 })
})
afterAll(() => room.stop())

const period = { from: '2026-10-01', until: '2026-11-24', tag: 'Environment' }

test('two months by service and by usage type take one request each, and are the same money', async () => {
  const aws = room.awsFor(staging)
  const services = await aws.costTable({ ...period, by: 'SERVICE' }, toll)
  const usageTypes = await aws.costTable({ ...period, by: 'USAGE_TYPE' }, toll)
  expect(paid).toEqual(['ce:GetCostAndUsage', 'ce:GetCostAndUsage'])
  expect(services).toMatchObject({ currency: 'USD', requests: 1 })
  expect(services.days).toHaveLength(54)
  expect(services.days.filter(({ estimated }) => estimated).map(({ date }) => date)).toEqual([
    '2026-11-22',
    '2026-11-23',
  ])
  const total = sum(services.rows.map(([, , , cost]) => cost))
  // Each row is rounded to a millionth.
  expect(Math.abs(total - sum(usageTypes.rows.map(([, , , cost]) => cost)))).toBeLessThan(2_000)
  expect(new Set(services.rows.map(([, , tag]) => tag))).toEqual(new Set(['staging', 'production', '']))
  const hours = usageTypes.rows.find(
    ([day, key, tag]) => day === 0 && key === 'APS2-NatGateway-Hours' && tag === 'staging',
  )
  expect(hours?.[4]).toBeCloseTo(24, 1)
})

test('every page is paid for and none is lost', async () => {
  const whole = await room.awsFor(staging).costTable({ ...period, by: 'USAGE_TYPE' }, toll)
  paid = []
  room.account.world.setBilling({ pageSize: 700 })
  const pages = await room.awsFor(staging).costTable({ ...period, by: 'USAGE_TYPE' }, toll)
  expect(pages.requests).toBeGreaterThan(1)
  expect(paid).toHaveLength(pages.requests)
  expect(pages.rows).toEqual(whole.rows)
})

test('a repetition is paid for too', async () => {
  room.account.faults.add({ service: 'ce', fault: { kind: 'serverError' }, times: 1 })
  await room.awsFor(staging).costForecast({ from: '2026-11-23', until: '2026-12-01' }, toll)
  expect(paid).toHaveLength(2)
  expect([failed, givenBack]).toEqual([1, 0])
})

test('what fails in the end is paid for by nobody', async () => {
  room.account.faults.add({ service: 'ce', fault: { kind: 'serverError' } })
  await expect(room.awsFor(staging).costAnomalies(period, toll)).rejects.toMatchObject({
    kind: 'unavailable',
  })
  expect(paid).toHaveLength(3)
  expect([failed, givenBack]).toEqual([3, 0])
})

test('what may not be spent is not sent', async () => {
  const broke: Toll = {
    ...toll,
    pay: (action) => Promise.reject(new AwsError('rejected', action, 'OwnRequestBudget', 'none left')),
  }
  const asked = room.awsFor(staging).costAnomalies(period, broke)
  await expect(asked).rejects.toMatchObject({ code: 'OwnRequestBudget' })
  expect(room.account.calls.count()).toBe(0)
})

test('a missing permission counts as failed', async () => {
  room.account.faults.add({ service: 'ce', fault: { kind: 'accessDenied' } })
  await expect(room.awsFor(staging).costAnomalies(period, toll)).rejects.toMatchObject({ kind: 'denied' })
  expect([failed, givenBack]).toEqual([1, 0])
})

test('anomalies come with their cause', async () => {
  const [anomaly] = await room.awsFor(staging).costAnomalies(period, toll)
  expect(anomaly).toMatchObject({
    from: '2026-11-09',
    until: '2026-11-12',
    usageType: 'APS2-NatGateway-Bytes',
  })
  expect(anomaly?.impact).toBeGreaterThan(1_000_000)
})
