import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { processorTime } from '../support/duration.js'

function words(text: string): readonly string[] {
  return tokenize(text).map((token) => token.text)
}

function options(text: string) {
  return tokenize(text).flatMap((token) => (token.option === undefined ? [] : [token.option]))
}

describe('splitting what was typed into words', () => {
  it.each([
    ['nothing', '', []],
    ['blanks only', '  \t\n ', []],
    ['words', 'scale backend  4 staging', ['scale', 'backend', '4', 'staging']],
    ['lines', 'scale\nbackend\r\n4', ['scale', 'backend', '4']],
    ['no-break spaces', 'scale\u00a0backend\u202f4', ['scale', 'backend', '4']],
    ['zero-width characters between words', 'scale\u200bbackend\ufeff4', ['scale', 'backend', '4']],
    ['straight quotes', 'a "b c" d', ['a', 'b c', 'd']],
    ['single quotes', "a 'b c' d", ['a', 'b c', 'd']],
    ['quotes of a phone', 'a “b c” d', ['a', 'b c', 'd']],
    ['single quotes of a phone', 'a ‘b c’ d', ['a', 'b c', 'd']],
    ['German quotes', 'a „b c“ d', ['a', 'b c', 'd']],
    ['single German quotes', 'a ‚b c‘ d', ['a', 'b c', 'd']],
    ['French quotes', 'a «b c» d', ['a', 'b c', 'd']],
    ['a straight quote closed by a phone', 'a "b c” d', ['a', 'b c', 'd']],
    ['a phone quote closed by a straight one', 'a “b c" d', ['a', 'b c', 'd']],
    ['quotes inside quotes', 'a "b “c” d" e', ['a', 'b “c” d', 'e']],
    ['an apostrophe in a word', "don't stop", ["don't", 'stop']],
    ['a typographic apostrophe in a word', 'don’t stop', ['don’t', 'stop']],
    ['an apostrophe in single quotes', "'don't stop' now", ["don't stop", 'now']],
    ['an apostrophe before a word', 'rock ’n roll', ['rock', '’n', 'roll']],
    ['an escaped quote', 'a "b \\" c" d', ['a', 'b " c', 'd']],
    ['an escaped blank', 'a b\\ c d', ['a', 'b c', 'd']],
    ['an escaped backslash', 'a\\\\b', ['a\\b']],
    ['a backslash that escapes nothing', 'C:\\temp', ['C:\\temp']],
    ['a backslash at the end', 'a\\', ['a\\']],
    ['a quote without an end', 'a "b c', ['a', 'b c']],
    ['a lone quote', '"', ['']],
    ['an empty value', 'a "" b', ['a', '', 'b']],
    ['quotes inside a word', 'a"b c"d', ['ab cd']],
    ['one task fewer', 'backend -1', ['backend', '-1']],
    ['one task fewer with a phone’s dash', 'backend –1', ['backend', '-1']],
    ['one task fewer with a minus sign', 'backend −1', ['backend', '-1']],
    ['a dash alone', 'a - b', ['a', '-', 'b']],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([
    ['--reason', { name: 'reason', dashed: true }],
    ['—reason', { name: 'reason', dashed: true }],
    ['–reason', { name: 'reason', dashed: true }],
    ['-reason', { name: 'reason', dashed: true }],
    ['--Dry-Run', { name: 'dry-run', dashed: true }],
    ['--reason=late', { name: 'reason', dashed: true, value: 'late' }],
    ['—reason=late', { name: 'reason', dashed: true, value: 'late' }],
    ['--reason="sale starts"', { name: 'reason', dashed: true, value: 'sale starts' }],
    ['reason=“sale starts”', { name: 'reason', dashed: false, value: 'sale starts' }],
    ["reason='don't stop'", { name: 'reason', dashed: false, value: "don't stop" }],
    ['--reason=a=b', { name: 'reason', dashed: true, value: 'a=b' }],
    ['environment=', { name: 'environment', dashed: false, value: '' }],
  ])('%s names a value', (text, expected) => {
    expect(options(text)).toEqual([expected])
  })

  it.each(['"--reason"', '\\--reason', '"a=b"', '=b', '4=b', '-1', '—1', '--', '—'])(
    '%s names nothing',
    (text) => {
      expect(options(text)).toEqual([])
    },
  )

  it('keeps what was typed, to show it again', () => {
    expect(tokenize('scale —reason “a b”').map((token) => token.typed)).toEqual(['scale', '—reason', '“a b”'])
  })

  it('never throws and loses no visible letter, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const typed = tokenize(text).map((token) => token.typed)
        let from = 0
        for (const word of typed) {
          const at = text.indexOf(word, from)
          expect(at).toBeGreaterThanOrEqual(from)
          from = at + word.length
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each(['"', "'", '“', '‘', '\\', '—', '=', '"\' ', "'a ", '“a"', '\\" ', 'a="'])(
    'takes 100 times longer for 100 times %j at most, never its square',
    (unit) => {
      const time = (length: number) => {
        const text = unit.repeat(Math.ceil(length / unit.length))
        return processorTime(() => tokenize(text))
      }
      time(80_000)
      // 0.8 million characters: a square would take minutes.
      expect(time(800_000)).toBeLessThan(3_000)
    },
  )
})
