import { assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createZone } from '../../src/core/time-zone.js'

const second = 1_000
const minute = 60 * second
/** What Intl says of it each time anew. */
function read(name: string, instant: number): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: name })
}
function wall(name: string, instant: number): string {
  return new Date(createZone(name).wallAt(instant)).toISOString().slice(0, 19).replace('T', ' ')
}

describe('the clock on a wall', () => {
  it('reads what Intl says, in any zone and year, asked again and out of order', () => {
    const instants = integer({ min: Date.UTC(1973, 0, 1) / second, max: Date.UTC(2040, 0, 1) / second })
    assert(
      property(constantFrom(...Intl.supportedValuesOf('timeZone')), instants, (name, seconds) => {
        for (const at of [seconds * second, (seconds + 59) * second, seconds * second])
          expect(wall(name, at)).toBe(read(name, at))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['Australia/Sydney', Date.UTC(2026, 9, 3, 16)],
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15)],
    // Set at a minute after midnight.
    ['America/St_Johns', Date.UTC(2010, 2, 14, 3, 31)],
    // The last one that was set within a minute.
    ['Africa/Monrovia', Date.UTC(1972, 0, 7, 0, 44, 30)],
  ])('changes in %s when it is set, to the second', (name, at) => {
    expect(wall(name, at - second)).toBe(read(name, at - second))
    expect(wall(name, at)).toBe(read(name, at))
    expect(createZone(name).wallAt(at) - createZone(name).wallAt(at - second)).not.toBe(second)
    expect(wall(name, at + minute)).toBe(read(name, at + minute))
  })
})
