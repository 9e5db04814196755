import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

const written = /^inc-[a-z0-9]{4,30}$/

/** `inc-7k2m9qa`, as its messages show it. A word that is none goes to the next argument. */
export function incidentId(options: {
  readonly summary: string
  readonly named?: boolean
}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'incident',
    summary: options.summary,
    named: options.named ?? false,
    fits: (word) => written.test(word.toLowerCase()),
    read: readId,
  })
}

function readId(typed: string | undefined): Reading<string> {
  const next = 'Copy it from its header: `inc-` and a few letters and figures.'
  if (typed === undefined)
    return { ok: false, code: 'incident-missing', what: 'No incident was named.', next }
  const id = typed.trim().toLowerCase()
  if (written.test(id)) return { ok: true, value: id }
  return { ok: false, code: 'incident-invalid', what: `${inCode(typed)} is not the id of an incident.`, next }
}
