import { approvalFor } from '../access/permissions.js'
import { type Decision, decide, isApproved } from './decide.js'
import { becameStricter, stricter } from './stricter.js'
import { type Approval, isEnded, type OperationRecord } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import type { Word } from '../flow/flow.js'
import { withOffers } from './offers.js'
import { type Asking, askingOf } from './asking.js'
import type { ChangeEngine } from './engine.js'
import { already, wrongWord } from './refusals.js'
import { startWithin, undoIdOf } from './request.js'
import { cancelRequested, ended, withoutFault } from './walk.js'

/** What can be said to an operation that is there. `plan`: the fingerprint of the plan that was on the screen. */
export type ChangeWord = Word &
  (
    | { readonly kind: 'approve'; readonly plan: string }
    | { readonly kind: 'reject'; readonly plan: string; readonly reason: string }
    | { readonly kind: 'confirm'; readonly word: string }
    | { readonly kind: 'cancel' }
    /** By the operation that takes it back: that it does so, or that it came to nothing. */
    | { readonly kind: 'undone' | 'not undone'; readonly undoing: string }
  )

/** A change, and by whose rules it is decided on. */
type Judged<Ports> = Pick<Asking<Ports>, 'operation' | 'environment'> & Pick<ChangeEngine<Ports>, 'authority'>

/**
 * The record after a word. Pure, so that it is tried again on what others have written meanwhile; whether the person may say it at all was asked before.
 * @throws UserError why it does not count any more
 */
export function hearWord<Ports>(
  engine: Pick<ChangeEngine<Ports>, 'operations' | 'authority'>,
  record: OperationRecord,
  word: ChangeWord,
  now: number,
): OperationRecord {
  const asked = askingOf(engine, record)
  const heard = heardBy({ ...asked, authority: engine.authority }, record, word, now)
  return heard === record ? record : withOffers(asked, heard)
}

function heardBy<Ports>(
  asked: Judged<Ports>,
  record: OperationRecord,
  word: ChangeWord,
  now: number,
): OperationRecord {
  const { by } = word
  switch (word.kind) {
    case 'confirm':
      return confirmed(asked, record, word, now)
    case 'approve':
      return judged(asked, record, { kind: 'approved', by, fingerprint: word.plan }, now)
    case 'reject':
      return judged(asked, record, { kind: 'rejected', by, fingerprint: word.plan, reason: word.reason }, now)
    case 'cancel':
      if (!record.offers.cancel) throw already(record)
      return cancelRequested(record, by)
    case 'undone':
      return record.undoneBy === undefined && word.undoing === undoIdOf(record)
        ? { ...record, undoneBy: word.undoing }
        : record
    case 'not undone': {
      const { undoneBy, undoTries = 0, ...rest } = record
      return undoneBy === word.undoing ? { ...rest, undoTries: undoTries + 1 } : record
    }
  }
}

function confirmed<Ports>(
  asked: Judged<Ports>,
  record: OperationRecord,
  { by, word }: Extract<ChangeWord, { readonly kind: 'confirm' }>,
  now: number,
): OperationRecord {
  if (record.state !== 'unconfirmed') throw already(record)
  if (record.caller.id !== by.id) {
    const next = 'Ask for the change yourself if you want it.'
    throw new UserError('not-yours', `Only ${record.caller.name} can confirm this.`, next)
  }
  if (word.trim() !== record.plan.confirmation?.word) throw wrongWord(record.plan.confirmation?.word)
  const approval = approvalToday(asked, record, now)
  if (approval === undefined) return queued(record, now)
  return { ...record, state: 'unapproved', approval: { ...approval, expiresAt: now + approval.within } }
}

/** Approve or reject: with the last approval it is queued, and holds what it needs, in the same write. */
function judged<Ports>(
  asked: Judged<Ports>,
  record: OperationRecord,
  decision: Decision,
  now: number,
): OperationRecord {
  const approval = decide(record, decision, now)
  const next = { ...record, approval }
  if (decision.kind === 'approved') {
    const today = approvalToday(asked, next, now) ?? approval
    if (isApproved(today)) return queued({ ...next, approval: today }, now)
    return today === approval ? next : { ...next, approval: { ...today, again: becameStricter(today) } }
  }
  const because = decision.reason === undefined ? '' : ` “${decision.reason}”`
  return ended(next, 'cancelled', now, {
    reason: `${decision.by.name} rejected it.${because} Nothing was changed.`,
  })
}

function queued(record: OperationRecord, now: number): OperationRecord {
  return { ...withoutFault(record), state: 'queued', startBy: now + startWithin }
}

/** What has to be agreed to today. Nothing, where somebody who may has broken the glass. */
export function approvalToday<Ports>(
  asked: Judged<Ports>,
  record: OperationRecord,
  now: number,
): Approval | undefined {
  if (record.breakGlass !== undefined) return undefined
  const { operation, environment, authority } = asked
  return stricter(record.approval, approvalFor(operation, environment, authority.config), now)
}

/** The word an operation that takes another back says to it; undefined for every other. */
export function undoWord(undoing: OperationRecord, hasChanged: boolean): ChangeWord | undefined {
  if (undoing.undoes === undefined) return undefined
  const cameToNothing = isEnded(undoing.state) && undoing.state !== 'succeeded' && !hasChanged
  return { kind: cameToNothing ? 'not undone' : 'undone', by: undoing.caller, undoing: undoing.id }
}
