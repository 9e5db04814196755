import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commands } from '../../commands/index.js'
import { generatedPages } from '../../site/generate/pages.js'
import { withSections } from '../../site/generate/sections.js'
import { typeInWords } from '../../site/generate/type-in-words.js'
import { scenes, withoutPicture } from '../../site/verb-pictures.js'

const root = new URL('../../', import.meta.url)

describe('pages that follow from the code', () => {
  const pages = generatedPages()

  it.each(Object.keys(pages))('%s is as `npm run docs:generate` writes it', (path) => {
    const file = new URL(path, root)
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(pages[path])
  })

  it('tell of every verb with its usage, its arguments and its examples', () => {
    const text = pages['docs/verbs.md'] ?? ''
    for (const { name, examples } of commands) {
      expect(text).toContain(`\n### ${name}\n`)
      for (const example of examples) expect(text).toContain(`\`/ohmy ${example}\``)
    }
    expect(text).toContain('scale <service> <count> <environment>')
  })
})

describe('pictures of verbs', () => {
  const verbs = [...new Set(commands.map(({ name }) => name))]
  const pictured = verbs.filter((verb) => withoutPicture[verb] === undefined)

  it('are there for each verb but those that say why not, and none is left over', () => {
    const files = readdirSync(new URL('docs/images/verbs/', root))
    expect(files.toSorted()).toEqual(pictured.map((verb) => `${verb}.png`).toSorted())
    expect(Object.keys(withoutPicture).filter((verb) => !verbs.includes(verb))).toEqual([])
  })

  it('are each taken by one scene', () => {
    expect(scenes.map(({ verb }) => verb).toSorted()).toEqual(pictured.toSorted())
  })

  it('are small', () => {
    for (const verb of pictured) {
      expect(readFileSync(new URL(`docs/images/verbs/${verb}.png`, root)).byteLength, verb).toBeLessThan(
        200_000,
      )
    }
  })
})

describe('a section of a page', () => {
  const page = 'Before\n<!-- keys: a -->\nold\n<!-- /keys: a -->\nAfter\n'

  it('is replaced, and nothing else', () => {
    const filled = withSections(page, 'keys', new Map([['a', ['new', '$&']]]))
    expect(filled).toBe('Before\n<!-- keys: a -->\n\nnew\n$&\n\n<!-- /keys: a -->\nAfter\n')
    expect(withSections(filled, 'keys', new Map([['a', ['new', '$&']]]))).toBe(filled)
  })

  it('is missed where the page has none, or nothing is generated for it', () => {
    expect(() => withSections(page, 'keys', new Map())).toThrow('keys: a')
    expect(() => withSections('', 'keys', new Map([['b', []]]))).toThrow('keys: b')
  })
})

describe('the type of a key', () => {
  it.each([
    [z.int().min(0).max(10).default(1), 'whole number, 0 to 10'],
    [z.number().positive().max(5), 'number, more than 0, at most 5'],
    [z.boolean().optional(), '`true` or `false`'],
    [z.enum(['a', 'b']), '`a` or `b`'],
    [z.array(z.string()).default([]), 'list of texts'],
    [z.record(z.string(), z.array(z.string())), 'by name: list of texts'],
    [z.union([z.string(), z.strictObject({ a: z.string() })]), 'text or map'],
    [z.string().transform(Number), 'text'],
  ])('%# is told in words', (schema, words) => {
    expect(typeInWords(schema)).toBe(words)
  })
})
