import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextBusinessInstant, parseBusinessHours } from '../../src/core/business-hours.js'
import { createZone } from '../../src/core/time-zone.js'

const minute = 60_000
const day = 1_440 * minute
const hours = parseBusinessHours('Mon–Fri 09:00–17:00') ?? { firstDay: 0, lastDay: 0, from: 0, until: 0 }

describe('business hours', () => {
  it.each([
    'Fri–Mon 09:00–17:00',
    'Mon–Fri 17:00–09:00',
    'Mon-Fri',
    'Mon–Fro 09:00–17:00',
    'Mon–Fri 09:00–25:00',
  ])('are not %s', (text) => expect(parseBusinessHours(text)).toBeUndefined())

  it.each([
    ['at once, within them', '2026-11-24T00:30Z', '2026-11-24T00:30Z'],
    ['the same morning', '2026-11-23T20:00Z', '2026-11-23T22:00Z'],
    ['not before Monday, from Friday evening', '2026-11-27T06:00Z', '2026-11-29T22:00Z'],
    ['at the end they are over', '2026-11-24T06:00Z', '2026-11-24T22:00Z'],
  ])('come %s', (_case, from, expected) => {
    expect(nextBusinessInstant(hours, createZone('Australia/Sydney'), Date.parse(from))).toBe(
      Date.parse(expected),
    )
  })

  it('are read on the wall, whatever summer time does: the first such instant', () => {
    const zones = ['Australia/Sydney', 'Australia/Lord_Howe', 'America/New_York'].map(createZone)
    const instants = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2031, 0) })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, instant) => {
        const next = nextBusinessInstant(hours, zone, instant)
        const reads = (at: number) => {
          const wall = zone.wallAt(at)
          const weekday = (Math.floor(wall / day) + 3) % 7
          return weekday <= 4 && wall % day >= 540 * minute && wall % day < 1_020 * minute
        }
        expect(next).toBeGreaterThanOrEqual(instant)
        expect(reads(next)).toBe(true)
        if (next > instant) {
          expect(reads(instant)).toBe(false)
          expect(reads(next - 1)).toBe(false)
          expect(next - instant).toBeLessThanOrEqual(3 * day)
        }
      }),
      { numRuns: 300 },
    )
  })
})
