import { describe, expect, it } from 'vitest'
import type { Runbook } from '../../../src/core/runbook.js'
import type { FindIncluded } from '../../../src/runbooks/language/assemble.js'
import { readRunbook } from '../../../src/runbooks/language/read-runbook.js'
import { vocabulary } from './vocabulary.js'

const nothing: FindIncluded = (id) => `There is no runbook \`${id}\`.`

function read(text: string, find: FindIncluded = nothing) {
  return readRunbook({ id: 'sample', file: 'runbooks/sample.yaml', text }, vocabulary, find)
}

function good(text: string, find?: FindIncluded): Runbook {
  const found = read(text, find)
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.runbook
}

/** `line:column: what` of each. */
function problems(text: string, find?: FindIncluded): readonly string[] {
  const found = read(text, find)
  return found.ok ? [] : found.problems.map(({ line, column, what }) => `${line}:${column}: ${what}`)
}

const head = 'id: sample\ntitle: A sample\n'

describe('a whole runbook', () => {
  it('is read with its defaults', () => {
    const runbook = good(`${head}steps:\n  - instruction: Look\n  - wait: 5m\n`)
    expect(runbook).toMatchObject({
      id: 'sample',
      runBy: 'operator',
      limits: { runsAnHour: 6, actions: 10 },
      steps: [
        { id: 'look', kind: 'instruction', line: 4, mostVisits: 1, onFailure: 'ask', evidence: false },
        { id: 'wait-5-min', kind: 'wait', for: 300_000, line: 5 },
      ],
    })
  })
})

describe('what is wrong is told by line and column', () => {
  it.each([
    [
      'steps:\n  - instuction: Look\n',
      [
        '4:5: Unknown key “instuction”. Did you mean `instruction`? A step is exactly one of: instruction, check, action, decision, ask, wait, approval, include, for_each.',
      ],
    ],
    [
      'steps:\n  - check: steady-stat\n    with: { service: backend, environment: staging }\n',
      [
        '4:12: There is no check `steady-stat`. Did you mean `steady-state`? There are: stopped-tasks, steady-state, lock-held.',
      ],
    ],
    ['steps:\n  - instruction: Look\n    next: nowhere\n', ['5:11: There is no step `nowhere`.']],
  ])('%s', (text, expected) => {
    expect(problems(head + text)).toEqual(expected)
  })
})
