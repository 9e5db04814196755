import { describe, expect, test } from 'vitest'
import { createZone } from '../../src/core/time-zone.js'
import { instantOf, parseMoment } from '../../src/core/written-moment.js'

const sydney = createZone('Australia/Sydney')
/** Mon 23 Nov 2026 14:00 in Sydney. */
const now = Date.UTC(2026, 10, 23, 3, 0)

function at(written: string): string | undefined {
  const moment = parseMoment(written)
  return moment === undefined ? undefined : new Date(instantOf(moment, now, sydney)).toISOString()
}

describe('a moment as somebody writes it', () => {
  test.each([
    ['15m', '2026-11-23T02:45:00.000Z'],
    ['2h ago', '2026-11-23T01:00:00.000Z'],
    ['now', '2026-11-23T03:00:00.000Z'],
    ['2026-11-20T10:00', '2026-11-19T23:00:00.000Z'],
    ['2026-11-20 10:00:30', '2026-11-19T23:00:30.000Z'],
    ['2026-11-20', '2026-11-19T13:00:00.000Z'],
    ['2026-11-20T10:00Z', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20T10:00:00.123Z', '2026-11-20T10:00:00.123Z'],
    ['2026-11-20T10:00+05:30', '2026-11-20T04:30:00.000Z'],
    ['13:00', '2026-11-23T02:00:00.000Z'],
    ['15:00', '2026-11-22T04:00:00.000Z'],
  ])('%s', (written, expected) => {
    expect(at(written)).toBe(expected)
  })

  test('an hour that summer time takes means the moment after it', () => {
    expect(at('2026-10-04T02:30')).toBe('2026-10-03T16:00:00.000Z')
  })

  test.each([
    '',
    'yesterday',
    '15',
    '2026-02-30',
    '2026-13-01',
    '2026-11-20T24:00',
    '25:00',
    '10:61',
    '2026-11-20T10:00:61',
    '11/20/2026',
  ])('is not %j', (written) => {
    expect(at(written)).toBeUndefined()
  })
})
