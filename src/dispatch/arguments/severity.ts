import type { Severity } from '../../core/incident.js'
import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** `--sev 1`, `--sev SEV-2`; what a form's menu says behind the figure is for people. */
export function severity(options: { readonly summary: string }): RequiredArgument<Severity> {
  return argument({
    kind: 'word',
    placeholder: 'severity',
    summary: options.summary,
    named: true,
    choices: ['1', '2', '3'],
    read: readSeverity,
  })
}

export function readSeverity(typed: string | undefined): Reading<Severity> {
  const next = 'It is `1`, `2` or `3`.'
  if (typed === undefined)
    return { ok: false, code: 'severity-missing', what: 'No severity was given.', next }
  const [, figure] = /^\s*(?:sev[- ]?)?([123])(?![0-9.])/i.exec(typed) ?? []
  if (figure !== undefined) return { ok: true, value: Number(figure) as Severity }
  return { ok: false, code: 'severity-invalid', what: `${inCode(typed)} is no severity.`, next }
}
