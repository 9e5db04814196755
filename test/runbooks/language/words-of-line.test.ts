import { describe, expect, it } from 'vitest'
import { quoted } from '../../../src/core/line.js'
import { tokenize } from '../../../src/dispatch/tokenize.js'
import { readRunbook } from '../../../src/runbooks/language/read-runbook.js'
import { fill } from '../../../src/runbooks/language/template.js'
import { vocabulary } from './vocabulary.js'

const hostile = [
  'x" --break-glass "y',
  "x' --break-glass 'y",
  '” --break-glass “',
  '\\',
  '--break-glass',
  '',
  '`;`',
]

function problemsOf(action: string): readonly string[] {
  const text = `id: sample
title: A sample
inputs:
  environment: { type: environment }
  note: { type: text }
steps:
  - action: ${JSON.stringify(action)}
`
  const read = readRunbook(
    { id: 'sample', file: 'runbooks/sample.yaml', text },
    { ...vocabulary, problemOf: () => undefined },
    () => '',
  )
  return read.ok ? [] : read.problems.map(({ what }) => what)
}

describe('a value in a line', () => {
  const good = [
    'lock {{ inputs.environment }} --reason {{ inputs.note }}',
    'lock {{ inputs.environment }} --reason={{ inputs.note }}',
    'lock staging --reason "a note" --for {{ inputs.note }}',
    "lock staging --reason 'a \" note' --for {{ inputs.note }}",
  ]

  it.each(good)('is a word of its own: %s', (line) => {
    expect(problemsOf(line)).toEqual([])
    const words = tokenize(line.replaceAll('{{ ', '').replaceAll(' }}', '')).length
    const note = { name: 'note', type: 'text', required: true, fromAlert: false } as const
    for (const value of hostile) {
      const scope = {
        inputs: { environment: 'staging', note: value },
        steps: [],
        runbook: { inputs: [note], steps: [] },
      }
      const tokens = tokenize(fill(line, scope, (filled = '') => quoted(filled)))
      expect(tokens.length).toBe(words)
      expect(tokens.filter(({ option }) => option?.name === 'break-glass')).toEqual([])
    }
  })

  it.each([
    'lock staging --reason "note: {{ inputs.note }}"',
    "lock staging --reason 'note: {{ inputs.note }}'",
    'lock staging --reason “note: {{ inputs.note }}”',
    'lock staging --reason "it\'s {{ inputs.note }}"',
    'lock staging --reason {{ inputs.note }}{{ inputs.note }}',
    'lock staging --reason note-{{ inputs.note }}',
    'lock staging --reason {{ inputs.note }}.',
    'lock staging --reason \\{{ inputs.note }}',
  ])('is refused inside of another: %s', (line) => {
    expect(problemsOf(line)).toEqual([
      '{{ inputs.note }} is a word of its own in a line: it is quoted when it is put in. Write it with a blank on either side and outside of quotes.',
    ])
  })
})
