import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from './production-process.js'

describe('what npm run build makes', () => {
  let built: Awaited<ReturnType<typeof build>>
  let folder: string
  beforeAll(async () => {
    built = await build()
    folder = dirname(built.main)
  }, 60_000)
  afterAll(() => built.remove())

  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  /** A file and all that it loads with it: what was `import()` comes later, and is made to look like an ES module then. */
  function loadedWith(file: string, known = new Set<string>()): ReadonlySet<string> {
    if (known.has(file)) return known
    known.add(file)
    for (const [, other = ''] of read(file).matchAll(/(?<!__toESM\()require\("\.\/([^"]+)"\)/g))
      loadedWith(other, known)
    return known
  }
  /** Packages of which there is code in the files, as esbuild names their CommonJS modules, and of some what only they say. */
  const has = (files: ReadonlySet<string>, words: string) =>
    [...files].some((file) => read(file).includes(words))
  const fileOf = (name: string) => {
    const [file = ''] = readdirSync(folder).filter(
      (each) => each.startsWith(`${name}-`) && each.endsWith('.cjs'),
    )
    return file
  }

  it('is loaded by parts: AWS, Bolt, Socket Mode and BullMQ only where they are used', () => {
    const main = loadedWith('main.cjs')
    const [edge, socket, queue] = ['create-slack-edge', 'socket', 'queue'].map((name) =>
      loadedWith(fileOf(name)),
    )
    const all = new Set(readdirSync(folder).filter((file) => file.endsWith('.cjs')))
    const parts = {
      'node_modules/@slack/bolt/dist/App.js': { main: false, edge: true, queue: false },
      'node_modules/@slack/socket-mode/': { main: false, edge: false, queue: false, socket: true },
      'node_modules/undici/': { main: false, edge: false, queue: false, socket: true },
      moveStalledJobsToWait: { main: false, edge: false, queue: true },
      AmazonEC2ContainerServiceV20141113: { main: false, edge: false, queue: false },
      BatchSpanProcessor: { main: false, edge: false, queue: false, socket: false },
      'node_modules/express/': { main: false, edge: false, queue: false, socket: false },
    }
    for (const [words, expected] of Object.entries(parts)) {
      const found = {
        main: has(main, words),
        edge: has(edge ?? all, words),
        queue: has(queue ?? all, words),
        ...('socket' in expected ? { socket: has(socket ?? all, words) } : {}),
      }
      expect({ [words]: found }).toEqual({ [words]: expected })
    }
    for (const words of Object.keys(parts).filter((each) => !each.includes('express'))) {
      expect({ [words]: has(all, words) }).toEqual({ [words]: true })
    }
  })

  it('says class names as they were written, in characters of one byte', () => {
    for (const file of readdirSync(folder).filter((each) => each.endsWith('.cjs'))) {
      const code = readFileSync(join(folder, file))
      expect(code.findIndex((byte) => byte > 0x7f)).toBe(-1)
    }
    expect(has(loadedWith('main.cjs'), 'UserError=class extends Error')).toBe(true)
  })
})
