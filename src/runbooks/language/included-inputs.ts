import { parseDuration } from '../../core/duration.js'
import type { RunbookInput } from '../../core/runbook.js'
import type { Problem } from '../../yaml/problem.js'
import { type Literal, nameOf, type Operand, writeOperand } from './expression/parse.js'
import { didYouMean } from './inputs.js'
import { takenApart } from './template.js'

/**
 * What the inputs of an included runbook are here: what `with` says, else the input of the same name, else their default. Problems are placed
 * from the `include` on.
 */
export function includedInputs(
  wanted: readonly RunbookInput[],
  given: Readonly<Record<string, string | number | boolean>>,
  here: readonly RunbookInput[],
  include: string,
): { readonly values: ReadonlyMap<string, Operand>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const values = new Map<string, Operand>()
  const names = wanted.map(({ name }) => name)
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue
    const known = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`
    const what = `\`${include}\` has no input \`${name}\`.${didYouMean(name, names)} ${known}`
    problems.push({ path: ['with', name], atKey: true, what })
  }
  for (const input of wanted) {
    const written = Object.hasOwn(given, input.name) ? given[input.name] : undefined
    const value = written === undefined ? inherited(input, here) : readGiven(written, input)
    if (typeof value === 'string') {
      problems.push({ path: written === undefined ? ['include'] : ['with', input.name], what: value })
    } else values.set(input.name, value)
  }
  return { values, problems }
}

/**
 * The environment and the service of an included runbook where they are not those of the run: arguments for its checks. A run's own are its
 * first inputs of those types.
 */
export function otherSubjects(
  wanted: readonly RunbookInput[],
  values: ReadonlyMap<string, Operand>,
  here: readonly RunbookInput[],
): Readonly<Record<string, string>> {
  const entries = (['environment', 'service'] as const).flatMap((type) => {
    const input = wanted.find((one) => one.type === type)
    const value = input === undefined ? undefined : values.get(input.name)
    const own = here.find((one) => one.type === type)
    if (value === undefined) return []
    if (value.kind === 'reference' && own !== undefined && nameOf(value) === `inputs.${own.name}`) return []
    return [[type, `{{ ${writeOperand(value, (reference) => reference)} }}`]]
  })
  return Object.fromEntries(entries) as Record<string, string>
}

function inherited(input: RunbookInput, here: readonly RunbookInput[]): Operand | string {
  const same = here.find(({ name }) => name === input.name)
  if (same !== undefined) {
    if (same.type === input.type) return { kind: 'reference', of: 'input', name: same.name, at: 0 }
    return `It needs the input \`${input.name}\` as ${input.type}, and here it is ${same.type}. Say it in \`with\`.`
  }
  if (input.default !== undefined) return literal(input.default, input)
  if (!input.required) return { kind: 'reference', of: 'input', name: `not-given/${input.name}`, at: 0 }
  return `It needs the input \`${input.name}\` (${input.type}), which this runbook has not. Say it in \`with\`, or declare it here.`
}

function readGiven(written: string | number | boolean, input: RunbookInput): Operand | string {
  if (typeof written !== 'string') {
    if (typeof written === 'number' && input.type === 'number') return literal(written, input)
    return `It is to be ${input.type}.${input.type === 'number' ? '' : ' Put it into quotes.'}`
  }
  const [only, second] = takenApart(written)
  if (only?.kind === 'put' && second === undefined) return only.operand
  if (written.includes('{{')) return 'Either one `{{ … }}` or a value, not both in one text.'
  if (input.type === 'number') return 'It is to be a number.'
  if (input.type === 'duration') {
    const time = parseDuration(written)
    return time === undefined ? 'It is to be a duration: `30m`.' : literal(time, input)
  }
  if (input.type === 'enum' && input.options?.includes(written) === false) {
    return `It is to be one of ${input.options.join(', ')}.${didYouMean(written, input.options)}`
  }
  return literal(written, input)
}

function literal(value: string | number, { type }: RunbookInput): Literal {
  const kind = type === 'number' || type === 'duration' ? type : 'text'
  return { kind: 'literal', type: kind, value, at: 0 }
}
