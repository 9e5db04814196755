import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { project, sourcesBelow } from '../house/rooms.js'

/** What the tool may be asked for. */
const asked = ['fmt', 'init', 'plan', 'show', 'validate', 'version', 'workspace']

it('the tool is asked for nothing that changes anything, and only where its words are looked at here', () => {
  const texts = sourcesBelow('src/terraform').map((file) => ({
    file,
    text: readFileSync(join(project, file), 'utf8'),
  }))
  const calls = texts.flatMap(({ text }) =>
    [...text.matchAll(/(?:askTool\([^[]*|\bask\(|args: )\[\s*'([^']+)'/g)].map(([, word]) => word ?? ''),
  )
  expect(new Set(calls.filter((word) => !word.startsWith('-')))).toEqual(new Set(asked))
  for (const { file, text } of texts) {
    // Of a workspace only the list: `select` and `new` change something.
    for (const [, next] of text.matchAll(/'workspace', '?([^',]+)/g)) expect(next, file).toBe('list')
    // A plan takes no lock, and waits for nobody's answer.
    for (const [, rest] of text.matchAll(/\['plan',([^\]]*)\]/g)) {
      expect(rest, file).toContain("'-lock=false'")
      expect(rest, file).toContain("'-input=false'")
    }
    const changing = [...text.matchAll(/'-?-?(apply|destroy|force-unlock|taint|untaint|auto-approve|push)'/g)]
    expect(changing, file).toEqual([])
  }
  const starters = sourcesBelow('src').filter((file) =>
    readFileSync(join(project, file), 'utf8').includes("from 'node:child_process'"),
  )
  expect(starters.filter((file) => file.includes('terraform'))).toEqual([
    'src/terraform/run-tool.ts',
    // Asks which version there is, and nothing else.
    'src/terraform/tools.ts',
  ])
  const versions = texts.find(({ file }) => file === 'src/terraform/tools.ts')?.text ?? ''
  const asks = [...versions.matchAll(/versionOf\('\w+', \['([^']+)'/g)].map(([, word]) => word)
  expect(asks).toEqual(['version', 'version', '--version'])
})
