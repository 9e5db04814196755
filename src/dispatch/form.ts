import type { Environment } from '../core/environment.js'
import type { Form, FormField } from '../core/form.js'
import type { Choice, Questions } from '../core/user-error.js'
import type { Argument, Command } from './command.js'
import { quoted } from '../core/line.js'
import { optionName } from './usage.js'
import { capital } from '../core/wording.js'

/** Named arguments that belong into a form all the same, besides those it does not go without; the others are for those who know them. */
const alsoAsked = new Set(['reason'])

/**
 * The form of a verb: its arguments by position, filled with what was given.
 * @param given texts by argument name
 * @param choice what has to be chosen besides, where there is something: it stands first, with why
 */
export function formOf(
  command: Command,
  environments: readonly Environment[],
  given: ReadonlyMap<string, { readonly text: string }>,
  choice?: Choice,
): Form {
  // What is only to be typed, such as a confirmation, is asked for alone; the rest is kept as it was said.
  const alone = choice !== undefined && (choice.values === undefined || choice.submit !== undefined)
  const asked = ([key, argument]: readonly [string, Argument<unknown>]) =>
    key === choice?.argument ||
    (!alone && argument.kind !== 'flag' && (!argument.named || argument.required || alsoAsked.has(key)))
  const named = given.get(environmentKey(command))?.text
  const environment = environments.find(({ name }) => name === named)
  const entries = Object.entries(command.args)
  const fields = entries.filter(asked).map(([key, argument]) => {
    const field = fieldOf(key, argument, given.get(key)?.text)
    if (key === choice?.argument) return { ...field, ...fieldOfChoice(choice) }
    if (argument.kind === 'environment') return chosenFrom(field, environments)
    const known = argument.kind === 'service' ? (environment?.services ?? []) : []
    if (known.length > 0 && (field.value === undefined || known.some(({ name }) => name === field.value)))
      return chosenFrom(field, known)
    const hint = environment === undefined ? undefined : argument.hintIn?.(environment)
    return {
      ...field,
      ...(hint === undefined ? {} : { hint }),
      ...(argument.accepts === undefined ? {} : { accepts: argument.accepts }),
    }
  })
  const kept = keptOf(
    entries.filter((entry) => !asked(entry)),
    given,
  )
  const first = fields.filter(({ key }) => key === choice?.argument)
  const others = fields.filter(({ key }) => key !== choice?.argument)
  const intro = choice?.intro === undefined ? {} : { intro: choice.intro }
  const called = choice?.submit ?? capital(command.name)
  return {
    verb: command.name,
    // About one thing, with a word to type: what is sent is the decision itself. Elsewhere a plan or an answer comes next.
    ...(alone
      ? { title: called, submit: called }
      : { title: `${capital(command.name)} …`, submit: 'Continue' }),
    ...intro,
    fields: [...first, ...others],
    kept,
  }
}

/**
 * The form of a verb that asks what the verb's own work has found to be missing.
 * @param given texts by argument name: what is not asked again counts when it is sent
 */
export function formOfQuestions(
  command: Command,
  { without = [], ...questions }: Questions,
  given: ReadonlyMap<string, { readonly text: string }>,
): Form {
  const asked = new Set([...without, ...questions.fields.map(({ key }) => key.split('.')[0])])
  const kept = keptOf(
    Object.entries(command.args).filter(([key]) => !asked.has(key)),
    given,
  )
  return { ...questions, verb: command.name, kept }
}

/** What was said and has no field, as options. */
function keptOf(
  entries: readonly (readonly [string, Argument<unknown>])[],
  given: ReadonlyMap<string, { readonly text: string }>,
): readonly string[] {
  return entries.flatMap(([key, { kind }]) => {
    const value = given.get(key)?.text
    if (value === undefined) return []
    if (kind !== 'flag') return [`--${optionName(key)} ${quoted(value)}`]
    return [value === '' ? `--${optionName(key)}` : `--${optionName(key)}=${value}`]
  })
}

/** A menu of names needs no words on how to write one; what it means to choose none is still said. */
function chosenFrom(field: FormField, named: readonly { readonly name: string }[]): FormField {
  const { hint, ...rest } = field
  const choices = named.map(({ name }) => name)
  return { ...rest, choices, ...(field.required || hint === undefined ? {} : { hint }) }
}

function environmentKey({ args }: Command): string {
  return Object.keys(args).find((key) => args[key]?.kind === 'environment') ?? ''
}

function fieldOfChoice({ values, label, hint, accepts }: Choice): Partial<FormField> {
  return {
    required: true,
    ...(values === undefined ? {} : { choices: values }),
    ...(label === undefined ? {} : { label }),
    ...(hint === undefined ? {} : { hint }),
    ...(accepts === undefined ? {} : { accepts }),
  }
}

function fieldOf(key: string, argument: Argument<unknown>, value: string | undefined): FormField {
  return {
    key,
    label: capital(key.replaceAll('-', ' ')),
    // Hints are plain text in a form: the marks of code would be shown.
    hint: argument.summary.replaceAll('`', ''),
    required: argument.required,
    ...(value === undefined ? {} : { value }),
  }
}
