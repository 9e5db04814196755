import { isEnded, type OperationRecord } from '../core/operation.js'
import { UserError } from '../core/user-error.js'

/** Why a button of an operation does nothing any more: it was pressed before, or the operation has gone on. */
export function already(record: OperationRecord): UserError {
  if (record.undoneBy !== undefined) {
    return new UserError(
      'already-undone',
      `${record.id} was already undone by ${record.undoneBy}.`,
      'Nothing to do.',
    )
  }
  const state =
    record.cancelRequestedBy !== undefined && !isEnded(record.state) ? 'being cancelled' : record.state
  return new UserError(
    'already-decided',
    `${record.id} is already ${state}.`,
    'Its message shows how it stands.',
  )
}

/** @param word what had to be typed; undefined: nothing */
export function wrongWord(word: string | undefined): UserError {
  return word === undefined
    ? new UserError(
        'no-confirmation-needed',
        'This change needs no confirmation.',
        'Ask again without --confirm.',
      )
    : new UserError('wrong-confirmation', 'The confirmation does not match.', `Type ${word} exactly.`)
}
