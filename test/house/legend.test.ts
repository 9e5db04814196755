import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { marks } from '../../src/slack/marks.js'

const project = resolve(import.meta.dirname, '../..')

it('stands in one place: no message has a coloured sign of its own', () => {
  const files = execFileSync('git', ['ls-files', 'src/slack', 'commands'], { cwd: project, encoding: 'utf8' })
  const own = files
    .split('\n')
    .filter(
      (file) =>
        file.endsWith('.ts') && !['src/slack/marks.ts', 'src/slack/plain-text/emoji.ts'].includes(file),
    )
    .flatMap((file) =>
      readFileSync(resolve(project, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          // What a comment shows, people do not see.
          /[🔴🟠🔵🟢⚪]/u.test(line) && !/^\s*(?:\/\/|\*|\/\*\*)/.test(line) ? [`${file}:${index + 1}`] : [],
        ),
    )
  expect(own).toEqual([])
})

it('is told in docs/legend.md, every sign of it', () => {
  const told = readFileSync(resolve(project, 'docs/legend.md'), 'utf8')
  expect(Object.values(marks).filter((sign) => !told.includes(`| ${sign} |`))).toEqual([])
})
