import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMarkdown } from '../../src/runbooks/language/markdown/read-markdown.js'
import { fill } from '../../src/runbooks/language/template.js'

const folder = join(import.meta.dirname, 'guides')

function load(id: string) {
  const text = readFileSync(join(folder, `${id}.md`), 'utf8')
  const read = readMarkdown({ id, file: `${id}.md`, text })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const { runbook } = read
  const scope = { inputs: {}, steps: [], runbook }
  const steps = runbook.steps.map((step) =>
    step.kind === 'instruction' ? fill(step.text, scope, (value) => value ?? '???') : '',
  )
  return {
    text,
    runbook,
    steps,
    shown: [...Object.values(runbook.about), ...runbook.steps.map(({ title }) => title), ...steps].join('\n'),
  }
}

/** As it is compared: without what only makes Markdown of it. */
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')

/** Guides as teams have them. */
describe.each(readdirSync(folder).map((name) => name.replace('.md', '')))('the guide %s', (id) => {
  it('loses nothing that its lists, code and tables say', () => {
    const { text, shown } = load(id)
    const [, ...parts] = text.startsWith('---') ? text.split(/^---$/m).slice(1) : ['', text]
    const lines = parts
      .join('---')
      .split('\n')
      .filter((line) => !/^(?:#|\[|<!--|[|: -]*$|-+$|- \[.*\]\(#)/.test(line.trim()))
      .map((line) =>
        line.replace(/^\s*(?:[-*]|\d+[.)])\s+(?:\[[ x]\] )?/, '').replace(/^\s*(?:```|~~~)\w*$/, ''),
      )
      .filter((line) => letters(line) !== '')
    expect(lines.length).toBeGreaterThan(30)
    const all = letters(shown)
    expect(lines.filter((line) => !all.includes(letters(line)))).toEqual([])
  })

  it('makes steps of lists, never of what stands in code', () => {
    const { steps, runbook } = load(id)
    expect(runbook.steps.every(({ kind }) => kind === 'instruction')).toBe(true)
    expect(steps.filter((text) => /^(?:neither is this one|this line begins like)/.test(text))).toEqual([])
    for (const text of steps) expect(text.split('```').length % 2).toBe(1)
  })
})

describe('a guide to several troubles', () => {
  it('is walked through the diagnosis of each', () => {
    const titles = load('troubleshooting-guide').runbook.steps.map(({ title }) => title)
    expect(titles).toEqual(
      expect.arrayContaining([
        'Diagnosis: List the stopped tasks and read `stoppedReason`:',
        'Diagnosis: Is the database `available`?',
        'Resolution: Restart the backend',
      ]),
    )
  })

  it('is about what its own sections of the first rank say', () => {
    const { about, match } = load('troubleshooting-guide').runbook
    expect(Object.keys(about).toSorted()).toEqual(['impact', 'meaning'])
    expect(match).toEqual({
      alarms: ['*-ecs-high-memory', '*-rds-database-connections'],
      causes: ['out-of-memory', 'database'],
    })
  })
})
