import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

const written = /^op-[a-z0-9]{4,30}$/

/** Whether a word can only be the id of an operation. */
export function isOperationId(word: string): boolean {
  return written.test(word.toLowerCase())
}

/** `op-7k2m9qa`, as the messages show it. */
export function operationId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'operation',
    summary: options.summary ?? 'id of an operation, as its message shows it',
    named: false,
    read: readId,
  })
}

function readId(typed: string | undefined): Reading<string> {
  const next = 'Copy it from the message of the operation: `op-` and a few letters and figures.'
  if (typed === undefined) {
    return { ok: false, code: 'operation-missing', what: 'No operation was named.', next }
  }
  const id = typed.trim().toLowerCase()
  if (isOperationId(id)) return { ok: true, value: id }
  const what = `${inCode(typed)} is not the id of an operation.`
  return { ok: false, code: 'operation-invalid', what, next }
}
