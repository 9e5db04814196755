import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** `@vera`, or a mention: the name or the Slack id behind the @. A word without one goes to the next argument. */
export function person(options: { readonly summary: string }): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: '@person',
    summary: options.summary,
    named: false,
    fits: (word) => word.startsWith('@'),
    read: readPerson,
  })
}

function readPerson(typed: string | undefined): Reading<string> {
  const next = 'Mention the person, as in `@vera`.'
  const name = typed?.trim().replace(/^@/, '') ?? ''
  if (name === '') return { ok: false, code: 'person-missing', what: 'Nobody was named.', next }
  if (name.length <= 80) return { ok: true, value: name }
  return { ok: false, code: 'person-invalid', what: `${inCode(name)} is nobody’s name.`, next }
}
