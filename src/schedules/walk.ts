import type { Schedule, ScheduleOutcome, ScheduleRecord, ScheduleRun } from '../core/schedule.js'
import { createZone } from '../core/time-zone.js'
import { nextAfter } from '../core/weekly-times.js'

/** What should have come less than so long ago (ms) is made up for: a morning check at noon is none. */
export const madeUpWithin = 3_600_000
/** Times that are counted one by one; what is missed beyond them is one jump. */
const mostCounted = 500

/** Pure movements of a record. Times in ms since the epoch. */

export function idOf(name: string): string {
  return `schedule-${name}`
}

export function begun(schedule: Schedule, toldAt: number, now: number): ScheduleRecord {
  return {
    v: 1,
    id: idOf(schedule.name),
    schedule,
    toldAt,
    state: 'waiting',
    next: instantAfter(schedule, now),
  }
}

/** Counted on the wall's clock of its zone. */
export function instantAfter({ at, zone }: Schedule, after: number): number {
  return nextAfter(at, createZone(zone), after)
}

export interface Missed {
  readonly count: number
  readonly first: number
  readonly last: number
}

/** What is to be done at a moment whose time has come: times that are long over are passed by, the one that is not begins. */
export function comeDue(
  record: ScheduleRecord,
  now: number,
): { readonly record: ScheduleRecord; readonly missed?: Missed } {
  const { schedule } = record
  let { next } = record
  let missed: Missed | undefined
  while (next <= now - madeUpWithin) {
    missed = { count: (missed?.count ?? 0) + 1, first: missed?.first ?? next, last: next }
    next = instantAfter(schedule, missed.count < mostCounted ? next : now - madeUpWithin)
  }
  const passed = missed === undefined ? record : { ...record, next, last: skipped(missed, now) }
  const moved =
    next > now
      ? passed
      : {
          ...passed,
          run: { due: next, letter: letterOf(schedule, next) },
          next: instantAfter(schedule, now),
        }
  return { record: moved, ...(missed === undefined ? {} : { missed }) }
}

function skipped({ count, last }: Missed, now: number): ScheduleOutcome {
  const times = count === 1 ? 'Its time was' : `${count} times were`
  return {
    kind: 'skipped',
    due: last,
    at: now,
    reason: `${times} over for more than an hour before ohmy was running again.`,
  }
}

/** `schedule:morning:2026-11-30T08:30`: the day and time on the wall. By hand: when it was asked for. */
function letterOf({ name, zone }: Schedule, due: number): string {
  return `schedule:${name}:${new Date(createZone(zone).wallAt(due)).toISOString().slice(0, 16)}`
}

export function askedFor(
  record: ScheduleRecord,
  by: { readonly id: string; readonly name: string },
  now: number,
) {
  const run: ScheduleRun = { due: now, letter: `schedule:${record.schedule.name}:asked:${now}`, by }
  return { ...record, run }
}

/** What was being made is over. */
export function came(
  record: ScheduleRecord,
  outcome: Pick<ScheduleOutcome, 'kind' | 'reason'>,
  now: number,
): ScheduleRecord {
  const { run, ...rest } = record
  if (run === undefined) return record
  const { due, by } = run
  return { ...rest, last: { ...outcome, due, at: now, ...(by === undefined ? {} : { by }) } }
}

/** Whether two are told at the same times. */
export function sameTimes(one: Schedule, other: Schedule): boolean {
  return JSON.stringify([one.at, one.zone]) === JSON.stringify([other.at, other.zone])
}
