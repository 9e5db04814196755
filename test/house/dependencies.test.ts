import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = new URL('../../', import.meta.url)
const Versions = z.record(z.string(), z.string())
const Package = z.object({ dependencies: Versions, devDependencies: Versions })
const Locked = z.looseObject({
  version: z.string().optional(),
  optional: z.boolean().optional(),
  optionalDependencies: Versions.optional(),
})
const Lock = z.object({ packages: z.record(z.string(), Locked) })

const read = (name: string) => readFile(new URL(name, root), 'utf8')

/** Rows of the table under a heading: name → version, and the rest. */
async function tableUnder(heading: string) {
  const page = await read('docs/dependencies.md')
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? ''
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (\S+) \| (\S+ MB) \| (.+) \|$/gm)]
  return rows.map(([, name = '', version = '', size = '', reason = '']) => ({ name, version, size, reason }))
}

describe('docs/dependencies.md', () => {
  it.each([
    ['In production', 'dependencies'],
    ['For development', 'devDependencies'],
  ] as const)('%s: lists what package.json lists, at the same versions', async (heading, field) => {
    const rows = await tableUnder(heading)
    const written = Package.parse(JSON.parse(await read('package.json')))[field]
    expect(Object.fromEntries(rows.map(({ name, version }) => [name, version]))).toEqual(written)
    for (const { name, reason } of rows) expect(reason.length, name).toBeGreaterThan(10)
  })

  it('names exact versions only', async () => {
    const { dependencies, devDependencies } = Package.parse(JSON.parse(await read('package.json')))
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
    }
  })
})

describe('package-lock.json', () => {
  it('has an entry for every optional package, or npm ci refuses it', async () => {
    const { packages } = Lock.parse(JSON.parse(await read('package-lock.json')))
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          packages[`${path}/node_modules/${name}`] === undefined &&
          packages[`node_modules/${name}`] === undefined,
      ),
    )
    expect(missing).toEqual([])
  })

  it('names no registry', async () => {
    expect(await read('package-lock.json')).not.toContain('"resolved"')
  })
})
