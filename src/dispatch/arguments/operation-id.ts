import type { RequiredArgument } from './argument.js'
import { idArgument, isIdOf, type Named } from './id.js'

const operation: Named = {
  prefix: 'op',
  name: 'operation',
  one: 'an operation',
  missing: 'No operation was named.',
  from: 'the message of the operation',
}

/** Whether a word can only be the id of an operation. */
export function isOperationId(word: string): boolean {
  return isIdOf(operation, word)
}

/** `op-7k2m9qa`, as the messages show it. */
export function operationId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return idArgument(operation, { summary: 'id of an operation, as its message shows it', ...options })
}
