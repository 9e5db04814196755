import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OnCall, OnCallChange } from '../../src/core/on-call.js'
import { parseLocal } from '../../src/core/time-windows.js'
import { createZone } from '../../src/core/time-zone.js'
import { turnAt, turnsBetween } from '../../src/oncall/turns.js'

const hour = 3_600_000
const week = 7 * 24 * hour
const iso = (instant: number) => `${new Date(instant).toISOString().slice(0, 16)}Z`
const at = (text: string) => Date.parse(text)

function rotation(
  timeZone: string,
  first: string,
  people = ['U0ANNA', 'U0BEN', 'U0CARA'],
  weeks = 1,
): OnCall {
  return {
    timeZone,
    from: parseLocal(first) ?? Number.NaN,
    weeks,
    layers: [{ name: 'primary', people }],
    escalation: [{ to: 'primary', within: 900_000 }],
    businessHours: { firstDay: 0, lastDay: 4, from: 540, until: 1_020 },
  }
}
/** The first hand-over after an instant. */
const nextHandOver = (onCall: OnCall, instant: number) => turnAt(onCall, layerOf(onCall), [], instant).until
const layerOf = ({ layers: [layer] }: OnCall) => layer ?? { name: '', people: [] }

describe('a hand-over', () => {
  // Sydney: clocks jump from 02:00 to 03:00 on Sunday 4 October 2026, and back from 03:00 to 02:00 on 5 April 2026. Lord Howe: the same days, half an hour.
  it.each([
    [
      'keeps its time on the wall over summer time',
      'Australia/Sydney',
      '2026-09-28 09:00',
      '2026-09-27T23:00Z',
      '2026-10-04T22:00Z',
    ],
    [
      'that the jump leaves out is where the clock jumps to',
      'Australia/Sydney',
      '2026-09-27 02:30',
      '2026-09-26T16:30Z',
      '2026-10-03T16:00Z',
    ],
    [
      'in the hour that comes twice is at the first',
      'Australia/Sydney',
      '2026-03-29 02:30',
      '2026-03-28T15:30Z',
      '2026-04-04T15:30Z',
    ],
    [
      'in the half hour that Lord Howe leaves out',
      'Australia/Lord_Howe',
      '2026-09-27 02:15',
      '2026-09-26T15:45Z',
      '2026-10-03T15:30Z',
    ],
    [
      'in the half hour that comes twice on Lord Howe',
      'Australia/Lord_Howe',
      '2026-03-29 01:45',
      '2026-03-28T14:45Z',
      '2026-04-04T14:45Z',
    ],
  ])('%s (%s)', (_case, zone, first, before, after) => {
    const onCall = rotation(zone, first)
    expect(iso(nextHandOver(onCall, at(before) - 1))).toBe(before)
    expect(iso(nextHandOver(onCall, at(before)))).toBe(after)
    // The week after it is back on the wall where it was written.
    const next = nextHandOver(onCall, at(after))
    expect(createZone(zone).wallAt(next)).toBe((parseLocal(first) ?? 0) + 2 * week)
  })

  it('in the hour that comes twice is none the second time', () => {
    const onCall = rotation('Australia/Sydney', '2026-03-29 02:30')
    const second = at('2026-04-04T16:15Z')
    expect(turnAt(onCall, layerOf(onCall), [], second)).toMatchObject({
      person: 'U0BEN',
      from: at('2026-04-04T15:30Z'),
    })
  })
})

const zones = [
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'America/St_Johns',
  'Pacific/Chatham',
  'UTC',
]
const rotations = fc
  .record({
    zone: fc.constantFrom(...zones),
    minutes: fc.integer({ min: 0, max: 7 * 1_440 - 1 }),
    weeks: fc.integer({ min: 1, max: 3 }),
    people: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ zone, minutes, weeks, people }) => ({
    ...rotation(
      zone,
      '2026-01-05 00:00',
      Array.from({ length: people }, (_, index) => `U0PERSON${index}`),
      weeks,
    ),
    from: Date.UTC(2026, 0, 5) + minutes * 60_000,
  }))
const instants = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2031, 0) })

describe('layers that are handed over at times of their own', () => {
  it('each keeps its own', () => {
    const { layers: _, ...rest } = rotation('Australia/Sydney', '2026-11-02 09:00')
    const secondary = {
      name: 'secondary',
      people: ['U0DAN', 'U0EVE'],
      from: parseLocal('2026-11-04 20:30') ?? 0,
    }
    const onCall: OnCall = { ...rest, layers: [{ name: 'primary', people: ['U0ANNA', 'U0BEN'] }, secondary] }
    const range = { from: at('2026-11-09T00:00Z'), until: at('2026-11-20T00:00Z') }
    const shown = onCall.layers.map((layer) =>
      turnsBetween(onCall, layer, [], range).map(({ person, from }) => `${person} ${iso(from)}`),
    )
    expect(shown).toEqual([
      ['U0BEN 2026-11-08T22:00Z', 'U0ANNA 2026-11-15T22:00Z'],
      ['U0DAN 2026-11-04T09:30Z', 'U0EVE 2026-11-11T09:30Z', 'U0DAN 2026-11-18T09:30Z'],
    ])
  })
})

describe('turns', () => {
  it('follow one another without a gap, each begins at its time on the wall, and everybody has their turn', () => {
    fc.assert(
      fc.property(rotations, instants, (onCall, instant) => {
        const turns = turnsBetween(onCall, layerOf(onCall), [], { from: instant, until: instant + 60 * week })
        const zone = createZone(onCall.timeZone)
        expect(turns[0]?.from).toBeLessThanOrEqual(instant)
        for (const [index, turn] of turns.entries()) {
          const next = turns[index + 1]
          if (next !== undefined) expect(turn.until).toBe(next.from)
          const late =
            zone.wallAt(turn.from) -
            (onCall.from +
              Math.round((zone.wallAt(turn.from) - onCall.from) / (onCall.weeks * week)) *
                onCall.weeks *
                week)
          // Later on the wall only where the jump leaves it out.
          expect(late === 0 || (late > 0 && late <= hour)).toBe(true)
          const again = turns[index + layerOf(onCall).people.length]
          if (again !== undefined) expect(again.person).toBe(turn.person)
        }
        const people = new Set(turns.slice(0, layerOf(onCall).people.length).map(({ person }) => person))
        if (turns.length > 5) expect(people.size).toBe(layerOf(onCall).people.length)
      }),
      { numRuns: 200 },
    )
  })

  it('have the person of an instant, whatever was said before', () => {
    const said = fc.array(
      fc.record({
        from: fc.integer({ min: -2, max: 6 }),
        weeks: fc.integer({ min: 1, max: 4 }),
        since: fc.nat(100),
        who: fc.nat(3),
      }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(
        rotations,
        instants,
        said,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (onCall, instant, written, part) => {
          const changes = written.map(
            ({ from, weeks, since, who }, index): OnCallChange => ({
              version: 1,
              kind: 'override',
              id: `override-${index}`,
              span: {
                layer: 'primary',
                person: `U0STAND${who}`,
                from: instant + from * week,
                until: instant + (from + weeks) * week,
              },
              by: { id: 'U0ANNA', name: 'Anna' },
              since,
            }),
          )
          const layer = layerOf(onCall)
          const range = { from: instant, until: instant + 8 * week }
          const turns = turnsBetween(onCall, layer, changes, range)
          for (const [index, turn] of turns.entries()) {
            expect(turn.from).toBeLessThan(turn.until)
            expect(turns[index + 1]?.from ?? turn.until).toBe(turn.until)
          }
          const moment = Math.floor(range.from + part * (range.until - 1 - range.from))
          const latest = changes
            .filter(
              (change) =>
                change.kind === 'override' && change.span.from <= moment && moment < change.span.until,
            )
            .toSorted((left, right) => left.since - right.since || left.id.localeCompare(right.id))
            .at(-1)
          const alone = turnAt(onCall, layer, [], moment).person
          const expected = latest?.kind === 'override' ? latest.span.person : alone
          expect(turns.find(({ from, until }) => from <= moment && moment < until)?.person).toBe(expected)
          expect(turnAt(onCall, layer, changes, moment).person).toBe(expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('are counted backwards, too: before the first day the last of the list came before the first', () => {
    const onCall = rotation('UTC', '2026-11-02 09:00')
    expect(turnAt(onCall, layerOf(onCall), [], at('2026-11-01T00:00Z')).person).toBe('U0CARA')
    expect(turnAt(onCall, layerOf(onCall), [], at('2026-11-02T09:00Z')).person).toBe('U0ANNA')
  })
})
