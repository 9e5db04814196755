import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { parseConfig } from '../../src/config/load.js'
import { ConfigError } from '../../src/config/problem.js'
import { failureOf } from './failure.js'
import { processorTime } from '../support/duration.js'

const example = readFileSync(new URL('../../ohmy.example.yaml', import.meta.url), 'utf8')

function messageOf(text: string): string {
  return failureOf(() => parseConfig(text, 'ohmy.yaml')).message
}

describe('a file that is hardly YAML', () => {
  it.each([
    ['empty', '', 'The file is empty. Copy the example'],
    ['only comments', '# nothing\n', 'The file is empty.'],
    ['a list', '- environments\n', 'Found a list. Allowed: a map of keys.'],
    ['one word', 'environments\n', 'Found “environments”. Allowed: a map of keys.'],
    [
      'a tab',
      'environments:\n\tlive: {}\n',
      'ohmy.yaml:2:1\n    A tab is not allowed as indentation. Use spaces.',
    ],
    ['an open bracket', 'environments: [', 'This is not valid YAML'],
    ['an anchor', 'environments: &all {}\n', 'An anchor (&…) is not allowed.'],
    ['an alias', 'environments: *all\n', 'is not'],
    ['a merge', 'a: &a {}\nb: { <<: *a }\n', 'An alias (*a) is not allowed. Write the value out.'],
    ['two documents', 'a: 1\n---\nb: 1\n', 'A second document (---) is not allowed.'],
    ['a tag', 'environments: !ruby/object x\n', 'A tag (!…) is not allowed.'],
    [
      'a tag that YAML knows',
      'environments:\n  live: !!str x\n',
      'ohmy.yaml:2:9\n    A tag (!…) is not allowed.',
    ],
    ['a tag without a name', 'environments: ! x\n', 'A tag (!…) is not allowed.'],
    ['a tag of a map', 'environments: !!map\n  live: {}\n', 'ohmy.yaml:1:15\n    A tag (!…) is not allowed.'],
    ['a tag of a key', '? !!str environments\n: {}\n', 'ohmy.yaml:1:3\n    A tag (!…) is not allowed.'],
    ['a tag in brackets', 'a: [1, !<tag:x> 2]\n', 'ohmy.yaml:1:8\n    A tag (!…) is not allowed.'],
    [
      'another version of YAML',
      '# ours\n%YAML 1.1\n---\nenvironments: {}\n',
      'ohmy.yaml:2:1\n    A directive (%…) is not allowed. Delete the line.',
    ],
    ['its own version of YAML', '%YAML 1.2\n---\nenvironments: {}\n', 'ohmy.yaml:1:1\n    A directive'],
    ['a directive for tags', '%TAG ! tag:example.com,2000:\n---\na: 1\n', 'ohmy.yaml:1:1\n    A directive'],
    ['a directive nobody knows', '%FOO bar\n---\na: 1\n', 'ohmy.yaml:1:1\n    A directive'],
    ['a list as a key', '? [a]\n: 1\n', 'A key must be a word, not a list or a map.'],
    ['a number as a key', 'environments: { 1: {} }\n', 'A key must be a word. Put it into quotes'],
    ['a prototype', '__proto__: { environments: {} }\n', 'The key `__proto__` is not allowed.'],
    ['deep brackets', '['.repeat(100_000), 'Lists and maps are nested too deeply.'],
    ['deep dashes', '- '.repeat(100_000), 'Lists and maps are nested too deeply.'],
    ['deep questions', '? '.repeat(100_000), 'Lists and maps are nested too deeply.'],
    [
      'deep indentation',
      Array.from({ length: 700 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      'nested too deeply',
    ],
    ['deep brackets between texts', '["]", '.repeat(30_000), 'Lists and maps are nested too deeply.'],
    ['too large', 'a'.repeat(262_145), 'The file has 262145 characters. Allowed: at most 262144.'],
  ])('%s', (_name, text, expected) => {
    expect(messageOf(text)).toContain(expected)
  })

  it('what only looks like a tag or a directive is a value', () => {
    const text =
      'a: "!!str %YAML 1.1"\nb: |\n  %YAML 1.1\n  !x\nc: a !b\nd: 50 %\ne: [x, "!y"]\n# !tag\n# %YAML\n'
    expect(messageOf(text)).not.toMatch(/tag|directive/i)
  })

  it('a bomb of anchors is refused before it is unfolded', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`,
    )
    const bomb = ['l0: &l0 [x]', ...levels].join('\n')
    expect(processorTime(() => messageOf(bomb))).toBeLessThan(2_000)
    expect(messageOf(bomb)).toContain('An anchor (&…) is not allowed.')
  })

  it('thousands of mistakes are counted but not all shown', () => {
    const message = messageOf(Array.from({ length: 5_000 }, (_, index) => `k${index}: 1`).join('\n'))
    expect(message).toMatch(/… and \d+ more\./)
    expect(message.length).toBeLessThan(20_000)
  })
})

/** Runs and says what was thrown other than a ConfigError. */
function surpriseOf(text: string): unknown {
  try {
    parseConfig(text, 'ohmy.yaml', { verbs: ['scale'] })
    return undefined
  } catch (error) {
    if (!(error instanceof ConfigError)) return error
    const shapely = error.problems.every(({ line, column }) => line >= 1 && column >= 1)
    return error.code === 'config-invalid' && error.problems.length > 0 && shapely ? undefined : error
  }
}

describe('whatever is written, the answer is a configuration or a list of problems', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '\t',
      '&a ',
      '*a',
      '!!binary ',
      '- ',
      '? ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|',
      '>',
      '#',
      '\n---\n',
      '%YAML 3\n',
      '<<: ',
      '~',
      '\r',
      '\uFEFF',
      '__proto__: 1',
      '.nan',
      '.inf',
      '0x1F',
      '1e999',
    ),
  )

  it('any text', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (parts) => surpriseOf(parts.join('')) === undefined),
      {
        numRuns: 500,
      },
    )
  })

  it('the example with pieces cut out and put in', () => {
    const edit = fc.record({ at: fc.nat(example.length), cut: fc.nat(40), put: fragment })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce(
          (before, { at, cut, put }) => before.slice(0, at) + put + before.slice(at + cut),
          example,
        )
        return surpriseOf(text) === undefined
      }),
      { numRuns: 200 },
    )
  })

  it('the example with a value replaced by any other', () => {
    const paths = pathsOf(parse(example))
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
        return surpriseOf(stringify(replaced(parse(example), path, value))) === undefined
      }),
      { numRuns: 300 },
    )
  })
})

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return by
  if (Array.isArray(value)) {
    return value.map((entry: unknown, index) => (String(index) === step ? replaced(entry, rest, by) : entry))
  }
  const map = value as Record<string, unknown>
  return { ...map, [step]: replaced(map[step], rest, by) }
}
