import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** `logs-7k2m9qa`, as the messages show it. */
export function readingId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'id',
    summary: options.summary ?? 'id of a followed log or a log query, as its message shows it',
    named: false,
    read: readId,
  })
}

function readId(typed: string | undefined): Reading<string> {
  const next = 'Copy it from the end of the message: `logs-` and a few letters and figures.'
  if (typed === undefined)
    return { ok: false, code: 'reading-missing', what: 'No followed log or query was named.', next }
  const id = typed.trim().toLowerCase()
  if (/^logs-[a-z0-9]{4,30}$/.test(id)) return { ok: true, value: id }
  return {
    ok: false,
    code: 'reading-invalid',
    what: `${inCode(typed)} is not the id of a followed log or query.`,
    next,
  }
}
