import { describe, expect, it, test } from 'vitest'
import { maskSecrets } from '../../src/core/mask.js'
import { harmlessTexts, secretShapes, undetectable } from './secret-shapes.js'

describe('secrets in every shape', () => {
  it.each(secretShapes)('$name', ({ text, secret }) => {
    expect(text).toContain(secret)
    const shown = maskSecrets(text)
    expect(shown).toContain('•••')
    expect(shown).not.toContain(secret)
    expect(maskSecrets(shown)).toBe(shown)
  })

  it.each(secretShapes)('$name, in the middle of a line', ({ text, secret }) => {
    expect(maskSecrets(`2026-11-28 ERROR backend: ${text}\n and more`)).not.toContain(secret)
  })

  it.each(secretShapes)('$name, inside the JSON that a service logs', ({ text, secret }) => {
    const line = JSON.stringify({ level: 'error', msg: text, at: 1 })
    expect(maskSecrets(line)).not.toContain(JSON.stringify(secret).slice(1, -1))
  })

  it.each(secretShapes)('$name, in an address', ({ text, secret }) => {
    const shown = maskSecrets(`GET /search?q=${encodeURIComponent(text)} 200`)
    expect(shown).not.toContain(encodeURIComponent(secret))
  })
})

test('there are at least 100 secrets and 60 texts that are none', () => {
  expect(new Set(secretShapes.map(({ text }) => text)).size).toBeGreaterThanOrEqual(100)
  expect(new Set(harmlessTexts).size).toBeGreaterThanOrEqual(60)
})

test.each(harmlessTexts)('nothing is masked in: %s', (text) => {
  expect(maskSecrets(text)).toBe(text)
})

// Not a wish but a fact that docs/secrets.md tells: when one of these is found one day, the page changes with it.
test.each(undetectable)('nobody finds $name', ({ text }) => {
  expect(maskSecrets(text)).toBe(text)
})

it('leaves what was masked before letter by letter, as it is and as JSON escapes it', () => {
  for (const text of ['password=•••', '{"summary":"--reason \\"password=\\u2022\\u2022\\u2022\\" x"}']) {
    expect(maskSecrets(text)).toBe(text)
  }
})
