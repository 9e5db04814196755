import type { Environment } from '../core/environment.js'
import type { Form, FormField } from '../core/form.js'
import type { Choice } from '../core/user-error.js'
import type { Argument, Command } from './command.js'
import { quoted } from './parse/line.js'
import { optionName } from './usage.js'

/** Named arguments that belong into a form all the same; the others are for those who know them. */
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
  choice?: Choice & { readonly why: string },
): Form {
  const asked = ([key, argument]: readonly [string, Argument<unknown>]) =>
    key === choice?.argument || (argument.kind !== 'flag' && (!argument.named || alsoAsked.has(key)))
  const entries = Object.entries(command.args)
  const fields = entries.filter(asked).map(([key, argument]) => {
    const field = fieldOf(key, argument, given.get(key)?.text)
    if (key === choice?.argument)
      return { ...field, hint: choice.why, required: true, choices: choice.values }
    return argument.kind === 'environment'
      ? { ...field, choices: environments.map(({ name }) => name) }
      : field
  })
  const kept = entries.flatMap((entry) => {
    const [key, { kind }] = entry
    const value = given.get(key)?.text
    if (value === undefined || asked(entry)) return []
    if (kind !== 'flag') return [`--${optionName(key)} ${quoted(value)}`]
    return [value === '' ? `--${optionName(key)}` : `--${optionName(key)}=${value}`]
  })
  const first = fields.filter(({ key }) => key === choice?.argument)
  const others = fields.filter(({ key }) => key !== choice?.argument)
  return { verb: command.name, title: `${capital(command.name)} …`, fields: [...first, ...others], kept }
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

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
