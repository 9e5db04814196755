import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearest } from '../../src/core/suggest.js'

const verbs = ['status', 'scale', 'deploy', 'rollback', 'logs', 'metrics', 'incident', 'help']

describe('the nearest word', () => {
  it.each([
    ['statsu', 'status'],
    ['STATUS', 'status'],
    ['sttus', 'status'],
    ['scael', 'scale'],
    ['rolback', 'rollback'],
    ['roll', 'rollback'],
    ['dep', 'deploy'],
    ['log', 'logs'],
    ['helpp', 'help'],
    ['metrix', 'metrics'],
  ])('“%s” meant %s', (typed, meant) => {
    expect(nearest(typed, verbs)).toBe(meant)
  })

  it.each(['', '   ', 'x', 'banana', 'terminate', 'constructor'])('“%s” is near nothing', (typed) => {
    expect(nearest(typed, verbs)).toBeUndefined()
  })

  it('finds nothing where there is nothing', () => {
    expect(nearest('status', [])).toBeUndefined()
    expect(nearest('status', [''])).toBeUndefined()
  })

  it('counts swapped neighbours as one slip', () => {
    expect(nearest('ab', ['ba'])).toBe('ba')
    expect(nearest('prdo', ['prod'])).toBe('prod')
  })

  it('takes a beginning for the word it begins', () => {
    expect(nearest('stag', ['stage-two', 'staging'])).toBe('staging')
    expect(nearest('max', ['minimum', 'maximum'])).toBe('maximum')
    expect(nearest('regionName', ['services', 'region'])).toBe('region')
  })

  it('prefers the same start over the same distance', () => {
    expect(nearest('cat', ['bat', 'car'])).toBe('car')
  })

  it('answers the same whatever the order of the candidates', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }),
        fc.array(fc.string({ maxLength: 8 }), { maxLength: 8 }),
        (word, words) => {
          expect(nearest(word, words)).toBe(nearest(word, words.toReversed()))
        },
      ),
    )
  })

  it('answers with a candidate or nothing, and with the word itself where it is there', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (word, words) => {
        const found = nearest(word, words)
        expect(found === undefined || words.includes(found)).toBe(true)
        if (word.trim() !== '')
          expect(nearest(word, [...words, word.trim()])?.toLowerCase()).toBe(word.trim().toLowerCase())
      }),
    )
  })

  it('finds a word with one slip in it', () => {
    const slip = fc.tuple(
      fc.constantFrom(...verbs.filter((verb) => verb.length > 4)),
      fc.nat(),
      fc.constantFrom('x', ''),
    )
    fc.assert(
      fc.property(slip, ([verb, place, replacement]) => {
        const at = place % verb.length
        expect(nearest(verb.slice(0, at) + replacement + verb.slice(at + 1), verbs)).toBe(verb)
      }),
    )
  })

  it('takes no time to speak of for 8,000 characters', () => {
    const long = 'ab'.repeat(4_000)
    const started = performance.now()
    expect(nearest(long, verbs)).toBeUndefined()
    expect(nearest(`${long}c`, [`x${long}`, `${long}d`])).toBe(`${long}d`)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
