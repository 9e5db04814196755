import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsGlob } from '../../src/core/glob.js'
import { processorTime } from '../support/duration.js'

describe('a glob', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'A', false],
    ['', '*', true],
    ['', '', true],
    ['', '?', false],
    ['abc', 'a*', true],
    ['abc', '*c', true],
    ['abc', 'a?c', true],
    ['abc', 'a?', false],
    ['abc', '*b*', true],
    ['abc', '*d*', false],
    ['aab', '*ab', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['😀', '?', true],
    ['ohmycoins-prod-alb-5xx-errors', '*-alb-5xx-errors', true],
    ['ohmycoins-prod-alb-5xx-errors-2', '*-alb-5xx-errors', false],
  ])('%s fits %s: %s', (name, pattern, expected) => {
    expect(fitsGlob(name, pattern)).toBe(expected)
  })

  it('says what a regular expression of the same meaning says', () => {
    const characters = fc
      .array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(
        characters.map((name) => name.replace(/[*?]/g, 'c')),
        characters,
        (name, pattern) => {
          const expression = new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`)
          expect(fitsGlob(name, pattern)).toBe(expression.test(name))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('takes no time to speak of, whatever is written', () => {
    const time = processorTime(() => {
      for (let at = 0; at < 100; at += 1) fitsGlob('a'.repeat(255), `${'*a'.repeat(127)}b`)
    })
    expect(time).toBeLessThan(500)
  })
})
