import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoment } from '../../src/core/moment.js'
import {
  current,
  currentOrNext,
  formatWeekly,
  parseLocal,
  parseWeekly,
  type TimeWindow,
} from '../../src/core/time-windows.js'
import { createZone } from '../../src/core/time-zone.js'

const hour = 3_600_000
const week = 7 * 24 * hour
const sydney = createZone('Australia/Sydney')
/** Summer time of half an hour, of an hour, none, in the other hemisphere, and odd offsets. */
const zones = [
  'UTC',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Chatham',
].map(createZone)

const iso = (instant: number) => `${new Date(instant).toISOString().slice(0, 16)}Z`
const wall = (text: string) => parseLocal(text) ?? Number.NaN
const weekly = (text: string): TimeWindow => parseWeekly(text) ?? { kind: 'once', from: 0, until: 0 }

describe('a time on the wall', () => {
  // Sydney: clocks jump from 02:00 to 03:00 on 4 October 2026, and back from 03:00 to 02:00 on 5 April 2026.
  it.each([
    ['in winter', '2026-07-01 12:00', '2026-07-01T02:00Z', '2026-07-01T02:00Z'],
    ['in summer', '2026-12-24 16:00', '2026-12-24T05:00Z', '2026-12-24T05:00Z'],
    ['right before the jump', '2026-10-04 01:59', '2026-10-03T15:59Z', '2026-10-03T15:59Z'],
    ['that the jump leaves out', '2026-10-04 02:30', '2026-10-03T16:00Z', '2026-10-03T16:00Z'],
    ['right after the jump', '2026-10-04 03:00', '2026-10-03T16:00Z', '2026-10-03T16:00Z'],
    ['that comes twice', '2026-04-05 02:30', '2026-04-04T15:30Z', '2026-04-04T16:30Z'],
    ['when the second time is over', '2026-04-05 03:00', '2026-04-04T17:00Z', '2026-04-04T17:00Z'],
  ])('%s', (_case, text, first, last) => {
    expect(iso(sydney.firstAt(wall(text)))).toBe(first)
    expect(iso(sydney.lastAt(wall(text)))).toBe(last)
  })

  it('is the first instant at which the clock reads it, and the last before which it reads less, everywhere', () => {
    const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, instant) => {
        const minutes = Math.floor(instant / 60_000) * 60_000
        const reading = zone.wallAt(minutes)
        const [first, last] = [zone.firstAt(reading), zone.lastAt(reading)]
        expect(first <= minutes && minutes <= last).toBe(true)
        expect(zone.wallAt(first)).toBe(reading)
        expect(zone.wallAt(last)).toBe(reading)
        expect(last - first).toBeLessThanOrEqual(2 * hour)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is found for every minute that a clock could show, also for those it jumps over', () => {
    const readings = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), readings, (zone, minute) => {
        const reading = minute * 60_000
        const [first, last] = [zone.firstAt(reading), zone.lastAt(reading)]
        expect(zone.wallAt(first)).toBeGreaterThanOrEqual(reading)
        expect(zone.wallAt(first - 1_000)).toBeLessThan(reading)
        expect(zone.wallAt(last)).toBeGreaterThanOrEqual(reading)
        expect(last).toBeGreaterThanOrEqual(first)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is found in each minute around each change of the clocks', () => {
    for (const zone of zones) {
      for (const change of changesIn(zone, 2026)) {
        for (let minute = -180; minute <= 180; minute += 1) {
          const reading = zone.wallAt(change) + minute * 60_000
          expect(zone.wallAt(zone.firstAt(reading) - 1_000), zone.name).toBeLessThan(reading)
          expect(zone.wallAt(zone.lastAt(reading)), zone.name).toBeGreaterThanOrEqual(reading)
        }
      }
    }
  })
})

describe('a weekly window', () => {
  it.each([
    ['Fri 16:00 – Mon 08:00', 'Fri 16:00 – Mon 08:00'],
    ['Sun 02:00–04:00', 'Sun 02:00–04:00'],
    ['sunday 2:00 - 4:00', 'Sun 02:00–04:00'],
    ['Mon 09:00 until Fri 17:00', 'Mon 09:00 – Fri 17:00'],
    ['Sat 00:00 – Sun 24:00', 'Sat 00:00 – Mon 00:00'],
    ['Mon 08:00 to Mon 07:00', 'Mon 08:00 – Mon 07:00'],
  ])('%s is understood', (text, shown) => {
    const window = parseWeekly(text)
    expect(window && formatWeekly(window)).toBe(shown)
    expect(window && parseWeekly(formatWeekly(window))).toEqual(window)
  })

  it.each([
    'Sun 22:00–02:00',
    'Sun 02:00–02:00',
    'Fri 16:00 – Fri 16:00',
    'Fri 25:00 – Mon 08:00',
    'Fri 24:00 – Mon 08:00',
    'Fri 16:60 – Mon 08:00',
    'Freitag 16:00 – Mon 08:00',
    'Fri 16 – Mon 8',
    '02:00–04:00',
    '',
  ])('“%s” is not', (text) => {
    expect(parseWeekly(text)).toBeUndefined()
  })

  const weekend = weekly('Fri 16:00 – Mon 08:00')
  it.each([
    ['before it begins', '2026-11-27 15:59', false],
    ['when it begins', '2026-11-27 16:00', true],
    ['over midnight of Sunday', '2026-11-30 00:00', true],
    ['right before it ends', '2026-11-30 07:59', true],
    ['when it has ended', '2026-11-30 08:00', false],
  ])('of a weekend, %s', (_case, text, on) => {
    expect(current(weekend, sydney, sydney.firstAt(wall(text))) !== undefined).toBe(on)
  })

  it.each([
    ['has two hours', '2026-11-29', '2026-11-28T15:00Z', '2026-11-28T17:00Z'],
    ['has one hour where the clock jumps', '2026-10-04', '2026-10-03T16:00Z', '2026-10-03T17:00Z'],
    ['has three hours where the clock is set back', '2026-04-05', '2026-04-04T15:00Z', '2026-04-04T18:00Z'],
  ])('of a Sunday night %s', (_case, day, from, until) => {
    const found = currentOrNext(weekly('Sun 02:00–04:00'), sydney, sydney.firstAt(wall(`${day} 00:00`)))
    expect(found && [iso(found.from), iso(found.until)]).toEqual([from, until])
  })

  it('of which the jump leaves nothing is skipped', () => {
    const now = sydney.firstAt(wall('2026-10-03 12:00'))
    const found = currentOrNext(weekly('Sun 02:00–03:00'), sydney, now)
    expect(found && iso(found.from)).toBe('2026-10-10T15:00Z')
  })

  it('is on exactly while the clock on the wall says so, but for the hour that comes twice', () => {
    const minutes = fc.integer({ min: 0, max: 7 * 24 * 60 - 1 })
    const lengths = fc.integer({ min: 1, max: 7 * 24 * 60 })
    const instants = fc.integer({ min: Date.UTC(2024, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, lengths, instants, (zone, from, length, minute) => {
        const now = minute * 60_000
        if (comesTwice(zone, now)) return
        const window: TimeWindow = { kind: 'weekly', from, until: from + length }
        const found = currentOrNext(window, zone, now)
        // 5 January 1970 was a Monday.
        const inWeek = ((((zone.wallAt(now) / 60_000 - 4 * 1_440) % 10_080) + 10_080) % 10_080) as number
        const says = [inWeek, inWeek + 10_080].some((at) => at >= from && at < from + length)
        expect(found !== undefined && found.from <= now).toBe(says)
        expect(found && found.until > now && found.from - now <= week + 2 * hour).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('a window of once', () => {
  const window: TimeWindow = { kind: 'once', from: wall('2026-12-23 17:00'), until: wall('2027-01-04 08:00') }

  it('is ahead, then on, then over for good', () => {
    const at = (text: string) => sydney.firstAt(wall(text))
    expect(current(window, sydney, at('2026-12-23 16:59'))).toBeUndefined()
    expect(currentOrNext(window, sydney, at('2026-12-01 00:00'))?.from).toBe(at('2026-12-23 17:00'))
    expect(current(window, sydney, at('2026-12-31 00:00'))?.until).toBe(at('2027-01-04 08:00'))
    expect(currentOrNext(window, sydney, at('2027-01-04 08:00'))).toBeUndefined()
  })

  it.each(['2026-02-29 12:00', '2026-13-01 00:00', '2026-12-24 24:00', '2026-12-24', '24.12.2026 16:00', ''])(
    '“%s” is no day and time',
    (text) => {
      expect(parseLocal(text)).toBeUndefined()
    },
  )

  it('takes a T between day and time', () => {
    expect(parseLocal('2028-02-29T12:00')).toBe(parseLocal('2028-02-29 12:00'))
  })
})

describe('a moment in words', () => {
  it('is that of the zone, with the year where it is another one', () => {
    const now = Date.UTC(2026, 10, 23, 12, 35)
    expect(formatMoment(now, sydney, now)).toBe('Mon 23 Nov 23:35')
    expect(formatMoment(Date.UTC(2026, 11, 31, 13), sydney, now)).toBe('Fri 1 Jan 2027 00:00')
  })
})

function comesTwice(zone: ReturnType<typeof createZone>, now: number): boolean {
  return zone.firstAt(zone.wallAt(now)) !== zone.lastAt(zone.wallAt(now))
}

/** The hours of a year after which the offset is another one. */
function changesIn(zone: ReturnType<typeof createZone>, year: number): readonly number[] {
  const offset = (instant: number) => zone.wallAt(instant) - instant
  const changes: number[] = []
  for (let at = Date.UTC(year, 0); at < Date.UTC(year + 1, 0); at += hour) {
    if (offset(at) !== offset(at + hour)) changes.push(at + hour)
  }
  return changes
}
