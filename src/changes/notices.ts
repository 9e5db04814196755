import { isEnded, type OperationRecord } from '../core/operation.js'

/** How long an operation may take until whoever asked has looked away (ms). */
const watchedFor = 60_000

/** Something people have to be told besides the operation's own message: once, whoever dies in between. */
export type Notice =
  /** Who may approve: with the plan. Not `open` any more, it says what was decided, to whom it was told before. */
  | { readonly kind: 'approval'; readonly round: number; readonly open: boolean }
  /** The same people again, at half of their time. */
  | { readonly kind: 'reminder'; readonly round: number; readonly open: boolean }
  /** Approvals, locks and freezes were passed by. */
  | { readonly kind: 'broken glass' }
  /** Whoever asked: how it ended. */
  | { readonly kind: 'end' }

/** Tells people, each notice once. False: its place is not there yet, try again soon. Rejects when the store does not answer. */
export type Tell = (notice: Notice, record: OperationRecord, environment: string) => Promise<boolean>

/**
 * What has to have been told by now. Pure, from the record alone: whoever looks next, after a crash, comes to the same.
 */
export function noticesOf(record: OperationRecord, now: number): readonly Notice[] {
  return [
    ...(isGlassBroken(record) ? [{ kind: 'broken glass' } as const] : []),
    ...approvalNotices(record, now),
    ...(tellsEnd(record) ? [{ kind: 'end' } as const] : []),
  ]
}

/** When the approvers are reminded, once a round (ms since the epoch); undefined: nobody is waited for. */
export function remindedAt({ state, approval }: OperationRecord): number | undefined {
  if (state !== 'unapproved' || approval === undefined) return undefined
  return approval.expiresAt - approval.within / 2
}

function approvalNotices(record: OperationRecord, now: number): readonly Notice[] {
  const { approval, state } = record
  if (approval === undefined || state === 'unconfirmed') return []
  const round = approval.expiresAt
  const open = state === 'unapproved'
  const reminder = remindedAt(record)
  const isDue = reminder === undefined || (now >= reminder && now < round)
  return [{ kind: 'approval', round, open }, ...(isDue ? [{ kind: 'reminder', round, open } as const] : [])]
}

/** From when it may start on; what was given up before that has passed by nothing. */
function isGlassBroken({ breakGlass, state, startedAt }: OperationRecord): boolean {
  if (breakGlass === undefined || state === 'unconfirmed') return false
  return startedAt !== undefined || !isEnded(state)
}

/** Nobody is told of what they did themselves, nor of what they were still looking at; a step of a run and CI go on by themselves where it went well. */
function tellsEnd(record: OperationRecord): boolean {
  const { state, caller, cancelRequestedBy, approval, requestedAt, endedAt = 0, parent } = record
  if (!isEnded(state)) return false
  if (state === 'cancelled' && cancelRequestedBy?.id === caller.id) return false
  if (state === 'succeeded' && (parent !== undefined || caller.origin === 'hook')) return false
  const byOthers =
    cancelRequestedBy !== undefined || approval?.decisions.some(({ kind }) => kind === 'rejected') === true
  return byOthers || state === 'expired' || endedAt - requestedAt > watchedFor
}
