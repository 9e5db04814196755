import { parseDuration } from '../core/duration.js'
import type { Runbook, RunbookInput, RunValue } from '../core/runbook.js'
import { nearest } from '../core/suggest.js'
import type { Environment } from '../core/environment.js'
import { type Questions, UserError } from '../core/user-error.js'
import { inCode, listed } from '../core/wording.js'
import { type Given, rangeOf, typedFor } from './given.js'
import { inputQuestions } from './input-questions.js'

/**
 * The value of each input, durations in ms.
 * @param environments what a form lets people choose from
 * @throws UserError what is missing (`inputs-missing`, with the names), unknown or not possible
 */
export function readInputs(
  runbook: Pick<Runbook, 'id' | 'title' | 'inputs'>,
  given: Given,
  environments: readonly Environment[] = [],
): Readonly<Record<string, RunValue>> {
  const { id, inputs } = runbook
  const names = inputs.map(({ name }) => name)
  for (const name of Object.keys(given.with)) {
    if (names.includes(name)) continue
    const near = nearest(name, names)
    const next =
      names.length === 0
        ? 'It has none.'
        : near === undefined
          ? `It has ${listed(names.map(inCode))}.`
          : `Did you mean ${inCode(near)}?`
    throw new UserError('input-unknown', `${inCode(id)} has no input ${inCode(name)}.`, next)
  }
  const values: Record<string, RunValue> = {}
  const missing: RunbookInput[] = []
  for (const input of inputs) {
    const typed = typedFor(input, given)
    const value = typed === undefined ? input.default : readInput(input, typed)
    if (value !== undefined) values[input.name] = value
    else if (input.required) missing.push(input)
  }
  const asked = given.ask === true ? inputs : missing
  if (asked.length > 0) throw missingInputs(id, asked, inputQuestions(runbook, given, environments))
  return values
}

function readInput(input: RunbookInput, typed: string): RunValue {
  const { name, type, options = [] } = input
  const text = typed.trim()
  const wrong = (allowed: string) =>
    new UserError('input-invalid', `${inCode(text)} is not possible for ${inCode(name)}.`, allowed)
  switch (type) {
    case 'number': {
      const value = Number(text)
      const { minimum = -Infinity, maximum = Infinity } = input
      const isNumber = /^-?\d+([.]\d+)?$/.test(text) && Number.isFinite(value)
      if (isNumber && value >= minimum && value <= maximum) return value
      throw wrong(`It is a number${rangeOf(input)}.`)
    }
    case 'duration': {
      const value = parseDuration(text)
      if (value !== undefined) return value
      throw wrong('It is a duration: 90s, 10m, 2h.')
    }
    case 'enum': {
      const value = options.find((option) => option.toLowerCase() === text.toLowerCase())
      if (value !== undefined) return value
      throw wrong(`It is one of ${listed(options.map(inCode))}.`)
    }
    default:
      if (text !== '' && text.length <= 500) return text
      throw wrong('It is a text of up to 500 characters.')
  }
}

function missingInputs(id: string, missing: readonly RunbookInput[], questions: Questions): UserError {
  const places = missing.filter(({ name, type }) => name === type)
  const named = missing.filter(({ name, type }) => name !== type)
  const words = [
    ...places.map(({ type }) => `the ${type}`),
    ...named.map(
      ({ name, description }) => `${inCode(name)}${description === undefined ? '' : ` (${description})`}`,
    ),
  ]
  const example = named.map(({ name }) => `${name}=…`).join(' ')
  const next = [
    ...(places.length === 0 ? [] : [`name ${listed(places.map(({ type }) => `the ${type}`))} with it`]),
    ...(named.length === 0 ? [] : [`add ${inCode(`--with "${example}"`)}`]),
  ].join(' and ')
  return new UserError(
    'inputs-missing',
    `${inCode(id)} needs ${listed(words)}.`,
    `${next.charAt(0).toUpperCase()}${next.slice(1)}.`,
    { questions },
  )
}
