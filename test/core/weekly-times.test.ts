import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createZone } from '../../src/core/time-zone.js'
import {
  formatWeeklyTimes,
  nextAfter,
  parseWeeklyTimes,
  type WeeklyTimes,
} from '../../src/core/weekly-times.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const sydney = createZone('Australia/Sydney')
const lordHowe = createZone('Australia/Lord_Howe')
const iso = (instant: number) => `${new Date(instant).toISOString().slice(0, 16)}Z`
const times = (text: string): WeeklyTimes => parseWeeklyTimes(text) ?? { days: [], minute: -1 }

describe('times of a week', () => {
  it.each([
    ['Mon–Fri 08:30', [0, 1, 2, 3, 4], 510, 'Mon–Fri 08:30'],
    ['mon - fri 8:30', [0, 1, 2, 3, 4], 510, 'Mon–Fri 08:30'],
    ['Monday to Friday 08:30', [0, 1, 2, 3, 4], 510, 'Mon–Fri 08:30'],
    ['Wed, Mon 07:00', [0, 2], 420, 'Mon, Wed 07:00'],
    ['Fri–Mon 22:15', [0, 4, 5, 6], 1_335, 'Mon, Fri, Sat, Sun 22:15'],
    ['Mon–Tue, Thu 00:00', [0, 1, 3], 0, 'Mon, Tue, Thu 00:00'],
    ['Sunday 23:59', [6], 1_439, 'Sun 23:59'],
    ['daily 06:05', [0, 1, 2, 3, 4, 5, 6], 365, 'daily 06:05'],
  ])('%s', (text, days, at, shown) => {
    expect(parseWeeklyTimes(text)).toEqual({ days, minute: at })
    expect(formatWeeklyTimes(times(text))).toBe(shown)
    expect(parseWeeklyTimes(shown)).toEqual({ days, minute: at })
  })

  it.each([
    '',
    '08:30',
    'Mon',
    'Mon 24:00',
    'Mon 08:60',
    'Mon 8',
    'Foo 08:30',
    'Mon–Foo 08:30',
    'Mon–Mon 08:30',
    'Mon–Tue–Wed 08:30',
    'Mon,,Tue 08:30',
    'Mon 08:30 UTC',
    '30 8 * * 1-5',
  ])('%s is none', (text) => expect(parseWeeklyTimes(text)).toBeUndefined())
})

describe('the next time', () => {
  // Sydney: 02:00 → 03:00 on Sunday 4 October 2026, 03:00 → 02:00 on Sunday 5 April 2026. Lord Howe: by half an hour, at the same wall time.
  it.each([
    ['in the gap of Sydney: where it ends', sydney, 'Sun 02:30', '2026-10-02T00:00Z', '2026-10-03T16:00Z'],
    ['and a week later at its own time again', sydney, 'Sun 02:30', '2026-10-03T16:00Z', '2026-10-10T15:30Z'],
    [
      'in the doubled hour of Sydney: the first',
      sydney,
      'Sun 02:30',
      '2026-04-03T00:00Z',
      '2026-04-04T15:30Z',
    ],
    ['and not the second', sydney, 'Sun 02:30', '2026-04-04T15:30Z', '2026-04-11T16:30Z'],
    ['in the half gap of Lord Howe', lordHowe, 'Sun 02:15', '2026-10-02T00:00Z', '2026-10-03T15:30Z'],
    ['right after it', lordHowe, 'Sun 02:45', '2026-10-02T00:00Z', '2026-10-03T15:45Z'],
    [
      'in the doubled half hour of Lord Howe',
      lordHowe,
      'Sun 01:45',
      '2026-04-03T00:00Z',
      '2026-04-04T14:45Z',
    ],
    ['over the weekend', sydney, 'Mon–Fri 08:30', '2026-11-26T21:30Z', '2026-11-29T21:30Z'],
    ['a whole week away', sydney, 'Mon 08:30', '2026-11-29T21:30Z', '2026-12-06T21:30Z'],
  ])('%s', (_case, zone, text, after, expected) => {
    expect(iso(nextAfter(times(text), zone, Date.parse(after)))).toBe(expected)
  })

  it('of a day that was left out comes once, together with the next', () => {
    // Samoa had no Friday 30 December 2011.
    const apia = createZone('Pacific/Apia')
    const after = Date.parse('2011-12-29T12:00Z')
    const first = nextAfter(times('daily 00:00'), apia, after)
    expect(iso(first)).toBe('2011-12-30T10:00Z')
    expect(iso(nextAfter(times('daily 00:00'), apia, first))).toBe('2011-12-31T10:00Z')
  })

  const anyTimes = fc.record({
    days: fc
      .uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 })
      .map((days) => days.toSorted((left, right) => left - right)),
    minute: fc.integer({ min: 0, max: 1_439 }),
  })
  const anyZone = fc.constantFrom(
    ...['Australia/Sydney', 'Australia/Lord_Howe', 'Europe/Berlin', 'Africa/Casablanca', 'UTC'].map(
      createZone,
    ),
  )
  const anyInstant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) })

  it('is later, is one of those days, and reads that time, or the end of the gap that swallowed it', () => {
    fc.assert(
      fc.property(anyTimes, anyZone, anyInstant, (weekly, zone, after) => {
        const next = nextAfter(weekly, zone, after)
        expect(next).toBeGreaterThan(after)
        expect(next - after).toBeLessThanOrEqual(7 * day + hour)
        const wall = zone.wallAt(next)
        const wanted = Math.floor(wall / day) * day + weekly.minute * minute
        expect(weekly.days).toContain((new Date(wall).getUTCDay() + 6) % 7)
        // Where it reads another time, the clock jumped over the one that was wanted.
        if (wall !== wanted) expect(zone.wallAt(next - 1)).toBeLessThan(wanted)
        expect(wall - wanted).toBeGreaterThanOrEqual(0)
        expect(wall - wanted).toBeLessThan(hour)
      }),
      { numRuns: 2_000 },
    )
  })

  it('comes exactly once on each of its days, for a year, through both changes of the clock', () => {
    fc.assert(
      fc.property(anyTimes, fc.constantFrom(sydney, lordHowe), (weekly, zone) => {
        const from = zone.firstAt(Date.UTC(2026, 0, 1))
        const until = zone.firstAt(Date.UTC(2027, 0, 1))
        const seen: string[] = []
        for (let at = nextAfter(weekly, zone, from - 1); at < until; at = nextAfter(weekly, zone, at))
          seen.push(new Date(zone.wallAt(at)).toISOString().slice(0, 10))
        const wanted: string[] = []
        for (let date = Date.UTC(2026, 0, 1); date < Date.UTC(2027, 0, 1); date += day)
          if (weekly.days.includes((new Date(date).getUTCDay() + 6) % 7))
            wanted.push(new Date(date).toISOString().slice(0, 10))
        expect(seen).toEqual(wanted)
      }),
      { numRuns: 60 },
    )
  })
})
