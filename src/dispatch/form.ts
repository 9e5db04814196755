import type { Environment } from '../core/environment.js'
import type { Form, FormField } from '../core/form.js'
import type { Argument, Command } from './command.js'

/** Named arguments that belong into a form all the same; the others are for those who know them. */
const alsoAsked = new Set(['reason'])

/** The form of a verb: its arguments by position, filled with what was given. @param given texts by argument name */
export function formOf(
  command: Command,
  environments: readonly Environment[],
  given: ReadonlyMap<string, { readonly text: string }>,
): Form {
  const fields = Object.entries(command.args)
    .filter(([key, argument]) => argument.kind !== 'flag' && (!argument.named || alsoAsked.has(key)))
    .map(([key, argument]) => fieldOf(key, argument, environments, given.get(key)?.text))
  return { verb: command.name, title: `${capital(command.name)} …`, fields }
}

function fieldOf(
  key: string,
  argument: Argument<unknown>,
  environments: readonly Environment[],
  value: string | undefined,
): FormField {
  return {
    key,
    label: capital(key.replaceAll('-', ' ')),
    // Hints are plain text in a form: the marks of code would be shown.
    hint: argument.summary.replaceAll('`', ''),
    required: argument.required,
    ...(argument.kind === 'environment' ? { choices: environments.map(({ name }) => name) } : {}),
    ...(value === undefined ? {} : { value }),
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
