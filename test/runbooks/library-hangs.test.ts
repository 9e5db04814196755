import type * as promises from 'node:fs/promises'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLibrary } from '../../src/runbooks/file-library.js'
import { vocabulary } from './language/vocabulary.js'

const disk = vi.hoisted((): { ready: Promise<unknown> } => ({ ready: Promise.resolve() }))

/** A folder of another machine that does not answer. */
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>()
  const readdir = async (path: string) => disk.ready.then(() => real.readdir(path))
  return { ...real, readdir }
})

const within = 50
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmy-library-'))
  writeFileSync(join(folder, 'calm.yaml'), 'id: calm\ntitle: Calm\nsteps:\n  - action: scale b 2 staging\n')
})
afterEach(() => {
  disk.ready = Promise.resolve()
  rmSync(folder, { recursive: true, force: true })
})

it('a folder that does not answer keeps no message from being drawn, and is read once it does', async () => {
  let answers: () => void = () => undefined
  disk.ready = new Promise<void>((resolve) => {
    answers = resolve
  })
  const library = createLibrary({ folders: [folder], vocabulary, within })
  const first = library.opened()
  expect(await first).toBe(false)
  // Nobody waits a second time.
  expect(library.opened()).toBe(first)
  answers()
  expect(await library.all()).toMatchObject([{ id: 'calm' }])
})

it('a runbook that nobody can understand without failing keeps no message from being drawn', async () => {
  const problemOf = () => {
    throw new Error('a defect')
  }
  const library = createLibrary({ folders: [folder], vocabulary: { ...vocabulary, problemOf }, within })
  expect(await library.opened()).toBe(false)
  await expect(library.all()).rejects.toThrow('a defect')
})
