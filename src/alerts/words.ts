import type { AlertEvent, AlertRecord } from '../core/alert.js'
import type { PageSeverity } from '../core/alert-pages.js'
import { isBlind } from '../core/alarms.js'
import { UserError } from '../core/user-error.js'
import type { Word } from '../flow/flow.js'
import { areRepeated } from './count-stops.js'
import { tasksAfter } from './tasks-after.js'

/** What an event says of something in ohmy's words. */
export interface AlertWords {
  readonly environment: string
  readonly shortName: string
  readonly service?: string
  readonly says?: string
  readonly rings?: string
  readonly ofLoadBalancer?: true
  /** It had begun by then, before it rang (ms since the epoch). */
  readonly beganAt?: number
  /** How urgent it is to call people for it; absent: nobody is called. */
  readonly severity?: PageSeverity
}

/** What an alert hears: what AWS tells of it, who breaches it now, and who has taken it. */
export type AlertWord =
  | (Word & {
      readonly kind: 'state'
      readonly event: Pick<
        AlertEvent,
        'state' | 'at' | 'reason' | 'lines' | 'evaluation' | 'silences' | 'cause' | 'stopCause' | 'stops'
      >
      readonly words?: Pick<AlertWords, 'says' | 'rings' | 'severity'>
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
  // A task that stops alone is no news where nothing was said of stops before.
  if (event.stops !== undefined && record.relapses === undefined && !areRepeated(event.stops)) return record
  const { evaluation: _before, quietSince: _quiet, ...rest } = record
  const known: AlertRecord = {
    ...rest,
    ...{ state, stateAt: at },
    ...(evaluation === undefined ? {} : { evaluation }),
  }
  const blind = isBlind(evaluation)
  if (state === 'OK' && record.relapses !== undefined && record.status === 'ringing')
    return { ...known, steady: record.steady ?? { since: at } }
  if (state === 'OK' && !blind) return { ...known, status: 'quiet', quietSince: at }
  // It can be evaluated again, and that was all.
  if (state !== 'ALARM' && !blind && record.onlyBlind) return { ...known, status: 'quiet', quietSince: at }
  // Without data nobody knows that it is good again.
  if (state === 'INSUFFICIENT_DATA' && !blind)
    return record.quietSince === undefined ? known : { ...known, quietSince: record.quietSince }
  const { says, rings } = words
  const { onlyBlind, steady: _steady, ...bare } = known
  const tasks = record.kind === 'tasks' ? tasksAfter(record, event) : {}
  return {
    ...withoutOldFindings(bare, tasks),
    ...(onlyBlind && state !== 'ALARM' ? { onlyBlind } : {}),
    ...{ status: 'ringing', reason },
    ...(record.contributorsChangedAt === undefined ? {} : { contributorsChangedAt: at }),
    rang: record.status === 'quiet' ? record.rang + 1 : record.rang,
    ...(says === undefined ? {} : { says }),
    ...tasks,
    ...moreUrgent(record, words),
    ...(rings === undefined ? {} : { rings }),
    ...(lines === undefined ? {} : { lines }),
    ...(silences === undefined ? {} : { silences }),
  }
}

/** Another cause has another runbook: what was looked at for the one before is looked at anew. */
function withoutOldFindings(record: AlertRecord, { stopCause }: Partial<AlertRecord>): AlertRecord {
  if (stopCause === undefined || stopCause === record.stopCause) return record
  const { found: _found, ...rest } = record
  return rest
}

/** Tasks may stop for a worse reason than before; what was urgent stays so. */
function moreUrgent(
  { kind, severity: before }: AlertRecord,
  { severity }: Pick<AlertWords, 'severity'>,
): Pick<AlertRecord, 'severity'> {
  if (kind !== 'tasks' || severity === undefined) return {}
  return { severity: before === undefined || severity < before ? severity : before }
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
