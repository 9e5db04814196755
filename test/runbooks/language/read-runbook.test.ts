import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Runbook } from '../../../src/core/runbook.js'
import type { FindIncluded } from '../../../src/runbooks/language/assemble.js'
import { readRunbook } from '../../../src/runbooks/language/read-runbook.js'
import { unrolled } from '../../../src/runbooks/language/unrolled.js'
import { vocabulary } from './vocabulary.js'

const nothing: FindIncluded = (id) => `There is no runbook \`${id}\`.`

function read(text: string, find: FindIncluded = nothing) {
  return readRunbook({ id: 'sample', file: 'runbooks/sample.yaml', text }, vocabulary, find)
}

function good(text: string, find?: FindIncluded): Runbook {
  const found = read(text, find)
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  // What is kept in a record is read by this.
  return Runbook.parse(found.runbook)
}

/** `line:column: what` of each. */
function problems(text: string, find?: FindIncluded): readonly string[] {
  const found = read(text, find)
  return found.ok ? [] : found.problems.map(({ line, column, what }) => `${line}:${column}: ${what}`)
}

const head = 'id: sample\ntitle: A sample\n'
const about = 'inputs: { environment: { type: environment }, service: { type: service } }\n'
const page = readFileSync(new URL('../../../docs/runbooks.md', import.meta.url), 'utf8')

describe('a whole runbook', () => {
  it('is read with its defaults', () => {
    expect(
      good(`${head}${about}steps:\n  - instruction: Look\n  - wait: 5m\n  - check: steady-state\n`),
    ).toMatchObject({
      id: 'sample',
      runBy: 'operator',
      limits: { runsAnHour: 6, actions: 10 },
      inputs: [
        { name: 'environment', type: 'environment', required: true, fromAlert: false },
        { name: 'service', required: true },
      ],
      steps: [
        { id: 'look', kind: 'instruction', line: 5, mostVisits: 1, onFailure: 'ask', evidence: false },
        { id: 'wait-5-min', kind: 'wait', for: 300_000, line: 6 },
        { id: 'steady-state', title: 'Steady state', onFailure: 'continue', with: {} },
      ],
    })
  })

  it('is the one of the documentation', () => {
    const [, text = ''] = /```yaml\n(id: tasks-restarting[\s\S]*?)```/.exec(page) ?? []
    const found = readRunbook({ id: 'tasks-restarting', file: 'x', text }, vocabulary, nothing)
    expect(found).toMatchObject({ ok: true })
    const steps = found.ok ? found.runbook.steps : []
    expect(steps.map(({ id }) => id)).toEqual([
      'tasks',
      'read-the-last-log-lines-of',
      'why',
      'more',
      'back',
      'steady',
    ])
    expect(steps.at(-1)).toMatchObject({ onFailure: { goto: 'why' }, timeout: 600_000 })
  })

  it('gives steps without an id one of their title, each its own', () => {
    const text = `${head}steps:\n  - instruction: Look at {{ 'x' }} it!\n  - instruction: Look at it\n  - { id: look-at-it-2, instruction: a }\n  - instruction: 見る\n`
    expect(good(text).steps.map(({ id }) => id)).toEqual([
      'look-at-it',
      'look-at-it-3',
      'look-at-it-2',
      'step-4',
    ])
  })

  it('lets what is in a loop be come to as often as its bounds allow', () => {
    const text = `${head}steps:\n  - { id: a, instruction: a, at_most: 3 }\n  - { id: b, instruction: b }\n  - { id: c, instruction: c, next: a, when: "steps.b.state == 'done'" }\n  - { id: d, instruction: d }\n`
    expect(good(text).steps.map(({ mostVisits }) => mostVisits)).toEqual([3, 4, 4, 1])
  })

  it('has another digest when the file is another', () => {
    const text = `${head}steps:\n  - instruction: Look\n`
    expect(good(text).digest).toBe(good(text).digest)
    expect(good(text).digest).not.toBe(good(`${text}# more\n`).digest)
  })
})

describe('what is wrong is told by line and column', () => {
  it.each<[string, readonly (string | RegExp)[]]>([
    // How it is written.
    ['', ['1:1: The key `steps` is missing: The steps, in order. Allowed: a list.']],
    ['steps: []\n', ['3:8: The list has 0 entries. Allowed: at least 1.']],
    ['stesp: []\nsteps: [{ wait: 5m }]\n', [/^3:1: Unknown key “stesp”\. Did you mean `steps`\?/]],
    [
      'steps:\n  - instuction: Look\n',
      [
        '4:5: Unknown key “instuction”. Did you mean `instruction`? A step is exactly one of: instruction, check, action, decision, ask, wait, approval, include, for_each.',
      ],
    ],
    [
      'steps:\n  - title: Look\n',
      [
        '4:5: This step has no kind. A step is exactly one of: instruction, check, action, decision, ask, wait, approval, include, for_each.',
      ],
    ],
    [
      'steps:\n  - instruction: Look\n    wait: 5m\n',
      [/^5:5: This step is `instruction` and `wait` at once\./],
    ],
    ['steps:\n  - just a text\n', [/^4:5: Found “just a text”\. A step is exactly one of/]],
    [
      'steps:\n  - instruction: Look\n    evidnce: true\n',
      [
        '5:5: Unknown key “evidnce”. Did you mean `evidence`? Allowed here: id, title, when, next, at_most, timeout, on_failure, instruction, evidence.',
      ],
    ],
    ['steps:\n  - instruction: Look\n    approvals: 1\n', [/^5:5: Unknown key “approvals”\./]],
    [
      'steps:\n  - instruction: Look\n    timeout: 5\n',
      [/^5:14: Found 5\. Allowed: a duration.*Put it into quotes/],
    ],
    [
      'steps:\n  - wait: 5 minutes\n',
      ['4:11: “5 minutes” is not allowed. Allowed: a duration from `1s` to `30d`: `90s`, `5m`, `1h30m`.'],
    ],
    [
      'steps:\n  - wait: { until: steady-state, resluts: [pass] }\n',
      [
        /^4:34: Unknown key “resluts”\. Did you mean `results`\?/,
        /needs an environment/,
        /needs a service/,
      ].slice(0, 1),
    ],
    [
      'steps:\n  - instruction: Look\n    on_failure: retry\n',
      [/^5:17: “retry” is not allowed\. .*Allowed: ask, continue, abort\./],
    ],
    [
      'steps:\n  - approval: Is the customer told?\n    on_failure: continue\n',
      [/^5:17: With `continue` nobody has to approve/],
    ],
    [
      'steps:\n  - instruction: Look\n    on_failure: { retry: 20 }\n',
      [/^5:26: 20 is not allowed\. Allowed: at most 10\./],
    ],
    [
      'review_by: 2027-02-30\nsteps: [{ wait: 5m }]\n',
      ['3:12: “2027-02-30” is not allowed. Allowed: a day: `2027-03-31`.'],
    ],
    [
      'match: { causes: [oom] }\nsteps: [{ wait: 5m }]\n',
      [/^3:19: “oom” is not allowed\..*Allowed: image-pull, out-of-memory/],
    ],
    ['steps: &a\n  - wait: 5m\n', [/^4:3: An anchor/]],
    ['steps: !!seq\n  - wait: 5m\n', [/^3:8: A tag/]],
    ['title: Twice\nsteps: [{ wait: 5m }]\n', ['3:1: This key stands twice in the same map. Keep one.']],
    // Slack's limits.
    [
      `steps:\n  - instruction: Look\n    title: ${'x'.repeat(151)}\n`,
      [/^5:12: .*Allowed: at most 150 characters/],
    ],
    [`steps:\n  - instruction: ${'x'.repeat(2_501)}\n`, [/^4:18: .*Allowed: at most 2500 characters/]],
    [
      `steps:\n  - decision: '?'\n    options: [{ label: ${'x'.repeat(76)} }]\n`,
      [/^5:24: .*Allowed: at most 75 characters/],
    ],
    [
      `steps:\n  - decision: '?'\n    options: [${Array.from({ length: 11 }, (_, at) => `{ label: l${at} }`).join(', ')}]\n`,
      ['5:14: The list has 11 entries. Allowed: at most 10.'],
    ],
    [
      `steps:\n${'  - instruction: Look\n'.repeat(201)}`,
      ['4:3: The list has 201 entries. Allowed: at most 200.'],
    ],
    [
      `steps:\n${'  - for_each: { in: [a, b, c], steps: [{ instruction: Look }] }\n'.repeat(67)}`,
      ['4:3: With what is included and repeated it has 201 steps. Allowed: at most 200.'],
    ],
    // Inputs.
    [
      'inputs: { how: { type: enum } }\nsteps: [{ wait: 5m }]\n',
      ['3:24: An enum needs `options`, the list of what it can be.'],
    ],
    [
      'inputs: { how: { type: enum, options: [soft, hard], default: sotf } }\nsteps: [{ wait: 5m }]\n',
      ['3:62: “sotf” is not one of soft, hard. Did you mean `soft`?'],
    ],
    [
      'inputs: { n: { type: number, default: 30, minimum: 1, maximum: 20 } }\nsteps: [{ wait: 5m }]\n',
      ['3:39: 30 is not at most 20.'],
    ],
    [
      'inputs: { n: { type: number, minimum: 5, maximum: 2 } }\nsteps: [{ wait: 5m }]\n',
      ['3:51: The maximum 2 is less than the minimum 5.'],
    ],
    [
      'inputs: { n: { type: text, maximum: 2 } }\nsteps: [{ wait: 5m }]\n',
      ['3:28: Only a number has a `maximum`.'],
    ],
    [
      'inputs: { since: { type: duration, default: 30 } }\nsteps: [{ wait: 5m }]\n',
      ['3:45: 30 is not a duration: `30m`, `1h30m`.'],
    ],
    [
      'inputs: { e: { type: environment, default: prodction } }\nsteps: [{ wait: 5m }]\n',
      ['3:44: There is no environment “prodction”. Did you mean `production`? Known: staging, production.'],
    ],
    [
      'inputs: { n: { type: text, default: a, optional: true } }\nsteps: [{ wait: 5m }]\n',
      [/^3:40: With a `default` it can be left out anyway/],
    ],
    // Checks.
    [
      `${about}steps:\n  - check: steady-stat\n`,
      [
        '5:12: There is no check `steady-stat`. Did you mean `steady-state`? There are: stopped-tasks, steady-state, lock-held.',
      ],
    ],
    [
      `${about}steps:\n  - check: stopped-tasks\n    with: { sinse: 30m }\n`,
      ['6:13: Unknown key “sinse”. Did you mean `since`? Allowed here: since.'],
    ],
    [
      `${about}steps:\n  - check: stopped-tasks\n    with: { since: soon }\n`,
      ['6:20: “soon” is not allowed. Allowed: `30m`.'],
    ],
    [
      'steps:\n  - check: steady-state\n',
      [
        '4:12: `steady-state` needs an environment. Declare an input of type environment, or say `environment` in its `with`.',
        '4:12: `steady-state` needs a service. Declare an input of type service, or say `service` in its `with`.',
      ],
    ],
    [`${about}steps:\n  - wait: { until: nothing }\n`, [/^5:20: There is no check `nothing`\./]],
    // Actions.
    ['steps:\n  - action: scale backend 4\n', ['4:13: No environment was named.']],
    ['steps:\n  - action: status staging\n', ['4:13: `status` changes nothing.']],
    [
      'steps:\n  - action: scale backend 4 staging\n    undo: scale backend 2\n',
      ['5:11: No environment was named.'],
    ],
    // References.
    [
      'steps:\n  - action: scale {{ inputs.service }} 4 staging\n',
      ['4:13: The input `service` is not declared. None is declared.'],
    ],
    [
      `${about}steps:\n  - instruction: Look at {{ inputs.servise }}\n`,
      ['5:18: The input `servise` is not declared. Did you mean `service`? Declared: environment, service.'],
    ],
    [
      `${about}steps:\n  - instruction: Look at {{ steps.look.figure }}\n    id: look\n`,
      ['5:18: An instruction has no `figure`. It has state.'],
    ],
    ['steps:\n  - instruction: Look at {{ service }}\n', [/^4:18: `service` is no value\./]],
    ['steps:\n  - instruction: Look at {{ service\n', ['4:18: A {{ has no }} behind it.']],
    [
      'steps:\n  - instruction: Look\n    when: "steps.tasks.cause == \'oom\'"\n',
      ['5:11: There is no step `tasks`.'],
    ],
    [
      "steps:\n  - { id: a, instruction: Look }\n  - instruction: Go\n    when: \"steps.a.state == 'done' and steps.a.state == 'ready'\"\n",
      [/^6:11: `steps\.a\.state` is never 'ready'\..* \(at “'ready'”\)/],
    ],
    // The way through.
    ['steps:\n  - instruction: Look\n    next: nowhere\n', ['5:11: There is no step `nowhere`.']],
    [
      'steps:\n  - { id: look, instruction: Look, on_failure: { goto: loook } }\n',
      ['4:56: There is no step `loook`. Did you mean `look`?'],
    ],
    [
      "steps:\n  - decision: '?'\n    options:\n      - { label: a, next: gone }\n",
      ['6:27: There is no step `gone`.'],
    ],
    [
      'steps:\n  - { id: a, instruction: a, next: end }\n  - { id: b, instruction: b }\n',
      ['5:5: Nothing leads to this step. Name it in a `next`, or delete it.'],
    ],
    [
      "steps:\n  - { decision: '?', options: [{ label: a, next: end }, { label: b, next: c }] }\n  - { id: b, instruction: b }\n  - { id: c, instruction: c }\n",
      [/^5:5: Nothing leads to this step/],
    ],
    [
      'steps:\n  - { id: a, instruction: a }\n  - { id: b, instruction: b, next: a }\n',
      [
        '5:36: This goes back to `a` and may do so for ever. Give `a` an `at_most`: how often it may be come to.',
      ],
    ],
    ['steps:\n  - { id: a, instruction: a, next: a }\n', [/^4:36: This goes back to `a`/]],
    [
      'steps:\n  - { id: a, instruction: a }\n  - { id: b, instruction: b, on_failure: { goto: a } }\n',
      [/^5:50: This goes back to `a`/],
    ],
    // Names and labels.
    [
      'steps:\n  - { id: a, instruction: a }\n  - { id: a, instruction: b }\n',
      ['5:11: Another step is called `a` already. Each step needs its own.'],
    ],
    ['steps:\n  - { id: end, instruction: a }\n', [/^4:11: `end` is where a runbook ends/]],
    [
      "steps:\n  - { decision: '?', options: [{ label: a }, { label: a }] }\n",
      [/^4:55: `a` stands here twice/],
    ],
    ['steps:\n  - { ask: a, type: enum }\n', [/^4:21: An enum needs `options`/]],
    ['steps:\n  - { ask: a, options: [a] }\n', [/^4:15: Only an ask of type enum/]],
    // Repetition and inclusion.
    [
      'steps:\n  - for_each: { in: services, steps: [{ instruction: a }] }\n',
      [/^4:21: `services` are those of an environment/],
    ],
    [
      'steps:\n  - for_each: { in: [a, "b c"], steps: [{ instruction: a }] }\n',
      [/^4:25: “b c” is not allowed/],
    ],
    [
      'steps:\n  - for_each: { in: [a], steps: [{ for_each: { in: [b], steps: [{ wait: 5m }] } }] }\n',
      [/A `for_each` cannot stand inside another one/],
    ],
    [
      'steps:\n  - instruction: "{{ item }}"\n',
      ['4:18: There is an `item` in the steps of a `for_each` only.'],
    ],
    ['steps:\n  - include: other\n', ['4:14: There is no runbook `other`.']],
  ])('%s', (text, expected) => {
    const found = problems(head + text)
    expect(found).toHaveLength(expected.length)
    for (const [index, one] of expected.entries()) {
      if (typeof one === 'string') expect(found[index]).toBe(one)
      else expect(found[index]).toMatch(one)
    }
  })

  it('the file is called otherwise', () => {
    expect(problems('id: smaple\ntitle: A\nsteps: [{ wait: 5m }]\n')).toEqual([
      '1:5: The file is called `sample`, so its id is, too. Rename one of the two: `smaple`.',
    ])
  })

  it('all that is wrong is told at once, by line', () => {
    const text = `${head}steps:\n  - { id: a, instruction: "{{ x }}", next: b }\n  - { action: status staging }\n  - { check: no }\n`
    expect(problems(text).map((one) => one.split(':')[0])).toEqual(['4', '4', '5', '6'])
  })
})

const other = good(
  `id: sample\ntitle: Other\ninputs:\n  environment: { type: environment }\n  service: { type: service }\n  since: { type: duration, default: 10m }\n  note: { type: text, optional: true }\nsteps:\n  - { id: look, check: stopped-tasks, with: { since: "{{ inputs.since }}" }, at_most: 2 }\n  - { id: tell, instruction: "{{ inputs.service }}{{ inputs.note }}: {{ steps.look.figure }}", when: "steps.look.result == 'fail' and inputs.since > 5m", next: end }\n  - { id: again, wait: 5m, next: look }\n`,
)
const find: FindIncluded = (id) =>
  id === 'other'
    ? { inputs: other.inputs, steps: other.steps, digest: other.digest, depth: 0 }
    : `There is no runbook \`${id}\`.`

describe('what is included', () => {
  it('stands in its place, with its own names and what it is given', () => {
    const { steps } = good(
      `${head}${about}steps:\n  - instruction: First\n    next: other\n  - include: other\n    with: { service: frontend, since: 20m }\n    when: "inputs.environment == 'staging'"\n  - { id: last, instruction: "{{ steps.other/look.figure }}" }\n`,
      find,
    )
    expect(steps.map(({ id }) => id)).toEqual(['first', 'other/look', 'other/tell', 'other/again', 'last'])
    const [first, look, tell, again] = steps
    expect(first).toMatchObject({ next: 'other/look' })
    expect(look).toMatchObject({
      with: { since: '{{ 1200s }}', service: "{{ 'frontend' }}" },
      when: "inputs.environment == 'staging'",
      line: 7,
      mostVisits: 2,
    })
    expect(tell).toMatchObject({
      text: "{{ 'frontend' }}{{ inputs.not-given/note }}: {{ steps.other/look.figure }}",
      when: "(inputs.environment == 'staging') and ((steps.other/look.result == 'fail') and (1200s > 300s))",
      next: 'last',
    })
    expect(again).toMatchObject({ next: 'other/look' })
  })

  it('takes inputs of the same name, and is asked about the run’s own', () => {
    const { steps } = good(
      `${head}${about}steps:\n  - { id: mine, include: other, next: end }\n  - include: other\n`.replace(
        'next: end',
        'next: other',
      ),
      find,
    )
    expect(steps[0]).toMatchObject({ id: 'mine/look' })
    expect(steps[0]?.kind === 'check' && steps[0].with).toEqual({ since: '{{ 600s }}' })
    expect(steps[1]).toMatchObject({ id: 'mine/tell', next: 'other/look' })
    expect(steps.at(-2)).toMatchObject({ id: 'other/tell', next: 'end' })
  })

  it.each<[string, readonly RegExp[]]>([
    [
      'steps:\n  - include: other\n',
      [/^4:14: It needs the input `environment`/, /^4:14: It needs the input `service`/],
    ],
    [
      `${about}steps:\n  - include: other\n    with: { sevice: a }\n`,
      [
        /^6:13: `other` has no input `sevice`\. Did you mean `service`\? It has environment, service, since, note\./,
      ],
    ],
    [`${about}steps:\n  - include: other\n    with: { since: soon }\n`, [/^6:20: It is to be a duration/]],
    [
      `${about}steps:\n  - include: other\n    with: { service: "a-{{ inputs.service }}" }\n`,
      [/^6:22: Either one `\{\{ … \}\}` or a value/],
    ],
    [
      `${about}steps:\n  - include: other\n  - include: other\n`,
      [/^6:14: Another step is called `other` already\. Give the `include` an `id`/],
    ],
    [
      `${about}steps:\n  - for_each: { in: [a], steps: [{ include: other }] }\n`,
      [/^5:45: It may end early, and nothing stands behind it/],
    ],
  ])('is wrong: %s', (text, expected) => {
    const found = problems(head + text, find)
    expect(found).toHaveLength(expected.length)
    for (const [index, one] of expected.entries()) expect(found[index]).toMatch(one)
  })

  it('is at most five deep', () => {
    const deep =
      (depth: number): FindIncluded =>
      () => ({ inputs: [], steps: other.steps, digest: '', depth })
    const text = `${head}${about}steps:\n  - include: other\n`
    expect(problems(text, deep(4))).toEqual([])
    expect(problems(text, deep(5))).toEqual([
      '5:14: Runbooks stand within one another too deeply. Allowed: 5 levels.',
    ])
  })
})

describe('what is repeated', () => {
  const text = `${head}${about}steps:
  - { id: first, instruction: a, next: each }
  - id: each
    for_each:
      in: services
      steps:
        - { id: steady, check: steady-state, with: { service: "{{ item }}" } }
        - { id: tell, instruction: "{{ item }}: {{ steps.steady.figure }}", when: "steps.steady.result == 'fail'", next: last }
        - { id: again, wait: 5m, on_failure: { goto: tell } }
  - { id: last, instruction: "{{ steps.steady/backend.figure }}" }
`

  it('stands there once for each when a run begins, each round by itself', () => {
    const repeated = text.replace('{ goto: tell }', 'abort')
    const { steps } = unrolled(good(repeated), ['backend', 'frontend'])
    expect(steps.map(({ id }) => id)).toEqual([
      'first',
      'steady/backend',
      'tell/backend',
      'again/backend',
      'steady/frontend',
      'tell/frontend',
      'again/frontend',
      'last',
    ])
    expect(steps[0]).toMatchObject({ next: 'steady/backend' })
    expect(steps[5]).toMatchObject({
      item: 'frontend',
      text: '{{ item }}: {{ steps.steady/frontend.figure }}',
      when: "steps.steady/frontend.result == 'fail'",
      next: 'last',
    })
    expect(steps.every((step) => step.each === undefined)).toBe(true)
    expect(Runbook.shape.steps.parse(steps)).toEqual(steps)
  })

  it('goes from step to step of the same round', () => {
    const inner = `[{ id: a, instruction: a, when: "item == 'x'", next: c }, { id: b, wait: 5m }, { id: c, instruction: c }]`
    const { steps } = unrolled(good(`${head}steps:\n  - for_each: { in: [x, y], steps: ${inner} }\n`), [])
    expect(steps.map(({ id, next }) => [id, next])).toEqual([
      ['a/x', 'c/x'],
      ['b/x', undefined],
      ['c/x', undefined],
      ['a/y', 'c/y'],
      ['b/y', undefined],
      ['c/y', undefined],
    ])
  })

  it('goes past what is repeated for nothing', () => {
    const { steps } = unrolled(good(text.replace('{ goto: tell }', 'abort')), [])
    expect(steps).toMatchObject([{ id: 'first', next: 'last' }, { id: 'last' }])
  })

  it('is at most twenty times, each once', () => {
    const services = Array.from({ length: 30 }, (_, at) => `s${at}`)
    const { steps } = unrolled(good(text.replace('{ goto: tell }', 'abort')), ['s0', ...services])
    expect(steps.filter(({ id }) => id.startsWith('steady/'))).toHaveLength(20)
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
  })

  it('may not go back without a bound in its rounds either', () => {
    expect(problems(text)).toEqual([expect.stringMatching(/^12:54: This goes back to `tell`/)])
  })
})

describe('hostile files', () => {
  const sample = `${head}${about}steps:\n  - id: tasks\n    check: stopped-tasks\n    with: { since: 30m }\n    when: "inputs.service == 'backend'"\n  - action: scale {{ inputs.service }} 4 {{ inputs.environment }}\n  - decision: What?\n    options: [{ label: a, next: tasks }, { label: b }]\n`

  it.each([
    ['nothing', ''],
    ['a list', '- a\n'],
    ['null', 'null\n'],
    ['zero bytes', '\0\0\0'],
    ['deep lists', `${head}steps: ${'['.repeat(5_000)}`],
    ['a prototype', `${head}__proto__: {}\nsteps: [{ wait: 5m }]\n`],
    ['a constructor for a kind', `${head}steps: [{ constructor: a }]\n`],
    ['a number for steps', `${head}steps: 5\n`],
    ['null for a step', `${head}steps: [null]\n`],
    ['many brackets in a template', `${head}steps: [{ instruction: "${'{{'.repeat(1_000)}" }]\n`],
    ['an alias', `${head}steps: *a\n`],
  ])('%s', (_name, text) => {
    expect(problems(text).length).toBeGreaterThan(0)
    expect(problems(text).length).toBeLessThanOrEqual(200)
  })

  it('with pieces cut out and put in never throw', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      ': ',
      '\n',
      '  - ',
      'next: ',
      '"',
      '{',
      '[',
      '#',
      '*',
      '&a',
      'steps',
      '~',
      '0',
      'when: ',
      "'",
    )
    fc.assert(
      fc.property(fc.nat(sample.length), fc.nat(30), piece, (at, length, put) => {
        const found = read(sample.slice(0, at) + put + sample.slice(at + length))
        if (found.ok) expect(Runbook.parse(found.runbook)).toEqual(found.runbook)
        else {
          expect(found.problems.length).toBeGreaterThan(0)
          for (const { line, column } of found.problems) expect(Math.min(line, column)).toBeGreaterThan(0)
        }
      }),
      { numRuns: 500 },
    )
  })
})
