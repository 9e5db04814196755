import { beforeEach, expect, test } from 'vitest'
import { dayOf } from '../../src/core/calendar.js'
import { recentCost } from '../../src/costs/recent.js'
import { microsOf } from '../../src/core/money.js'
import { steadyBill } from '../costs/bill.js'
import { type CheckRoom, startCheckRoom } from './room.js'

let room: CheckRoom
beforeEach(async () => {
  room = await startCheckRoom()
  return () => room.stop()
})

const requests = () => room.account.calls.counts()['GetCostAndUsage'] ?? 0

test('an environment and a line of its bill, for as few requests as it takes', async () => {
  const days = 1
  expect(await room.ask('cost', { days })).toMatchObject({
    figure: expect.stringMatching(/^staging cost [\d.]+ USD in the 1 day to \S+, [\d.]+ USD before \(/),
    value: expect.any(Number),
  })
  expect(requests()).toBe(1)
  expect((await room.ask('cost', { line: 'rds', days })).figure).toMatch(/^RDS cost/)
  expect(requests()).toBe(1)
  expect((await room.ask('cost', { line: 'nat-gateway', days })).figure).toMatch(/^NAT gateway cost/)
  expect((await room.ask('cost', { line: 'nat-gateway', days })).result).not.toBe('unknown')
  expect(requests()).toBe(2)
})

/** The check over a bill that is made up, by way of what `/ohmy cost` computes from. */
function grown(factor: number, line?: 'natGateway') {
  const at = Date.UTC(2026, 10, 23, 12)
  const turn = dayOf(at - 8 * 86_400_000)
  const bill = steadyBill({
    from: '2026-10-01',
    until: '2026-11-24',
    estimatedFrom: '2026-11-01',
    costs: {
      'Amazon Relational Database Service': {
        staging: (day) => (day >= turn ? 10 * factor : 10),
        production: 99,
      },
    },
  })
  const usage = steadyBill({
    from: '2026-10-01',
    until: '2026-11-24',
    estimatedFrom: '2026-11-01',
    costs: { 'APS2-NatGateway-Hours': { staging: 3 } },
  })
  const tables = { byService: bill, byUsageType: usage, at }
  return recentCost(tables, { tag: 'staging', days: 6, ...(line === undefined ? {} : { line }) })
}

test('whole days are compared, over the turn of a month too', () => {
  expect(grown(2)).toEqual({
    now: microsOf(120),
    before: microsOf(60),
    from: '2026-11-15',
    until: '2026-11-20',
    currency: 'USD',
  })
  expect(grown(2, 'natGateway')).toMatchObject({ now: microsOf(18), before: microsOf(18) })
})

test.each([
  [1, 'pass', 0],
  [1.1, 'pass', 10],
  [1.3, 'warn', 30],
  [1.6, 'fail', 60],
  [0.5, 'pass', -50],
])('%f times as much: %s', async (factor, result, value) => {
  const found = grown(factor)
  if (found === undefined) throw new Error('the bill does not reach back')
  const costs = { ...room.ports.costs, recent: () => Promise.resolve(found) }
  expect(await room.ask('cost', { days: 6 }, { costs })).toMatchObject({ result, value })
})

test('what cannot be read or is not paid for is unknown', async () => {
  room.account.world.setBilling({ isEnabled: false })
  expect(await room.ask('cost')).toMatchObject({
    result: 'unknown',
    figure: expect.stringContaining('The costs cannot be read'),
  })
})
