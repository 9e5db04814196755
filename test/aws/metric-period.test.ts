import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { historyPeriod, mostPoints, wholePeriods } from '../../src/aws/metric-period.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const now = Date.UTC(2026, 10, 23, 12, 34, 56)
const last = (length: number, age = 0) => historyPeriod({ from: now - age - length, until: now - age }, now)

test.each([
  ['15 minutes', 15 * minute, 60],
  ['3 hours', 3 * hour, 120],
  ['a day', day, 900],
  ['7 days', 7 * day, 7_200],
  ['15 days', 15 * day, 10_800],
])('the last %s come in points that people can tell apart', (_, length, period) => {
  expect(last(length)).toBe(period)
})

test('what is old is asked for in the periods that CloudWatch still keeps', () => {
  expect(last(hour, 14 * day)).toBe(60)
  expect(last(hour, 16 * day)).toBe(300)
  expect(last(hour, 64 * day)).toBe(3_600)
})

test('there are never more than 120 points, and periods are whole', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: minute, max: 455 * day }),
      fc.integer({ min: 0, max: 400 * day }),
      (length, age) => {
        const range = { from: now - age - length, until: now - age }
        const period = historyPeriod(range, now)
        expect(period % 60).toBe(0)
        expect(length / (period * 1_000)).toBeLessThanOrEqual(mostPoints)
        const whole = wholePeriods(range, period)
        expect(whole.until).toBeLessThanOrEqual(range.until)
        expect((whole.until - whole.from) % (period * 1_000)).toBe(0)
        expect(whole.until).toBeGreaterThan(whole.from)
      },
    ),
  )
})
