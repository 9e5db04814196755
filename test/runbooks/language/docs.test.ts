import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { causes } from '../../../src/core/check.js'
import { runbookSchema } from '../../../src/runbooks/language/json-schema.js'
import { kindNames, kinds, RawHead } from '../../../src/runbooks/language/schema.js'

const page = readFileSync(new URL('../../../docs/runbooks.md', import.meta.url), 'utf8')

describe('docs/runbook.schema.json', () => {
  it('is what `npm run ohmy -- runbook schema` prints', () => {
    const written: unknown = JSON.parse(
      readFileSync(new URL('../../../docs/runbook.schema.json', import.meta.url), 'utf8'),
    )
    expect(written).toEqual(JSON.parse(JSON.stringify(runbookSchema())))
  })

  it('explains every key', () => {
    const unexplained: string[] = []
    function look(schema: unknown, path: string): void {
      if (typeof schema !== 'object' || schema === null) return
      for (const [key, value] of Object.entries(schema)) {
        if (key === 'properties') {
          for (const [name, inner] of Object.entries(value as Record<string, object>)) {
            if (!('description' in inner)) unexplained.push(`${path}.${name}`)
          }
        }
        look(value, `${path}.${key}`)
      }
    }
    look(runbookSchema(), '')
    expect(unexplained).toEqual([])
  })
})

describe('docs/runbooks.md', () => {
  it('names every key, every kind of step and every cause', () => {
    const keys = new Set([
      ...Object.keys(RawHead.shape),
      ...kindNames.flatMap((kind) => Object.keys(kinds[kind].shape)),
      ...causes,
    ])
    expect([...keys].filter((key) => !new RegExp(`\`${key}[\`:]`).test(page))).toEqual([])
  })
})
