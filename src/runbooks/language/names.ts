import { causes, checkResults } from '../../core/check.js'
import { outcomes } from '../../core/operation.js'
import type { RunbookInput, RunbookStep } from '../../core/runbook.js'
import type { Vocabulary } from '../vocabulary.js'
import type { Literal, Operand, Reference } from './expression/parse.js'
import { ExpressionProblem } from './expression/tokens.js'
import { didYouMean, environmentNames, serviceNames } from './inputs.js'

export type Type =
  | { readonly kind: 'text'; readonly oneOf?: readonly string[] }
  /** `unit`: what the number is of, in words. */
  | { readonly kind: 'number'; readonly unit?: string }
  | { readonly kind: 'duration' }
  | { readonly kind: 'boolean' }

/** What an expression or a template can refer to, at one step. */
export interface Names {
  readonly inputs: readonly RunbookInput[]
  readonly steps: ReadonlyMap<string, RunbookStep>
  readonly vocabulary: Vocabulary
  /** The `for_each` it stands in. */
  readonly each?: RunbookStep['each']
}

const ends = ['done', 'skipped', 'failed']

/** The type of a value. Throws an ExpressionProblem where there is no such value. */
export function typeOf(operand: Operand, names: Names): Type {
  if (operand.kind === 'literal') return typeOfLiteral(operand)
  switch (operand.of) {
    case 'item':
      return typeOfItem(operand, names)
    case 'input': {
      const input = names.inputs.find(({ name }) => name === operand.name)
      if (input !== undefined) return typeOfInput(input, names.vocabulary)
      throw unknownInput(operand, names.inputs)
    }
    case 'step':
      return typeOfProperty(operand, stepOf(operand, names), names.vocabulary)
  }
}

function typeOfLiteral({ type, value }: Literal): Type {
  return type === 'text' ? { kind: 'text', oneOf: [String(value)] } : { kind: type }
}

function typeOfItem(reference: Reference, { each, vocabulary }: Names): Type {
  if (each === undefined) {
    throw new ExpressionProblem(reference.at, 'There is an `item` in the steps of a `for_each` only.')
  }
  return oneOf(each.in === 'services' ? serviceNames(vocabulary) : each.in)
}

function typeOfInput(input: RunbookInput, vocabulary: Vocabulary): Type {
  switch (input.type) {
    case 'environment':
      return oneOf(environmentNames(vocabulary))
    case 'service':
      return oneOf(serviceNames(vocabulary))
    case 'enum':
      return oneOf(input.options ?? [])
    case 'number':
    case 'duration':
    case 'text':
      return { kind: input.type }
  }
}

/** Of nothing known: any text. */
function oneOf(words: readonly string[]): Type {
  return words.length === 0 ? { kind: 'text' } : { kind: 'text', oneOf: words }
}

function unknownInput(
  reference: Extract<Reference, { of: 'input' }>,
  inputs: readonly RunbookInput[],
): ExpressionProblem {
  const known = inputs.map(({ name }) => name)
  const all = known.length === 0 ? 'None is declared.' : `Declared: ${known.join(', ')}.`
  const what = `The input \`${reference.name}\` is not declared.${didYouMean(reference.name, known)} ${all}`
  return new ExpressionProblem(reference.at, what)
}

function stepOf(reference: Extract<Reference, { of: 'step' }>, { steps, each }: Names): RunbookStep {
  const step = steps.get(reference.step)
  const repeated = step === undefined ? repeatedStep(reference.step, steps) : undefined
  if (repeated !== undefined) return repeated
  if (step === undefined) {
    const hint = didYouMean(reference.step, steps.keys())
    throw new ExpressionProblem(reference.at, `There is no step \`${reference.step}\`.${hint}`)
  }
  if (step.each !== undefined && step.each.group !== each?.group) {
    const [item = 'backend'] = step.each.in === 'services' ? [] : step.each.in
    const what = `\`${reference.step}\` is done for each of a list. Outside of its \`for_each\` say which: \`steps.${reference.step}/${item}.${reference.property}\`.`
    throw new ExpressionProblem(reference.at, what)
  }
  return step
}

/** `steady/backend`: the step `steady` of a `for_each`, as it is done for one of the list. */
function repeatedStep(id: string, steps: Names['steps']): RunbookStep | undefined {
  const slash = id.lastIndexOf('/')
  const step = slash === -1 ? undefined : steps.get(id.slice(0, slash))
  if (step?.each === undefined) return undefined
  // Of services it shows only when a run begins which there are; one that is not there is a value that is not there.
  return step.each.in === 'services' || step.each.in.includes(id.slice(slash + 1)) ? step : undefined
}

function typeOfProperty(
  reference: Extract<Reference, { of: 'step' }>,
  step: RunbookStep,
  vocabulary: Vocabulary,
): Type {
  const types = propertiesOf(step, vocabulary)
  const type = types.get(reference.property)
  if (type !== undefined) return type
  const all = [...types.keys()]
  const kind = step.kind === 'wait' ? 'This wait' : `${/^[aeiou]/.test(step.kind) ? 'An' : 'A'} ${step.kind}`
  const number = reference.property === 'value' && all.includes('result') ? ' The check tells no number.' : ''
  throw new ExpressionProblem(
    reference.at,
    `${kind} has no \`${reference.property}\`.${didYouMean(reference.property, all)}${number} It has ${all.join(', ')}.`,
  )
}

/** What can be said of a step, by name. */
function propertiesOf(step: RunbookStep, vocabulary: Vocabulary): ReadonlyMap<string, Type> {
  const state: readonly [string, Type] = ['state', { kind: 'text', oneOf: ends }]
  switch (step.kind) {
    case 'check':
      return new Map([...checked(step.check, vocabulary), state])
    case 'wait':
      return new Map([...(step.until === undefined ? [] : checked(step.until.check, vocabulary)), state])
    case 'action':
      return new Map([['outcome', { kind: 'text', oneOf: outcomes }], state])
    case 'decision':
      return new Map([['choice', { kind: 'text', oneOf: step.options.map(({ label }) => label) }], state])
    case 'ask':
      return new Map([
        ['answer', step.type === 'enum' ? oneOf(step.options ?? []) : { kind: step.type }],
        state,
      ])
    case 'instruction':
    case 'approval':
      return new Map([state])
  }
}

function checked(name: string, { checks }: Vocabulary): [string, Type][] {
  const check = checks.find((known) => known.name === name)
  const number: [string, Type][] =
    // Of an unknown check nothing can be said; that it is unknown is told elsewhere.
    check === undefined || check.value !== undefined
      ? [['value', check?.value === undefined ? { kind: 'number' } : { kind: 'number', unit: check.value }]]
      : []
  return [
    ['result', { kind: 'text', oneOf: checkResults }],
    ...number,
    ['figure', { kind: 'text' }],
    ['cause', { kind: 'text', oneOf: causes }],
  ]
}
