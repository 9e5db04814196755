import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Grep } from '../../src/core/logs.js'
import { createMatcher, patternFor } from '../../src/logs/grep.js'
import { readLine } from '../../src/logs/read-line.js'
import { endsWithin } from '../support/duration.js'

const line = (text: string) => readLine({ at: 0, stream: 's', text })
const text = (wanted: string): Grep => ({ kind: 'text', text: wanted })
const expression = (source: string, flags = ''): Grep => ({ kind: 'expression', source, flags })

async function found(grep: Grep, ...texts: string[]): Promise<string[]> {
  const matcher = createMatcher(grep)
  try {
    const matches = await matcher.matches(texts.map(line))
    return texts.filter((_, index) => matches[index])
  } finally {
    await matcher.close()
  }
}

describe('looking for a text', () => {
  test('finds it in any case', async () => {
    expect(await found(text('connection REFUSED'), 'Connection refused', 'connected')).toEqual([
      'Connection refused',
    ])
  })

  test('takes every character as it is', async () => {
    expect(await found(text('a.c [x]* (y'), 'a.c [x]* (y', 'abc x y')).toEqual(['a.c [x]* (y'])
  })

  test('finds the message of a JSON line as it is read, and its fields as they are written', async () => {
    const json = '{"message":"say \\"hello\\"","coin":"ADA"}'
    expect(await found(text('say "hello"'), json)).toEqual([json])
    expect(await found(text('"coin":"ADA"'), json)).toEqual([json])
  })

  test('finds nothing that is masked: a secret cannot be guessed letter by letter', async () => {
    expect(await found(text('hunter'), 'password=hunter2')).toEqual([])
    expect(await found(expression('hunter'), 'password=hunter2')).toEqual([])
  })
})

describe('looking with a regular expression', () => {
  test('finds what fits, with its flags', async () => {
    expect(await found(expression('time(d )?out'), 'timed out', 'timeout', 'TIMEOUT')).toEqual([
      'timed out',
      'timeout',
    ])
    expect(await found(expression('TIMEOUT', 'i'), 'timeout')).toEqual(['timeout'])
  })

  test('one that would take years is stopped, and nothing else waits for it', async () => {
    let ticks = 0
    const timer = setInterval(() => (ticks += 1), 50)
    const looked = found(expression('^(a+)+$'), `${'a'.repeat(60)}!`)
    expect(await endsWithin(6_000, looked)).toBe(true)
    await expect(looked).rejects.toMatchObject({ code: 'grep-too-slow' })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
  })

  test('works for one page of lines after the other', async () => {
    const matcher = createMatcher(expression('b'))
    expect(await matcher.matches([line('abc')])).toEqual([true])
    expect(await matcher.matches([line('xyz'), line('b')])).toEqual([false, true])
    await matcher.close()
  })
})

describe('the pattern that is sent to AWS', () => {
  test.each([
    ['timeout', '%[tT][iI][mM][eE][oO][uU][tT]%'],
    ['error 42', '%[eE][rR][rR][oO][rR]\\s42%'],
    ['GET /api/v1/orders?x', '%[oO][rR][dD][eE][rR][sS]%'],
    ['"quoted value"', '%[qQ][uU][oO][tT][eE][dD]\\s[vV][aA][lL][uU][eE]%'],
  ])('for %s', (wanted, pattern) => {
    expect(patternFor(text(wanted))).toBe(pattern)
  })

  test('is none where too little is left to look for, or for an expression', () => {
    expect(patternFor(text('ab'))).toBeUndefined()
    expect(patternFor(text('«»€'))).toBeUndefined()
    expect(patternFor(expression('timeout'))).toBeUndefined()
    expect(patternFor(undefined)).toBeUndefined()
  })

  test('lets through every line that has the text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string(), (wanted, around) => {
        const pattern = patternFor(text(wanted.trim()))
        if (pattern === undefined) return
        expect(pattern.length).toBeLessThanOrEqual(1_024)
        expect(pattern).toMatch(/^%[A-Za-z0-9_\-[\]\\]+%$/)
        const sent = new RegExp(pattern.slice(1, -1))
        expect(sent.test(`${around}${wanted.toUpperCase()}${around}`)).toBe(true)
        expect(sent.test(JSON.stringify({ message: around + wanted.toLowerCase() }))).toBe(true)
      }),
    )
  })
})
