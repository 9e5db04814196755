import type { Environment } from '../core/environment.js'
import { choicesOf, type FormField } from '../core/form.js'
import type { Runbook, RunbookInput } from '../core/runbook.js'
import type { Questions } from '../core/user-error.js'
import { acceptsFor, type Given, rangeOf, typedFor } from './given.js'

const words = {
  real: { title: 'Start a runbook', submit: 'Start', note: '' },
  dry: {
    title: 'Dry walk',
    submit: 'Walk dry',
    note: ': checks are run, plans are shown, nothing is changed',
  },
  drill: { title: 'Drill', submit: 'Start', note: ': practised, with a stopwatch' },
} as const

/** What a runbook takes, filled with what was given and with its defaults: one field an input. */
export function inputQuestions(
  { title, inputs }: Pick<Runbook, 'title' | 'inputs'>,
  given: Given,
  environments: readonly Environment[],
): Questions {
  const { note, ...called } = words[given.mode ?? 'real']
  return {
    ...called,
    intro: `${title}${note}`,
    without: ['ask'],
    fields: inputs.map((input) => fieldOf(input, given, environments)),
  }
}

function fieldOf(input: RunbookInput, given: Given, environments: readonly Environment[]): FormField {
  const { name, type, description, required } = input
  const isPlace = (type === 'environment' || type === 'service') && name === type
  const value = typedFor(input, given) ?? defaultOf(input)
  const choices = valuesOf(input, given, environments)
  const hint = [description, hintOf(input)].filter((part) => part !== undefined).join('; ')
  const accepts = acceptsFor(type)
  // What the form's verb has an argument for is looked up as in every other form: again, once another environment is chosen.
  const isLive = isPlace && type === 'service' && !haveTheSame(environments)
  return {
    key: isPlace ? name : `with.${name}`,
    label: `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll(/[-_]/g, ' ')}`,
    // Where there is a default it stands in the field.
    required: required || input.default !== undefined,
    ...(hint === '' ? {} : { hint }),
    ...(choices.length === 0 ? {} : { choices: choicesOf(choices) }),
    ...(value === undefined ? {} : { value }),
    ...(accepts === undefined ? {} : { accepts }),
    ...(isPlace && type === 'environment' ? { decides: true as const } : {}),
    ...(isLive ? { live: true as const } : {}),
  }
}

/** Services of the environment that was named; of all, where none was. */
function valuesOf(
  { type, options = [] }: RunbookInput,
  { environment }: Given,
  environments: readonly Environment[],
): readonly string[] {
  if (type === 'enum') return options
  if (type === 'environment') return environments.map(({ name }) => name)
  if (type !== 'service') return []
  const places = environments.filter(({ name }) => environment === undefined || name === environment)
  // Those of an environment without a list are typed.
  if (places.some(({ services }) => services.length === 0)) return []
  return [...new Set(places.flatMap(({ services }) => services.map(({ name }) => name)))]
}

/** Services that are the same everywhere need not be looked up again. */
function haveTheSame(environments: readonly Environment[]): boolean {
  const lists = environments.map(({ services }) => services.map(({ name }) => name).join(','))
  return lists.every((names) => names !== '' && names === lists[0])
}

function defaultOf({ type, default: value }: RunbookInput): string | undefined {
  return type === 'duration' && typeof value === 'number' ? asTyped(value) : value?.toString()
}

function hintOf(input: RunbookInput): string | undefined {
  if (input.type === 'number') return `a number${rangeOf(input)}`
  return input.type === 'duration' ? 'such as 90s, 10m or 2h' : undefined
}

/** `1h30m`, as it would be typed. */
function asTyped(milliseconds: number): string {
  let left = Math.floor(milliseconds / 1_000)
  const parts = (
    [
      ['d', 86_400],
      ['h', 3_600],
      ['m', 60],
      ['s', 1],
    ] as const
  ).map(([unit, size]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count === 0 ? '' : `${count}${unit}`
  })
  return parts.join('') || '0s'
}
