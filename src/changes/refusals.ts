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

/** What the plan of an operation asks for before anything happens. */
export function askForWord({ id, plan }: OperationRecord): UserError {
  const { word = '', because = '' } = plan.confirmation ?? {}
  const otherwise = `Type ${word} exactly, or close this to leave everything as it is.`
  return new UserError(
    'confirmation-missing',
    `${plan.summary}: nothing happens until this is confirmed. ${because}`,
    `Say \`confirm ${id} ${word}\`.`,
    {
      choice: {
        argument: 'word',
        intro: `${plan.summary}\n${because}`,
        label: `Type ${word} to confirm`,
        hint: 'Nothing happens until you type it.',
        accepts: { pattern: word.replace(/[^\w-]/g, '\\$&'), otherwise },
      },
    },
  )
}

export function askWhy({ plan, caller }: OperationRecord): UserError {
  return new UserError('reason-missing', 'A rejection takes a reason.', 'Add `--reason "…"`.', {
    choice: {
      argument: 'reason',
      intro: `${plan.summary}\nAsked by ${caller.name}`,
      label: 'Why not?',
      hint: 'Everybody who sees the message reads this.',
    },
  })
}

/** @param deed as the head of a sentence: `Deciding on a change` */
export function forPeople(deed: string): UserError {
  const next = 'Show the plan to a person, who asks for it.'
  return new UserError('for-people', `${deed} is for people, not for agents.`, next)
}
