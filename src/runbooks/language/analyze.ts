import type { RunbookInput } from '../../core/runbook.js'
import { explain } from '../../yaml/explain.js'
import type { Problem } from '../../yaml/problem.js'
import type { Vocabulary } from '../vocabulary.js'
import type { PlacedStep } from './assemble.js'
import { exampleArguments, exampleLine } from './examples.js'
import { faultOf, faultOfOperand } from './expression/check.js'
import { didYouMean } from './inputs.js'
import { limits } from './limits.js'
import type { Names } from './names.js'
import type { ParsedStep } from './parse-file.js'
import { takenApart } from './template.js'
import { valueInsideOfWord } from './words-of-line.js'
import { type WrittenText, writtenTexts } from './written-texts.js'

/** What is wrong with the steps of a file beyond how they are written, each where it stands. */
export function analyze(
  parsed: readonly ParsedStep[],
  placed: readonly PlacedStep[],
  inputs: readonly RunbookInput[],
  vocabulary: Vocabulary,
): readonly Problem[] {
  const steps = new Map(placed.map(({ step }) => [step.id, step]))
  const names: Names = { inputs, steps, vocabulary }
  const eachAt = new Map(placed.map(({ step, path }) => [path, step.each]))
  return parsed.flatMap((step) => problemsOf(step, names, eachAt))
}

const approvalPassed =
  'With `continue` nobody has to approve: what was refused or forgotten is gone past. Allowed: `ask`, `abort` and `{ goto: step }`.'

/** The `for_each` that the step written at a place stands in. */
type EachAt = ReadonlyMap<readonly PropertyKey[], Names['each']>

function problemsOf(step: ParsedStep, names: Names, eachAt: EachAt): readonly Problem[] {
  const own =
    step.kind === 'for_each' ? [] : writtenTexts(step).flatMap((text) => problemsOfText(text, names))
  switch (step.kind) {
    case 'check':
      return [
        ...own,
        ...problemsOfCheck(
          step.raw.check,
          step.raw.with,
          [...step.path, 'check'],
          [...step.path, 'with'],
          names,
        ),
      ]
    case 'wait': {
      const { wait } = step.raw
      if (typeof wait === 'string') return own
      const path = [...step.path, 'wait']
      return [...own, ...problemsOfCheck(wait.until, wait.with, [...path, 'until'], [...path, 'with'], names)]
    }
    case 'decision':
      return [...own, ...problemsOfLabels(step)]
    case 'ask':
      return [...own, ...problemsOfAsk(step)]
    case 'approval':
      return step.raw.on_failure === 'continue'
        ? [...own, { path: [...step.path, 'on_failure'], what: approvalPassed }]
        : own
    case 'for_each': {
      const [first] = step.inner
      const each = first === undefined ? undefined : eachAt.get(first.path)
      const inner = { ...names, each: each ?? { group: '', in: step.raw.for_each.in } }
      return [
        ...writtenTexts(step).flatMap((text) => problemsOfText(text, inner)),
        ...problemsOfRepetition(step, names),
        ...step.inner.flatMap((one) => problemsOf(one, inner, eachAt)),
      ]
    }
    default:
      return own
  }
}

function problemsOfText({ path, text, as }: WrittenText, names: Names): readonly Problem[] {
  if (as === 'expression') {
    const fault = faultOf(text, names)
    return fault === undefined ? [] : [{ path, what: inPlace(fault.what, text, fault.at) }]
  }
  const problems = takenApart(text).flatMap((part): Problem[] => {
    if (part.kind === 'text') return []
    if (part.kind === 'problem') return [{ path, what: part.what }]
    const fault = faultOfOperand(part.operand, names)
    return fault === undefined ? [] : [{ path, what: fault.what }]
  })
  if (as !== 'line' || problems.length > 0) return problems
  const inside = valueInsideOfWord(text)
  if (inside !== undefined) {
    const what = `{{ ${inside} }} is a word of its own in a line: it is quoted when it is put in. Write it with a blank on either side and outside of quotes.`
    return [{ path, what }]
  }
  const line = exampleLine(text, names)
  const what = line === undefined ? undefined : names.vocabulary.problemOf(line)
  return what === undefined ? [] : [{ path, what }]
}

/** Where an expression of more than a few words goes wrong. */
function inPlace(what: string, text: string, at: number): string {
  if (at === 0 || text.length < 20) return what
  const from =
    text
      .slice(at, at + 30)
      .split('\n', 1)[0]
      ?.trim() ?? ''
  return from === '' ? what : `${what} (at “${from}”)`
}

type Arguments = Readonly<Record<string, string | number | boolean>>

function problemsOfCheck(
  name: string,
  given: Arguments,
  path: readonly PropertyKey[],
  withPath: readonly PropertyKey[],
  names: Names,
): readonly Problem[] {
  const { checks } = names.vocabulary
  const check = checks.find((known) => known.name === name)
  if (check === undefined) {
    const known = checks.map((one) => one.name)
    const what = `There is no check \`${name.slice(0, 80)}\`.${didYouMean(name, known)}`
    return [{ path, what: known.length === 0 ? what : `${what} There are: ${known.join(', ')}.` }]
  }
  const { environment, service, ...own } = given
  const lacking: Problem[] = []
  const lacks = (what: string, type: 'environment' | 'service') =>
    lacking.push({
      path,
      what: `\`${name}\` needs ${what}. Declare an input of type ${type}, or say \`${type}\` in its \`with\`.`,
    })
  if (environment === undefined && !hasInput(names, 'environment')) lacks('an environment', 'environment')
  if (check.needsService && service === undefined && !hasInput(names, 'service'))
    lacks('a service', 'service')
  const args = exampleArguments(own, names)
  const read = check.arguments.safeParse(args)
  if (read.success) return lacking
  const told = explain(check.arguments, args, read.error.issues)
  return [...lacking, ...told.map((problem) => ({ ...problem, path: [...withPath, ...problem.path] }))]
}

function hasInput({ inputs }: Names, type: RunbookInput['type']): boolean {
  return inputs.some((input) => input.type === type)
}

function problemsOfLabels(step: Extract<ParsedStep, { kind: 'decision' }>): readonly Problem[] {
  const seen = new Set<string>()
  return step.raw.options.flatMap(({ label }, index) => {
    const path = [...step.path, 'options', index, 'label']
    const isTwice = seen.has(label)
    seen.add(label)
    if (isTwice) return [{ path, what: `\`${label}\` stands here twice. Each option needs its own label.` }]
    return label.includes('{{') ? [{ path, what: 'A label stands as it is: nothing is put into it.' }] : []
  })
}

function problemsOfAsk(step: Extract<ParsedStep, { kind: 'ask' }>): readonly Problem[] {
  const { type, options } = step.raw
  if (type === 'enum' && options === undefined) {
    return [
      { path: [...step.path, 'type'], what: 'An enum needs `options`, the list of what can be answered.' },
    ]
  }
  if (type === 'enum' || options === undefined) return []
  return [{ path: [...step.path, 'options'], atKey: true, what: 'Only an ask of type enum has `options`.' }]
}

function problemsOfRepetition(
  step: Extract<ParsedStep, { kind: 'for_each' }>,
  names: Names,
): readonly Problem[] {
  const path = [...step.path, 'for_each', 'in']
  if (step.raw.for_each.in !== 'services') return []
  if (!hasInput(names, 'environment')) {
    return [{ path, what: '`services` are those of an environment. Declare an input of type environment.' }]
  }
  const crowded = names.vocabulary.environments.find(({ services }) => services.length > limits.items)
  if (crowded === undefined) return []
  const what = `${crowded.name} has ${crowded.services.length} services. Allowed: at most ${limits.items}; write a list.`
  return [{ path, what }]
}

/** Steps with what is included and repeated, as a run would have them. */
export function countSteps(placed: readonly PlacedStep[], { environments }: Vocabulary): number {
  const services = Math.min(limits.items, Math.max(1, ...environments.map((one) => one.services.length)))
  return placed.reduce((sum, { step: { each } }) => {
    return sum + (each === undefined ? 1 : each.in === 'services' ? services : each.in.length)
  }, 0)
}
