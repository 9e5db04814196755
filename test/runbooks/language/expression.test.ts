import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../../../src/core/run.js'
import type { RunbookInput, RunbookStep } from '../../../src/core/runbook.js'
import { faultOf } from '../../../src/runbooks/language/expression/check.js'
import { evaluate, type Scope } from '../../../src/runbooks/language/expression/evaluate.js'
import { parseExpression, write } from '../../../src/runbooks/language/expression/parse.js'
import type { Names } from '../../../src/runbooks/language/names.js'
import { fill, filledArguments, notKnown, writeDuration } from '../../../src/runbooks/language/template.js'
import { parseDuration } from '../../../src/core/duration.js'
import { processorTime } from '../../support/duration.js'
import { vocabulary } from './vocabulary.js'

const common = { title: '', line: 1, mostVisits: 1, onFailure: 'ask' } as const
const steps: readonly RunbookStep[] = [
  { ...common, id: 'tasks', kind: 'check', check: 'stopped-tasks', with: {} },
  { ...common, id: 'steady', kind: 'check', check: 'steady-state', with: {} },
  {
    ...common,
    id: 'why',
    kind: 'decision',
    question: '?',
    options: [{ label: 'A release' }, { label: 'Other' }],
  },
  { ...common, id: 'many', kind: 'ask', question: '?', type: 'number' },
  { ...common, id: 'long', kind: 'ask', question: '?', type: 'duration' },
  { ...common, id: 'back', kind: 'action', action: 'rollback backend staging' },
  { ...common, id: 'look', kind: 'instruction', text: 'Look', evidence: false },
  {
    ...common,
    id: 'each',
    kind: 'check',
    check: 'steady-state',
    with: {},
    each: { group: 'g', in: ['backend', 'frontend'] },
  },
]
const inputs: readonly RunbookInput[] = [
  { name: 'environment', type: 'environment', required: true, fromAlert: false },
  { name: 'how', type: 'enum', options: ['soft', 'hard'], required: true, fromAlert: false },
  { name: 'count', type: 'number', required: true, fromAlert: false },
  { name: 'since', type: 'duration', required: true, fromAlert: false },
  { name: 'note', type: 'text', required: false, fromAlert: false },
]
const names: Names = { inputs, steps: new Map(steps.map((step) => [step.id, step])), vocabulary }

const started = { attempt: 1, visits: 1, tries: 1 }
const ran: RunRecord['steps'] = [
  {
    ...started,
    id: 'tasks',
    state: 'done',
    checked: { result: 'fail', figure: '3 stopped', value: 3, cause: 'out-of-memory' },
  },
  { ...started, id: 'why', state: 'done', choice: 'A release' },
  { ...started, id: 'many', state: 'skipped' },
  { ...started, id: 'long', state: 'done', answer: 5_400_000 },
  { ...started, id: 'back', state: 'running' },
]
const scope: Scope = {
  inputs: { environment: 'staging', how: 'soft', count: 4, since: 1_800_000 },
  steps: ran,
  runbook: { inputs, steps },
  item: 'backend',
}

describe('an expression', () => {
  it.each([
    ["inputs.how == 'soft'", true],
    ["inputs.how != 'soft'", false],
    ["steps.tasks.result == 'fail' and steps.tasks.value > 2", true],
    ['steps.tasks.value >= 3 and steps.tasks.value <= 3 and not (steps.tasks.value < 3)', true],
    ["steps.tasks.cause in ['image-pull', 'out-of-memory']", true],
    ["steps.tasks.cause in ['image-pull']", false],
    ["steps.why.choice == 'A release' or false", true],
    ['inputs.since == 30m', true],
    ['inputs.since > 1h', false],
    ['steps.long.answer == 1h30m', true],
    ["item == 'backend'", true],
    ['true or false and false', true],
    ['not true or true', true],
    ['(true or false) and false', false],
    ["inputs.how == 'it''s'", false],
    ["steps.many.state == 'skipped'", true],
    ['inputs.count == 4.0', true],
    ['inputs.count > -1', true],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text, scope)).toBe(expected)
  })

  it.each([
    "inputs.note == 'a'",
    "inputs.note != 'a'",
    "steps.steady.result != 'pass'",
    'steps.many.answer < 5',
    "steps.back.state != 'done'",
    "steps.nothing.result == 'pass'",
    "inputs.constructor != 'x'",
    "steps.tasks.constructor != 'x'",
    "inputs.note in ['a']",
    "inputs.count != 'four'",
  ])('%s compares with what is not there: false, and not of it true', (text) => {
    expect(evaluate(text, scope)).toBe(false)
    expect(evaluate(`not (${text})`, scope)).toBe(true)
  })

  it('never throws, whatever it is, and answers with true or false', () => {
    const piece = fc.constantFrom(
      'and',
      'or',
      'not',
      'in',
      '(',
      ')',
      '[',
      ']',
      ',',
      '==',
      '<',
      "'a'",
      "'",
      '12',
      '10m',
      'true',
      'item',
      'inputs.how',
      'steps.tasks.value',
      '.',
      '{{',
      '}}',
      '!',
    )
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(piece, { maxLength: 60 }).map((all) => all.join(' ')),
    )
    fc.assert(
      fc.property(text, (one) => {
        expect(typeof evaluate(one, scope)).toBe('boolean')
        const fault = faultOf(one, names)
        if (fault !== undefined) {
          expect(fault.at).toBeGreaterThanOrEqual(0)
          expect(fault.at).toBeLessThanOrEqual(one.length)
          expect(fault.what).not.toBe('')
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('means the same when it is written again', () => {
    const operand = fc.constantFrom(
      "'soft'",
      "'it''s'",
      '3',
      '-1.5',
      '10m',
      'item',
      'inputs.how',
      'inputs.count',
      'inputs.note',
      'steps.tasks.value',
    )
    const comparison = fc
      .tuple(operand, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), operand)
      .map((all) => all.join(' '))
    const among = fc
      .tuple(operand, fc.array(operand, { minLength: 1, maxLength: 3 }))
      .map(([left, all]) => `${left} in [${all.join(',')}]`)
    const { whole } = fc.letrec<{ whole: string }>((tie) => ({
      whole: fc.oneof(
        { maxDepth: 4 },
        comparison,
        among,
        fc.constantFrom('true', 'false'),
        tie('whole').map((inner) => `not ${inner}`),
        fc
          .tuple(tie('whole'), fc.constantFrom('and', 'or'), tie('whole'))
          .map(([left, word, right]) => `(${left}) ${word} ${right}`),
      ),
    }))
    fc.assert(
      fc.property(whole, (text) => {
        const again = write(parseExpression(text), (reference) => reference)
        expect(evaluate(again, scope)).toBe(evaluate(text, scope))
        expect(write(parseExpression(again), (reference) => reference)).toBe(again)
      }),
      { numRuns: 1_000 },
    )
  })

  it('ends soon, however deep and long it is', () => {
    const texts = [
      '('.repeat(100_000),
      'not '.repeat(100_000),
      `${'('.repeat(2_000)}true${')'.repeat(2_000)}`,
      `true${' and true'.repeat(600)}`,
      `'${'a'.repeat(100_000)}`,
      `item in [${"'a',".repeat(1_000)}'b']`,
    ]
    const time = processorTime(() => {
      for (const text of texts) evaluate(text, scope)
    })
    expect(time).toBeLessThan(500)
    expect(evaluate(`${'('.repeat(30)}true${')'.repeat(30)}`, scope)).toBe(true)
    expect(evaluate(`${'('.repeat(40)}true${')'.repeat(40)}`, scope)).toBe(false)
  })
})

describe('what is wrong with an expression', () => {
  it.each([
    ["inputs.how == 'sotf'", "`inputs.how` is never 'sotf'. Did you mean `soft`? It is one of soft, hard."],
    ["steps.tasks.cause == 'oom'", /`steps\.tasks\.cause` is never 'oom'\./],
    [
      "inputs.hwo == 'soft'",
      'The input `hwo` is not declared. Did you mean `how`? Declared: environment, how, count, since, note.',
    ],
    ["steps.taks.result == 'fail'", 'There is no step `taks`. Did you mean `tasks`?'],
    [
      "steps.tasks.reslt == 'fail'",
      'A check has no `reslt`. Did you mean `result`? It has result, value, figure, cause, state.',
    ],
    [
      'steps.steady.value > 2',
      'A check has no `value`. The check tells no number. It has result, figure, cause, state.',
    ],
    ["steps.back.result == 'pass'", 'An action has no `result`. It has outcome, state.'],
    [
      "steps.back.outcome == 'rolled-back'",
      "`steps.back.outcome` is never 'rolled-back'. Did you mean `rolled back`? It is one of succeeded, failed, rolled back, cancelled, expired, no longer followed, taken over.",
    ],
    [
      'steps.tasks.value > 10m',
      '`steps.tasks.value` is a number and 600000 is a duration: they are never equal. The number is tasks that stopped.',
    ],
    ["inputs.count == '4'", "`inputs.count` is a number and '4' is a text: they are never equal."],
    ["inputs.how > 'soft'", '> compares numbers and durations; `inputs.how` is a text.'],
    ['inputs.how', '`inputs.how` is a text, neither true nor false. Compare it with something.'],
    ['inputs.how = 1', 'I do not know = here. Write == to compare.'],
    ['!true', 'I do not know ! here. Write `not`.'],
    ['inputs.how == "soft"', 'I do not know " here. Write texts in single quotes.'],
    ["inputs.how == 'soft", "A text that begins with ' has no end."],
    ['inputs.count == 4x', '4x is neither a number (12, 3.5) nor a duration (10m).'],
    ['inputs.count == 4 5', 'Expected an end or `and`, `or`, found `5`.'],
    ['1 < inputs.count < 5', 'Compare two values at a time: `a < b and b < c`.'],
    ['(inputs.count == 4', 'Expected ), found the end.'],
    ['inputs.count ==', 'Expected a value, found the end.'],
    [
      "inputs.environment == 'prodction'",
      "`inputs.environment` is never 'prodction'. Did you mean `production`? It is one of staging, production.",
    ],
    ["item == 'a'", 'There is an `item` in the steps of a `for_each` only.'],
    [
      "steps.each.result == 'pass'",
      '`each` is done for each of a list. Outside of its `for_each` say which: `steps.each/backend.result`.',
    ],
    ["steps.each/worker.result == 'pass'", 'There is no step `each/worker`. Did you mean `each`?'],
    ['inputs', /^`inputs` is no value\. Values are inputs\.<name>/],
    ['inputs.how.x', /^`inputs\.how\.x` is no value/],
    ['not', 'Expected a value, found the end.'],
    [`${'not '.repeat(40)}true`, 'Nested too deeply. Allowed: 32 levels.'],
  ])('%s', (text, expected) => {
    const what = faultOf(text, names)?.what
    if (typeof expected === 'string') expect(what).toBe(expected)
    else expect(what).toMatch(expected)
  })

  it.each([
    "steps.each/backend.result == 'pass'",
    "steps.why.choice in ['A release', 'Other']",
    'steps.many.answer > 5 and steps.long.answer > 10m',
    "not (inputs.note == 'x') and (true or false)",
    'steps.tasks.value > inputs.count',
  ])('nothing: %s', (text) => {
    expect(faultOf(text, names)).toBeUndefined()
  })
})

describe('a template', () => {
  const plainly = (value: string | undefined, name: string) => value ?? `<${name}?>`

  it('puts values in, durations as they are typed', () => {
    const text =
      'since {{inputs.since}} in {{ inputs.environment }}: {{ steps.tasks.figure }}, {{ steps.long.answer }}, {{ item }}, {{ 10m }}'
    expect(fill(text, scope, plainly)).toBe('since 30m in staging: 3 stopped, 1h30m, backend, 10m')
  })

  it('says what is not known, by its name', () => {
    expect(fill('{{ inputs.note }} and {{ steps.steady.result }}', scope, plainly)).toBe(
      '<inputs.note?> and <steps.steady.result?>',
    )
    expect(notKnown('{{ inputs.note }} {{ inputs.how }} {{ steps.steady.result }}', scope)).toEqual([
      'inputs.note',
      'steps.steady.result',
    ])
  })

  it('puts in what is written out, so that {{ itself can be', () => {
    expect(fill("{{ '{{' }} x }}", scope, plainly)).toBe('{{ x }}')
  })

  it('gives every value to whoever escapes it, and looks into none', () => {
    const hostile = { ...scope, inputs: { ...scope.inputs, note: '{{ inputs.how }} <!channel>' } }
    const seen: (string | undefined)[] = []
    const text = fill('a {{ inputs.note }} b', hostile, (value) => {
      seen.push(value)
      return '*'
    })
    expect(text).toBe('a * b')
    expect(seen).toEqual(['{{ inputs.how }} <!channel>'])
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{{', '}}', ' ', 'inputs.how', "'", 'a', '{', '}'), { maxLength: 30 }),
        (all) => {
          const text = all.join('')
          expect(typeof fill(text, scope, plainly)).toBe('string')
          if (!text.includes('{{')) expect(fill(text, scope, plainly)).toBe(text)
        },
      ),
    )
  })

  it('of arguments keeps numbers, and leaves out what is not known', () => {
    const given = {
      count: '{{ inputs.count }}',
      since: '{{ inputs.since }}',
      name: 'x-{{ inputs.how }}',
      note: '{{ inputs.note }}',
      fixed: 3,
      sure: true,
    }
    expect(filledArguments(given, scope)).toEqual({
      count: 4,
      since: '30m',
      name: 'x-soft',
      fixed: 3,
      sure: true,
    })
  })

  it('writes durations so that they are read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 * 86_400 }), (seconds) => {
        expect(parseDuration(writeDuration(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
  })
})
