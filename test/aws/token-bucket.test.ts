import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenBucket } from '../../src/aws/token-bucket.js'

function clockAt(start: number) {
  let now = start
  return { now: () => now, pass: (ms: number) => void (now += ms) }
}

test('a burst goes out at once, the call after it waits for a refill', () => {
  const bucket = tokenBucket({ burst: 3, perSecond: 10 }, clockAt(0))
  expect([bucket.book(), bucket.book(), bucket.book(), bucket.book(), bucket.book()]).toEqual([
    0, 0, 0, 100, 200,
  ])
})

test('what was not used is refilled, but never beyond the burst', () => {
  const clock = clockAt(0)
  const bucket = tokenBucket({ burst: 2, perSecond: 10 }, clock)
  bucket.book()
  bucket.book()
  clock.pass(60_000)
  expect([bucket.book(), bucket.book(), bucket.book()]).toEqual([0, 0, 100])
})

test('a wait that is not worth it books nothing', () => {
  const bucket = tokenBucket({ burst: 1, perSecond: 1 }, clockAt(0))
  bucket.book()
  expect(bucket.book(500)).toBeUndefined()
  expect(bucket.book(500)).toBeUndefined()
  expect(bucket.book(1_000)).toBe(1_000)
})

test('whenever people ask, no window of any length holds more calls than burst and refill allow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 120 }),
      (burst, perSecond, pauses) => {
        const clock = clockAt(1_000)
        const bucket = tokenBucket({ burst, perSecond }, clock)
        const sent = pauses.map((pause) => {
          clock.pass(pause)
          return clock.now() + (bucket.book() ?? Number.NaN)
        })
        for (let from = 0; from < sent.length; from++) {
          for (let to = from; to < sent.length; to++) {
            const window = (sent[to] as number) - (sent[from] as number)
            expect(to - from + 1).toBeLessThanOrEqual(burst + (window * perSecond) / 1000 + 1e-6)
          }
        }
      },
    ),
    { numRuns: 50 },
  )
})
