import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)

it('docs/security.md names for each threat a test that is there', () => {
  const page = readFileSync(new URL('docs/security.md', root), 'utf8')
  const [, table = ''] = page.split(/^## Threats.*$/m)
  const rows =
    table
      .split(/^## /m)[0]
      ?.split('\n')
      .filter((line) => /^\| [A-Z]/.test(line))
      .slice(1) ?? []
  expect(rows.length).toBeGreaterThan(15)
  for (const row of rows) {
    const tests = [...row.matchAll(/`(test\/[\w/.-]+\.test\.ts)`/g)].map(([, path = '']) => path)
    expect(tests.length, row).toBeGreaterThan(0)
    expect(tests.filter((path) => !existsSync(new URL(path, root)))).toEqual([])
  }
})
