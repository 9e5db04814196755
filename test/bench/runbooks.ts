import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commands } from '../../commands/index.js'
import { runbookVocabulary } from '../../src/app/runbook-vocabulary.js'
import { checks } from '../../src/checks/index.js'
import { loadConfig } from '../../src/config/load.js'
import { createLibrary } from '../../src/runbooks/file-library.js'
import { sandboxConfig, sandboxRunbooks } from '../../sandbox/world.js'
import type { Bench, Figure } from './figure.js'

const count = 200
/** ms in which 200 files are to be loaded. */
const goal = 150

/**
 * The runbooks that come with ohmy under other names until there are 200, YAML and Markdown as they come: read by a library that has read nothing
 * before, and looked at again where nothing, and where one has changed.
 */
export const runbooks: Bench = async ({ rounds }) => {
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-bench-runbooks-'))
  const times: Record<'first' | 'cpu' | 'same' | 'one', number[]> = { first: [], cpu: [], same: [], one: [] }
  try {
    const files = copies(folder)
    const config = await loadConfig(sandboxConfig)
    const vocabulary = runbookVocabulary({ commands, checks, config })
    for (let round = 0; round <= rounds; round++) {
      const library = createLibrary({ folders: [folder], vocabulary })
      const before = process.cpuUsage()
      const first = await timed(() => library.all())
      const { user, system } = process.cpuUsage(before)
      const same = await timed(() => library.all())
      const [file = ''] = files
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n`)
      const one = await timed(() => library.all())
      const { runbooks, broken } = await library.read()
      const read = runbooks.length + broken.length
      if (read !== files.length) throw new Error(`${read} of ${files.length} files were read`)
      // The first round warms the compiler up.
      if (round === 0) continue
      times.first.push(first)
      times.cpu.push((user + system) / 1_000)
      times.same.push(same)
      times.one.push(one)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const figure = (name: string, ours: readonly number[]): Figure => ({
    name,
    unit: 'ms',
    ours,
    bare: ours.map(() => goal),
    against: `goal of ${goal} ms`,
  })
  return [
    { ...figure(`${count} runbooks read`, times.first), goal: { atMost: 1 } },
    figure('… CPU of it', times.cpu),
    figure('… again, nothing has changed', times.same),
    figure('… again, one has changed', times.one),
  ]
}

function copies(folder: string): readonly string[] {
  const names = readdirSync(sandboxRunbooks).filter(
    (name) => /\.(?:yaml|md)$/.test(name) && name !== 'README.md',
  )
  return Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length] ?? ''
    const [id = '', ending = ''] = name.split('.')
    const round = Math.floor(index / names.length)
    const text = readFileSync(join(sandboxRunbooks, name), 'utf8')
    const path = join(folder, round === 0 ? name : `${id}-${round}.${ending}`)
    writeFileSync(path, round === 0 ? text : text.replace(`id: ${id}\n`, `id: ${id}-${round}\n`))
    return path
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
