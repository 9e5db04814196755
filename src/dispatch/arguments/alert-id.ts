import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

const written = /^alert-[a-z0-9]{4,30}$/

/** `alert-7k2m9qa`, as the messages show it. */
export function alertId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'alert',
    summary: options.summary ?? 'id of an alert, as its message shows it',
    named: false,
    read: readId,
  })
}

function readId(typed: string | undefined): Reading<string> {
  const next = 'Copy it from the message of the alert: `alert-` and a few letters and figures.'
  if (typed === undefined) return { ok: false, code: 'alert-missing', what: 'No alert was named.', next }
  const id = typed.trim().toLowerCase()
  if (written.test(id)) return { ok: true, value: id }
  return { ok: false, code: 'alert-invalid', what: `${inCode(typed)} is not the id of an alert.`, next }
}
