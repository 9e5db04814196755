import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OnCall } from '../../src/core/on-call.js'
import { turnAt, turnsBetween } from '../../src/oncall/turns.js'

const minute = 60_000
const hour = 60 * minute
const week = 7 * 24 * hour

/** What the clocks there read, as ms since 1970 on the wall: by ECMAScript's own tables and nothing of ohmy's. */
function wallClock(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric' },
  })
  return (instant) => {
    const read = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    )
    const { year = 0, month = 1, day = 1, hour: hours = 0, minute: minutes = 0 } = read
    return Date.UTC(year, month - 1, day, hours, minutes)
  }
}

/** Somebody who looks at the clock each minute, and takes over as soon as it reads that or more: the slow way, which needs no rule for gaps and doubled hours. */
function takesOverAt(wanted: number, wallAt: (instant: number) => number): number {
  // East of Greenwich by 10 to 11 hours, whatever the season.
  for (let instant = wanted - 11.5 * hour; instant < wanted - 8.5 * hour; instant += minute)
    if (wallAt(instant) >= wanted) return instant
  throw new Error('nobody has seen that time')
}

/** Mostly around the hours at which summer time begins and ends: Sundays, from half past one to half past three. */
const inWeek = fc.oneof(
  fc.integer({ min: 6 * 1_440 + 90, max: 6 * 1_440 + 210 }),
  fc.integer({ min: 0, max: 7 * 1_440 - 1 }),
)
const rotations = (timeZone: string) =>
  fc
    .record({
      minutes: inWeek,
      weeks: fc.integer({ min: 1, max: 2 }),
      people: fc.integer({ min: 1, max: 4 }),
      // A Monday in each of these years; Lord Howe's half hour is as old as 1985.
      monday: fc.constantFrom(Date.UTC(2024, 0, 1), Date.UTC(2026, 0, 5), Date.UTC(2028, 0, 3)),
    })
    .map(
      ({ minutes, weeks, people, monday }): OnCall => ({
        ...{ timeZone, weeks, from: monday + minutes * minute },
        layers: [{ name: 'primary', people: Array.from({ length: people }, (_, index) => `U0${index}`) }],
        escalation: [{ to: 'primary', within: 900_000 }],
        businessHours: { firstDay: 0, lastDay: 4, from: 540, until: 1_020 },
      }),
    )
const layerOf = ({ layers: [layer] }: OnCall) => layer ?? { name: '', people: [] }

describe.each(['Australia/Sydney', 'Australia/Lord_Howe'])('a rotation in %s', (timeZone) => {
  const wallAt = wallClock(timeZone)

  it('hands over when somebody who watches the clock would, the whole year', () => {
    fc.assert(
      fc.property(rotations(timeZone), (onCall) => {
        const until = onCall.from + 53 * week
        const turns = turnsBetween(onCall, layerOf(onCall), [], { from: onCall.from, until })
        const first = turns.findIndex(({ from }) => from >= takesOverAt(onCall.from, wallAt))
        const seen = turns.slice(first, first + Math.floor(52 / onCall.weeks))
        const { people } = layerOf(onCall)
        expect(seen.map(({ from, person }) => ({ from, person }))).toEqual(
          seen.map((_, number) => ({
            from: takesOverAt(onCall.from + number * onCall.weeks * week, wallAt),
            person: people[number % people.length],
          })),
        )
        for (const [index, turn] of seen.slice(0, -1).entries())
          expect(turn.until).toBe(seen[index + 1]?.from)
      }),
      { numRuns: 12 },
    )
  })

  it('has one person on call at any moment around a change of the clocks: who took over last', () => {
    const changes = [
      Date.UTC(2026, 3, 4, 15),
      Date.UTC(2026, 9, 3, 15, 30),
      Date.UTC(2027, 3, 3, 15),
      Date.UTC(2027, 9, 2, 15, 30),
    ]
    const around = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -180, max: 180 }))
      .map(([change, minutes]) => change + minutes * minute)
    fc.assert(
      fc.property(rotations(timeZone), around, (onCall, instant) => {
        const { from, until, person } = turnAt(onCall, layerOf(onCall), [], instant)
        expect(from <= instant && instant < until).toBe(true)
        const number = Math.round((wallAt(from) - onCall.from) / (onCall.weeks * week))
        const { people } = layerOf(onCall)
        const count = people.length
        expect(from).toBe(takesOverAt(onCall.from + number * onCall.weeks * week, wallAt))
        expect(until).toBe(takesOverAt(onCall.from + (number + 1) * onCall.weeks * week, wallAt))
        expect(person).toBe(people[((number % count) + count) % count])
      }),
      { numRuns: 150 },
    )
  })
})
