import { parseDuration } from '../../core/duration.js'
import type { RunbookInput } from '../../core/runbook.js'
import { nearest } from '../../core/suggest.js'
import { type Problem, showValue } from '../../yaml/problem.js'
import type { Vocabulary } from '../vocabulary.js'
import type { RawInput } from './schema.js'

/** What a runbook has to know before it begins, and what is wrong with how that is written. */
export function readInputs(
  written: Readonly<Record<string, RawInput>>,
  vocabulary: Vocabulary,
): { readonly inputs: readonly RunbookInput[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const inputs = Object.entries(written).map(([name, input]) => {
    const path = ['inputs', name]
    problems.push(...problemsOf(input, path), ...unknownNames(input, path, vocabulary))
    return readInput(name, input)
  })
  return { inputs, problems }
}

function readInput(name: string, written: RawInput): RunbookInput {
  const { type, default: fallback } = written
  const value = type === 'duration' && typeof fallback === 'string' ? parseDuration(fallback) : fallback
  return {
    name,
    type,
    ...(written.description === undefined ? {} : { description: written.description }),
    required: !written.optional && fallback === undefined,
    ...(value === undefined ? {} : { default: value }),
    ...(written.options === undefined ? {} : { options: written.options }),
    ...(written.minimum === undefined ? {} : { minimum: written.minimum }),
    ...(written.maximum === undefined ? {} : { maximum: written.maximum }),
    fromAlert: written.from === 'alert',
  }
}

function problemsOf(input: RawInput, path: readonly PropertyKey[]): Problem[] {
  const { type, options, minimum, maximum } = input
  const problems: Problem[] = []
  const tell = (key: string, what: string, atKey = false) =>
    problems.push({ path: [...path, key], what, atKey })
  if (type === 'enum' && options === undefined) {
    problems.push({ path: [...path, 'type'], what: 'An enum needs `options`, the list of what it can be.' })
  }
  if (type !== 'enum' && options !== undefined) tell('options', 'Only an enum has `options`.', true)
  for (const key of ['minimum', 'maximum'] as const) {
    if (input[key] !== undefined && type !== 'number') tell(key, `Only a number has a \`${key}\`.`, true)
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    tell('maximum', `The maximum ${maximum} is less than the minimum ${minimum}.`)
  }
  const wrong = input.default === undefined ? undefined : wrongDefault(input, input.default)
  if (wrong !== undefined) tell('default', wrong)
  if (input.optional && input.default !== undefined) {
    tell('optional', 'With a `default` it can be left out anyway. Delete the line.', true)
  }
  return problems
}

function wrongDefault(input: RawInput, value: string | number): string | undefined {
  const { type, options, minimum, maximum } = input
  const found = `${showValue(value)} is not`
  switch (type) {
    case 'number':
      if (typeof value !== 'number') return `${found} a number.`
      if (value < (minimum ?? value)) return `${found} at least ${minimum}.`
      return value > (maximum ?? value) ? `${found} at most ${maximum}.` : undefined
    case 'duration':
      if (typeof value === 'string' && (parseDuration(value) ?? 0) > 0) return undefined
      return `${found} a duration: \`30m\`, \`1h30m\`.`
    case 'enum':
      if (options === undefined || options.some((option) => option === value)) return undefined
      return `${found} one of ${options.join(', ')}.${didYouMean(String(value), options)}`
    default:
      return typeof value === 'string' ? undefined : `${found} a text. Put it into quotes.`
  }
}

/** Where the configuration is known, a default must name something in it. */
function unknownNames(input: RawInput, path: readonly PropertyKey[], vocabulary: Vocabulary): Problem[] {
  const { type, default: value } = input
  if (typeof value !== 'string') return []
  const known =
    type === 'environment' ? environmentNames(vocabulary) : type === 'service' ? serviceNames(vocabulary) : []
  if (known.length === 0 || known.includes(value)) return []
  const what = `There is no ${type} ${showValue(value)}.${didYouMean(value, known)} Known: ${known.join(', ')}.`
  return [{ path: [...path, 'default'], what }]
}

export function environmentNames({ environments }: Vocabulary): readonly string[] {
  return environments.map(({ name }) => name)
}

/** All services; none where those of some environment are only known to AWS. */
export function serviceNames({ environments }: Vocabulary): readonly string[] {
  if (environments.some(({ services }) => services.length === 0)) return []
  return [...new Set(environments.flatMap(({ services }) => services))]
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates)
  return meant === undefined ? '' : ` Did you mean \`${meant}\`?`
}
