import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { project, sourcesBelow } from '../house/rooms.js'

/** What the tool may be asked for. */
const asked = ['fmt', 'init', 'validate', 'version']

it('the tool is asked for nothing that changes anything, and only where its words are looked at here', () => {
  const texts = sourcesBelow('src/terraform').map((file) => ({
    file,
    text: readFileSync(join(project, file), 'utf8'),
  }))
  const calls = texts.flatMap(({ text }) =>
    [...text.matchAll(/(?:askTool\(|args: )[^[]*\[\s*'([^']+)'/g)].map(([, word]) => word ?? ''),
  )
  expect(new Set(calls.filter((word) => !word.startsWith('-')))).toEqual(new Set(asked))
  for (const { file, text } of texts) {
    const changing = [...text.matchAll(/'-?-?(apply|destroy|force-unlock|taint|untaint|auto-approve)'/g)]
    expect(changing, file).toEqual([])
  }
  const starters = sourcesBelow('src').filter((file) =>
    readFileSync(join(project, file), 'utf8').includes("from 'node:child_process'"),
  )
  expect(starters.filter((file) => file.includes('terraform'))).toEqual(['src/terraform/run-tool.ts'])
})
