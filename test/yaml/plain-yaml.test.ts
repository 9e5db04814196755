import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../src/yaml/document.js'
import { readPlainYaml } from '../../src/yaml/plain-yaml.js'
import { project } from '../house/rooms.js'

const folder = join(project, 'runbooks')
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'))

/** What is read the short way is what the parser reads, and where. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text)
  if (plain === undefined) return false
  const document = readDocument(text)
  const lines: string[] = []
  const meant: string[] = []
  look(plain.data, [])
  expect({ problems: document.problems, data: plain.data, lines }).toEqual({
    problems: [],
    data: document.data,
    lines: meant,
  })
  return true

  function look(value: unknown, path: readonly PropertyKey[]): void {
    if (typeof value !== 'object' || value === null) return
    if (!Array.isArray(value)) {
      lines.push(`${path.join('.')} ${plain?.lineOf(value)}`)
      meant.push(`${path.join('.')} ${document.locate({ path, what: '' }).line}`)
    }
    for (const [key, inner] of Object.entries(value))
      look(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
}

describe('plain YAML', () => {
  it.each(files.map((name, index) => [name, texts[index] ?? '']))('%s is', (_name, text) => {
    expect(agrees(text)).toBe(true)
  })

  it.each([
    'a: 1\n',
    'a: -1.5\nb: 2027-03-31\nc: 5m\nd: true\ne: null\nf:\n',
    'a: |\n  b\n    c\n\n  d\ne: |-\n  f\n',
    'a: \'it\'\'s\'\nb: "x \\"y\\" \\\\ \\n"\nc: [1, \'a\', "b", { d: e }]\n',
    'a:\n  - b: 1\n    c: 2\n  - d\n  - { e: f }\n',
    'a: {\n    b: c,\n    d: [e,\n      f],\n  }\n',
    '# comment\na: b # comment\n\n# another\nc: d\n',
    'a: x-y_z (k) / l.m,n\n',
    'a: b:c\nd: http://e.f/#g\n',
    'a: {}\nb: []\n',
    'a: 5xx\nb:\n  { c: d }\n',
  ])('%j is', (text) => {
    expect(agrees(text)).toBe(true)
  })

  it.each([
    'a: *b\n',
    'a: &b c\n',
    'a: !!str c\n',
    '%YAML 1.1\n---\na: 1\n',
    '---\na: 1\n',
    'a: 1\n...\n',
    'a: 1\na: 2\n',
    '__proto__: 1\n',
    '"a": 1\n',
    '1: a\n',
    '- a\n',
    'a\n',
    '',
    'a: b\n  c\n',
    'a: "b\n  c"\n',
    'a: >\n  b\n',
    'a: |2\n   b\n',
    'a: 010\n',
    'a: 0x1\n',
    'a: 1e3\n',
    'a: .inf\n',
    'a: +1\n',
    'a: 1_000\n',
    'a: True\n',
    'a: ~\n',
    'a: -0\n',
    'a: b: c\n',
    'a: b:\n',
    'a: [b\n',
    'a: [b]c\n',
    'a: {b}\n',
    'a: {b: c\n',
    'a: [b,,c]\n',
    'a: [b: c]\n',
    'a: {"b": c}\n',
    'a: [\nb]\n',
    'a: "\\u0041"\n',
    'a:\tb\n',
    'a: b\r\n',
    'a: - b\n',
    'a: ? b\n',
    'a:\n- b\n',
    'a: 1',
    'a: @b\n',
    'a: `b`\n',
    'a: "b" c\n',
    "a: 'b\n",
    'a:\n   b: 1\n  c: 2\n',
    'a: 1\n b: 2\n',
    'a:\n  - b\n   - c\n',
    'a: [b] # c\n  d\n',
    `${Array.from({ length: 40 }, (_, at) => `${' '.repeat(at)}a:\n`).join('')}`,
  ])('%j is for the parser', (text) => {
    expect(readPlainYaml(text)).toBeUndefined()
  })

  it('is what the parser reads, whatever is cut out and put in', () => {
    const piece = fc.constantFrom(
      '',
      ' ',
      '  ',
      '\n',
      '\n  ',
      '\n      ',
      ': ',
      ':',
      '- ',
      '-',
      '#',
      ' #',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '|',
      '>',
      '&',
      '*',
      '!',
      '%',
      '---\n',
      '? ',
      '~',
      '0',
      '1',
      '.',
      '\\',
      'true',
      '\t',
      '\n\n',
      '|\n',
    )
    const base = fc.constantFrom(
      ...texts.map((text) => text.slice(0, 700).replace(/[^\n]*$/, '')),
      'a: {\n    b: c,\n    d: [e,\n      f],\n  }\ng: |\n  h\n\n  i\nj: "k"\nl:\n  - m: n\n    o: 1.5\n',
    )
    const edit = fc.record({
      at: fc.nat(700),
      length: fc.constantFrom(0, 0, 1, 2, 5, 40),
      put: piece,
    })
    let read = 0
    fc.assert(
      fc.property(base, fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
        let edited = text
        for (const { at, length, put } of edits) {
          const from = at % (edited.length + 1)
          edited = edited.slice(0, from) + put + edited.slice(from + length)
        }
        if (agrees(edited)) read += 1
      }),
      { numRuns: 1_000 },
    )
    // Otherwise nothing was held against the parser.
    expect(read).toBeGreaterThan(100)
  })

  it('is what the parser reads, of small pieces in any order', () => {
    const piece = fc.constantFrom(
      'a',
      'b: ',
      'c:',
      '\n',
      '\n  ',
      '\n    ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      "'x'",
      '"y"',
      '1',
      ' # z',
      '|',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (all) => {
        agrees(`k: ${all.join('')}\n`)
      }),
      { numRuns: 3_000 },
    )
  })
})
