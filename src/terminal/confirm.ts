import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import type { OperationRecord } from '../core/operation.js'
import type { Operations } from '../operations/operations.js'
import { onScreen, type TerminalIo } from './io.js'

export type Confirmed =
  | { readonly kind: 'confirmed'; readonly reply: Reply | undefined }
  | { readonly kind: 'not confirmed'; readonly code: string; readonly what: string; readonly next: string }

/**
 * The typed word that a plan asks for: given with `--confirm`, or asked for on a TTY. Without it the operation is cancelled, so that
 * nothing lies in wait.
 * @throws UserError when the word is wrong or the operation cannot be confirmed any more
 */
export async function confirmTyped(
  record: OperationRecord,
  given: string | undefined,
  caller: Caller,
  operations: Pick<Operations, 'confirm' | 'cancel'>,
  io: TerminalIo,
): Promise<Confirmed> {
  const asked = record.plan.confirmation
  if (record.state !== 'unconfirmed' || asked === undefined) return { kind: 'confirmed', reply: undefined }
  const question = `${onScreen(asked.because)}\nType ${onScreen(asked.word)} to go on: `
  const word = given ?? (io.isTTY ? await io.ask?.(question) : undefined)
  if (word !== undefined && word.trim() !== '') {
    return { kind: 'confirmed', reply: await operations.confirm(record.id, word.trim(), caller) }
  }
  await operations.cancel(record.id, caller)
  return {
    kind: 'not confirmed',
    code: 'confirmation-missing',
    what: `${asked.because} It was not confirmed, and nothing was changed.`,
    next: `To go on, run it again with --confirm ${asked.word}.`,
  }
}
