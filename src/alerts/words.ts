import type { AlertEvent, AlertRecord } from '../core/alert.js'
import type { PageSeverity } from '../core/alert-pages.js'
import { isBlind } from '../core/alarms.js'
import { UserError } from '../core/user-error.js'
import type { Word } from '../flow/flow.js'

/** What an event says of something in ohmy's words. */
export interface AlertWords {
  readonly environment: string
  readonly shortName: string
  readonly service?: string
  readonly says?: string
  readonly rings?: string
  /** How urgent it is to call people for it; absent: nobody is called. */
  readonly severity?: PageSeverity
}

/** What an alert hears: what AWS tells of it, who breaches it now, and who has taken it. */
export type AlertWord =
  | (Word & {
      readonly kind: 'state'
      readonly event: Pick<AlertEvent, 'state' | 'at' | 'reason' | 'lines' | 'evaluation' | 'silences'>
      readonly words?: Pick<AlertWords, 'says' | 'rings'>
    })
  | (Word & { readonly kind: 'contributor'; readonly at: number })
  | (Word & { readonly kind: 'ack' })

/** The record after a word. @throws UserError why it does not count */
export function hearAlert(record: AlertRecord, word: AlertWord, now: number): AlertRecord {
  if (word.kind === 'state') return changed(record, word)
  return word.kind === 'contributor' ? breachedByOthers(record, word.at) : acknowledged(record, word, now)
}

/** Asked for when it looks next, and that is now. */
function breachedByOthers(record: AlertRecord, at: number): AlertRecord {
  const { contributorsChangedAt: known } = record
  return known === undefined || at > known ? { ...record, contributorsChangedAt: at } : record
}

/** Doubled and late deliveries change nothing: the time of the state itself counts. */
function changed(
  record: AlertRecord,
  { event, words = {} }: Extract<AlertWord, { kind: 'state' }>,
): AlertRecord {
  const { state, at, reason, lines, evaluation, silences } = event
  if (at <= record.stateAt || record.status === 'closed') return record
  const { evaluation: _before, quietSince: _quiet, ...rest } = record
  const known: AlertRecord = {
    ...rest,
    ...{ state, stateAt: at },
    ...(evaluation === undefined ? {} : { evaluation }),
  }
  const blind = isBlind(evaluation)
  if (state === 'OK' && !blind) return { ...known, status: 'quiet', quietSince: at }
  // It can be evaluated again, and that was all.
  if (state !== 'ALARM' && !blind && record.onlyBlind) return { ...known, status: 'quiet', quietSince: at }
  // Without data nobody knows that it is good again.
  if (state === 'INSUFFICIENT_DATA' && !blind)
    return record.quietSince === undefined ? known : { ...known, quietSince: record.quietSince }
  const { says, rings } = words
  const { onlyBlind, ...bare } = known
  return {
    ...bare,
    ...(onlyBlind && state !== 'ALARM' ? { onlyBlind } : {}),
    ...{ status: 'ringing', reason },
    ...(record.contributorsChangedAt === undefined ? {} : { contributorsChangedAt: at }),
    rang: record.status === 'quiet' ? record.rang + 1 : record.rang,
    ...(says === undefined ? {} : { says }),
    ...(rings === undefined ? {} : { rings }),
    ...(lines === undefined ? {} : { lines }),
    ...(silences === undefined ? {} : { silences }),
  }
}

function acknowledged(record: AlertRecord, { by }: AlertWord, now: number): AlertRecord {
  if (record.status !== 'ringing')
    throw new UserError('alert-over', 'It is good again: there is nothing to acknowledge.', 'Nothing to do.')
  const first = record.acknowledged
  if (first !== undefined) {
    if (first.by.id === by.id) return record
    throw new UserError(
      'alert-acknowledged',
      `${first.by.name} has acknowledged it already.`,
      'Talk to each other in its thread.',
    )
  }
  return { ...record, acknowledged: { by: { id: by.id, name: by.name }, at: now } }
}
