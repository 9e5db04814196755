import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

const written = /^run-[a-z0-9]{4,30}$/

/** `run-7k2m9qa`, as the messages show it. */
export function runId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'run',
    summary: options.summary ?? 'id of a run of a runbook, as its message shows it',
    named: false,
    read: readId,
  })
}

function readId(typed: string | undefined): Reading<string> {
  const next = 'Copy it from the message of the run: `run-` and a few letters and figures.'
  if (typed === undefined) return { ok: false, code: 'run-missing', what: 'No run was named.', next }
  const id = typed.trim().toLowerCase()
  if (written.test(id)) return { ok: true, value: id }
  return { ok: false, code: 'run-invalid', what: `${inCode(typed)} is not the id of a run.`, next }
}
