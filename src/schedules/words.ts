import { channelAddress } from '../core/channel-reference.js'
import type { Caller } from '../core/caller.js'
import type { Schedule, ScheduleRecord } from '../core/schedule.js'
import { UserError } from '../core/user-error.js'
import { inCode } from '../core/wording.js'
import type { Word } from '../flow/flow.js'
import { askedFor, instantAfter, sameTimes } from './walk.js'

/** What a schedule hears. Processes tell what is configured, with when they started; people ask for a message now. */
export type ScheduleWord = Word &
  (
    | { readonly kind: 'configured'; readonly schedule: Schedule; readonly toldAt: number }
    | { readonly kind: 'removed'; readonly toldAt: number }
    | { readonly kind: 'run'; readonly by: Caller }
  )

/** Whose words those are that no person says. */
export const itself: Caller = { id: 'ohmy', name: 'ohmy', origin: 'terminal' }

export function hearScheduleWord(record: ScheduleRecord, word: ScheduleWord, now: number): ScheduleRecord {
  if (word.kind === 'run') return heardRun(record, word.by, now)
  // While one release takes the place of another, the configuration that was started last counts.
  if (word.toldAt < record.toldAt) return record
  if (word.kind === 'removed') {
    const { run: _run, ...rest } = record
    return record.state === 'ended' ? record : { ...rest, state: 'ended', toldAt: word.toldAt }
  }
  const { schedule, toldAt } = word
  const goesOn = record.state === 'waiting' && sameTimes(record.schedule, schedule)
  return {
    ...record,
    schedule,
    toldAt,
    state: 'waiting',
    // Another time counts from now on: nothing of before is made up for.
    next: goesOn ? record.next : instantAfter(schedule, now),
  }
}

function heardRun(record: ScheduleRecord, { id, name }: Caller, now: number): ScheduleRecord {
  const { schedule, state, run } = record
  if (state === 'ended') throw notConfigured(schedule.name)
  if (run === undefined) return askedFor(record, { id, name }, now)
  const who = run.by === undefined ? 'Its time has just come' : `${run.by.name} asked for it`
  throw new UserError(
    'schedule-runs',
    `${inCode(schedule.name)} is being made already: ${who}.`,
    `It comes in ${channelAddress(schedule.channel)} in a moment.`,
  )
}

export function notConfigured(name: string): UserError {
  return new UserError(
    'schedule-not-found',
    `There is no schedule ${inCode(name)}.`,
    `${inCode('schedule list')} shows those that there are; they are written under ${inCode('schedules')} in ohmy.yaml.`,
  )
}
