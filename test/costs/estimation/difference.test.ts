import { describe, expect, it } from 'vitest'
import { RawPrices } from '../../../src/config/costs-schema.js'
import { monthlyDifference } from '../../../src/costs/estimation/difference.js'

const prices = RawPrices.parse({ asOf: '2026-11-28' })
// 36.04 USD a month: (0.04048 + 2 × 0.004445) × 730
const one = { name: 'backend', tasks: 1, cpu: 1024, memory: 2048 }
const range = { minimum: 2, maximum: 10 }

describe('what a change costs a month', () => {
  it.each([
    ['another task', one, { ...one, tasks: 2 }, '+36 USD a month, by the prices of 2026-11-28 (us-east-1).'],
    ['none any more', one, { ...one, tasks: 0 }, '−36 USD a month, by the prices of 2026-11-28 (us-east-1).'],
    [
      'more memory',
      one,
      { ...one, memory: 4096 },
      '+6.49 USD a month, by the prices of 2026-11-28 (us-east-1).',
    ],
    [
      'another task where autoscaling may move it',
      { ...one, tasks: 2, range },
      { ...one, tasks: 3, range },
      '+36 USD a month, by the prices of 2026-11-28 (us-east-1). Autoscaling may make it 72–360 USD in all.',
    ],
    [
      'another range alone',
      { ...one, tasks: 2, range },
      { ...one, tasks: 2, range: { minimum: 2, maximum: 4 } },
      'Now as much a month, by the prices of 2026-11-28 (us-east-1). Autoscaling may make it 72–144 USD in all, instead of 72–360 USD.',
    ],
  ])('tells %s', (_, before, after, words) => {
    expect(monthlyDifference(before, after, prices)).toBe(words)
  })

  it('says that nobody wrote down when the prices were looked up', () => {
    expect(monthlyDifference(one, { ...one, tasks: 2 }, RawPrices.parse({}))).toBe(
      '+36 USD a month, by undated prices of us-east-1.',
    )
  })

  it('tells nothing where nothing changes, or where no price is known', () => {
    expect(monthlyDifference(one, one, prices)).toBeUndefined()
    const none = { ...prices, fargateVcpuHour: 0, fargateGigabyteHour: 0 }
    expect(monthlyDifference(one, { ...one, tasks: 2 }, none)).toBeUndefined()
  })
})
