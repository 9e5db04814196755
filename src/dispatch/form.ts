import type { Environment } from '../core/environment.js'
import { choicesOf, type Form, type FormField, withChoices } from '../core/form.js'
import type { Choice, Questions } from '../core/user-error.js'
import type { Argument, Command } from './command.js'
import { quoted } from '../core/line.js'
import { optionName } from './usage.js'
import { findEnvironment } from './vocabulary.js'
import { capital } from '../core/wording.js'

/** Named arguments that belong into a form all the same; the others are for those who know them. */
const alsoAsked = new Set(['reason', 'for'])

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
  // What is about one thing is asked for alone; the rest is kept as it was said.
  const alone = choice?.intro !== undefined || choice?.submit !== undefined
  const needed = choice === undefined ? [] : [choice.argument, ...(choice.also ?? [])]
  const entries = Object.entries(command.args)
  const told = new Set(entries.flatMap(([, { tells }]) => tells ?? []))
  const asked = ([key, argument]: readonly [string, Argument<unknown>]) =>
    needed.includes(key) || (!alone && !told.has(key) && isAsked(key, argument))
  const named = given.get(environmentKey(command))?.text
  const environment = named === undefined ? undefined : findEnvironment(environments, named)
  const fields = entries.filter(asked).map(([key, argument]) => {
    const field = fieldOf(key, argument, given)
    return {
      ...placedField(field, argument, environment, environments),
      ...(choice?.also?.includes(key) ? { required: true } : {}),
      ...(key === choice?.argument ? fieldOfChoice(choice) : {}),
    }
  })
  const says = entries.filter(asked).flatMap(([, { tells }]) => tells ?? [])
  const unasked = entries.filter((entry) => !asked(entry) && !says.includes(entry[0]))
  // What was wrong, or has to be chosen besides, stands first, under why; what is missing stands where it always does.
  const isFirst = ({ key }: FormField) =>
    key === choice?.argument && (choice.intro !== undefined || choice.values !== undefined)
  const intro = choice?.intro === undefined ? {} : { intro: choice.intro }
  const called = choice?.submit ?? capital(command.name)
  return {
    verb: command.name,
    // About one thing, with a word to type: what is sent is the decision itself. Elsewhere a plan or an answer comes next.
    ...(alone
      ? { title: called, submit: called }
      : { title: `${capital(command.name)} …`, submit: 'Continue' }),
    ...intro,
    fields: [...fields.filter(isFirst), ...fields.filter((field) => !isFirst(field))],
    kept: keptOf(unasked, given),
    said: saidOf(unasked, given),
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
  const unasked = Object.entries(command.args).filter(([key]) => !asked.has(key))
  return { ...questions, verb: command.name, kept: keptOf(unasked, given), said: saidOf(unasked, given) }
}

function saidOf(
  entries: readonly (readonly [string, Argument<unknown>])[],
  given: ReadonlyMap<string, { readonly text: string }>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.flatMap(([key]) => {
      const text = given.get(key)?.text
      return text === undefined ? [] : [[key, text]]
    }),
  )
}

/** What was said and has no field, as options. */
function keptOf(
  entries: readonly (readonly [string, Argument<unknown>])[],
  given: ReadonlyMap<string, { readonly text: string }>,
): readonly string[] {
  return entries.flatMap(([key, { kind, named, choices: values }]) => {
    const value = given.get(key)?.text
    if (value === undefined) return []
    // What says what the verb is to do is typed as a word.
    if (kind === 'keyword' || (kind === 'word' && !named && values !== undefined)) return [quoted(value)]
    if (kind !== 'flag') return [`--${optionName(key)} ${quoted(value)}`]
    return [value === '' ? `--${optionName(key)}` : `--${optionName(key)}=${value}`]
  })
}

/** A menu of names needs no words on how to write one; what it means to choose none is still said. */
function chosenFrom(field: FormField, named: readonly { readonly name: string }[]): FormField {
  const { hint, ...rest } = field
  const choices = choicesOf(named.map(({ name }) => name))
  return { ...rest, choices, areAll: true, ...(field.required || hint === undefined ? {} : { hint }) }
}

function environmentKey({ args }: Command): string {
  return Object.keys(args).find((key) => args[key]?.kind === 'environment') ?? ''
}

function fieldOfChoice({ values, label, hint, accepts }: Choice): Partial<FormField> {
  return {
    required: true,
    ...(values === undefined ? {} : { choices: choicesOf(values) }),
    ...(label === undefined ? {} : { label }),
    ...(hint === undefined ? {} : { hint }),
    ...(accepts === undefined ? {} : { accepts }),
  }
}

/** Keywords decide what a verb is about, and flags are for those who know them: both are kept where they were said. */
function isAsked(key: string, { kind, named, required }: Argument<unknown>): boolean {
  return kind !== 'flag' && kind !== 'keyword' && (!named || required || alsoAsked.has(key))
}

function fieldOf(
  key: string,
  argument: Argument<unknown>,
  given: ReadonlyMap<string, { readonly text: string }>,
): FormField {
  const { summary, choices: values, lookUp, several, tells, neededUnless } = argument
  const required =
    argument.required ||
    tells !== undefined ||
    (neededUnless !== undefined && !neededUnless.some((name) => given.has(name)))
  const said = [...(tells ?? []), key].flatMap((name) => given.get(name)?.text ?? [])
  const field: FormField = {
    key,
    label: argument.label ?? capital(key.replaceAll('-', ' ')),
    // Hints are plain text in a form: the marks of code would be shown.
    hint: summary.replaceAll('`', ''),
    required,
    ...(said.length === 0 ? {} : { value: said.join(' ') }),
    ...(lookUp === undefined ? {} : { live: true as const }),
    ...(several === undefined ? {} : { several }),
    ...(tells === undefined ? {} : { isWords: true as const }),
  }
  if (values === undefined) return field
  const { hint: _, ...rest } = withChoices(field, { options: choicesOf(values), areAll: true })
  return required ? rest : { ...rest, ...(field.hint === undefined ? {} : { hint: field.hint }) }
}

/** A field as the environment makes it that was named. */
function placedField(
  field: FormField,
  argument: Argument<unknown>,
  environment: Environment | undefined,
  environments: readonly Environment[],
): FormField {
  if (argument.kind === 'environment' && argument.tells === undefined) {
    const named = environment === undefined ? {} : { value: environment.name }
    return { ...chosenFrom(field, environments), ...named, decides: true }
  }
  if (argument.kind === 'service') return serviceField(field, argument, environment, environments)
  const hint = environment === undefined ? undefined : argument.hintIn?.(environment)
  return {
    ...field,
    ...(hint === undefined ? {} : { hint }),
    ...(argument.accepts === undefined ? {} : { accepts: argument.accepts }),
  }
}

/** The services of the environment that was named; where all have the same, nothing has to be looked up. */
function serviceField(
  field: FormField,
  { lookUp }: Argument<unknown>,
  environment: Environment | undefined,
  environments: readonly Environment[],
): FormField {
  const lists = (environment === undefined ? environments : [environment]).map(({ services }) =>
    services.map(({ name }) => name),
  )
  const [first = []] = lists
  const all = environments.map(({ services }) => services.map(({ name }) => name).join(','))
  const isSame = all.every((names) => names === all[0])
  const isKnown = first.length > 0 && lists.every((names) => names.join(',') === first.join(','))
  const { hint, ...rest } = field
  const shown = {
    ...rest,
    decides: true as const,
    ...(isSame && isKnown && lookUp === undefined ? {} : { live: true as const }),
    ...(field.required || hint === undefined ? {} : { hint }),
  }
  if (isKnown) return withChoices(shown, { options: choicesOf(first) })
  return hint === undefined ? shown : { ...shown, hint }
}
