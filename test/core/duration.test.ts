import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, formatLast, formatTook, parseDuration } from '../../src/core/duration.js'

describe('reading a duration', () => {
  it.each([
    ['45s', 45_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['1d2h3m4s', 93_784_000],
    [' 15M ', 900_000],
    ['0s', 0],
    ['90m', 5_400_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each([
    '',
    ' ',
    '15',
    'm',
    '1.5h',
    '-5m',
    '5m1h',
    '1h1h',
    '10ms',
    '1w',
    '1h 30m',
    '1234567d',
    '٣m',
    'constructor',
  ])('“%s” is no duration', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it('answers any text with a whole number of milliseconds or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseDuration(text)
        return read === undefined || (Number.isSafeInteger(read) && read >= 0)
      }),
    )
  })
})

describe('showing a duration', () => {
  it.each([
    [0, '0 s'],
    [0.4, '0 s'],
    [350, '350 ms'],
    [999.9, '999 ms'],
    [45_000, '45 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [130_000, '2 min 10 s'],
    [3_599_999, '59 min 59 s'],
    [3_900_000, '1 h 5 min'],
    [3_630_000, '1 h'],
    [273_600_000, '3 d 4 h'],
    [-130_000, '-2 min 10 s'],
    [-0.2, '0 s'],
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('%d ms reads %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })

  it('never shows more than passed, and less than a unit of the smaller part is lost', () => {
    const size: Record<string, number> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 11 }), (milliseconds) => {
        const parts = [...formatDuration(milliseconds).matchAll(/(\d+) (\w+)/g)]
        const shown = parts.reduce(
          (sum, [, count, unit]) => sum + Number(count) * (size[unit ?? ''] ?? Number.NaN),
          0,
        )
        expect(shown).toBeLessThanOrEqual(milliseconds)
        const lost =
          milliseconds < 60_000
            ? 1_000
            : milliseconds < 3_600_000
              ? 1_000
              : milliseconds < 86_400_000
                ? 60_000
                : 3_600_000
        expect(milliseconds - shown).toBeLessThan(lost)
      }),
    )
  })
})

it.each([
  [60_000, 'the last minute'],
  [3_600_000, 'the last hour'],
  [86_400_000, 'the last day'],
  [3 * 3_600_000, 'the last 3 h'],
  [90 * 60_000, 'the last 1 h 30 min'],
])('the last %i ms are %s', (milliseconds, words) => {
  expect(formatLast(milliseconds)).toBe(words)
})

it('what was over within a second took no time worth a word', () => {
  expect(formatTook('after', 34)).toBe('')
  expect(formatTook('in', 65_000)).toBe(' in 1 min 5 s')
})
