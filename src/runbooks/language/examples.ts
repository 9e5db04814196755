import { quoted } from '../../core/line.js'
import type { RunbookInput } from '../../core/runbook.js'
import type { Operand } from './expression/parse.js'
import type { Names } from './names.js'
import { takenApart, writeDuration } from './template.js'

/** A value of the right kind, to try a line or an argument with before anybody gave a real one. Undefined: it is not known what it is. */
function exampleOf(operand: Operand, names: Names): string | number | undefined {
  if (operand.kind === 'literal') {
    if (operand.type === 'duration') return writeDuration(Number(operand.value))
    return typeof operand.value === 'boolean' ? String(operand.value) : operand.value
  }
  switch (operand.of) {
    case 'item':
      return names.each?.in === 'services' ? exampleService(names) : names.each?.in[0]
    case 'input': {
      const input = names.inputs.find(({ name }) => name === operand.name)
      return input === undefined ? undefined : exampleOfInput(input, names)
    }
    case 'step': {
      const step = names.steps.get(operand.step)
      if (operand.property === 'value') return 1
      if (operand.property !== 'answer' || step?.kind !== 'ask') return 'example'
      if (step.type === 'enum') return step.options?.[0]
      return step.type === 'number' ? 1 : step.type === 'duration' ? '30m' : 'example'
    }
  }
}

function exampleOfInput(input: RunbookInput, names: Names): string | number | undefined {
  const { type, default: value, options, minimum, maximum } = input
  if (value !== undefined) return type === 'duration' ? writeDuration(Number(value)) : value
  switch (type) {
    case 'environment':
      return exampleEnvironment(names)?.name ?? 'staging'
    case 'service':
      return exampleService(names)
    case 'enum':
      return options?.[0]
    case 'number':
      return minimum ?? maximum ?? 1
    case 'duration':
      return '30m'
    case 'text':
      return 'example'
  }
}

function exampleEnvironment({ vocabulary, inputs }: Names) {
  const named = inputs.find(({ type }) => type === 'environment')?.default
  return vocabulary.environments.find(({ name }) => name === named) ?? vocabulary.environments[0]
}

function exampleService(names: Names): string {
  return exampleEnvironment(names)?.services[0] ?? 'backend'
}

/** A line with an example in each place. Undefined: one is not known, which is told by itself. */
export function exampleLine(template: string, names: Names): string | undefined {
  let line = ''
  for (const part of takenApart(template)) {
    if (part.kind === 'problem') return undefined
    if (part.kind === 'text') line += part.text
    else {
      const value = exampleOf(part.operand, names)
      if (value === undefined) return undefined
      line += quoted(String(value))
    }
  }
  return line
}

/** Arguments of a check with an example in each place. */
export function exampleArguments(
  given: Readonly<Record<string, string | number | boolean>>,
  names: Names,
): Record<string, string | number | boolean> {
  const entries = Object.entries(given).flatMap(([name, value]): [string, string | number | boolean][] => {
    if (typeof value !== 'string') return [[name, value]]
    const [only, second] = takenApart(value)
    const single = only?.kind === 'put' && second === undefined ? exampleOf(only.operand, names) : undefined
    const filled = single ?? exampleLine(value.includes('{{') ? value : '', names)
    return value.includes('{{') ? (filled === undefined ? [] : [[name, filled]]) : [[name, value]]
  })
  return Object.fromEntries(entries)
}
