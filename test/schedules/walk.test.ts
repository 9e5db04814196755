import { describe, expect, it } from 'vitest'
import type { Schedule, ScheduleRecord } from '../../src/core/schedule.js'
import { parseWeeklyTimes } from '../../src/core/weekly-times.js'
import { scheduleFlow } from '../../src/schedules/schedule-flow.js'
import { askedFor, begun, comeDue } from '../../src/schedules/walk.js'
import { hearScheduleWord, itself } from '../../src/schedules/words.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const rita = { id: 'U1', name: 'Rita', origin: 'command' as const }
const at = (text: string) => Date.parse(`${text}Z`)

function scheduled(times: string, zone = 'UTC', more: Partial<Schedule> = {}): Schedule {
  return {
    name: 'morning',
    what: 'morning-check',
    at: parseWeeklyTimes(times) ?? { days: [], minute: 0 },
    zone,
    channel: 'devops',
    environments: ['production'],
    olderThan: day,
    ...more,
  }
}

const monday = at('2026-11-30T08:30')
const begunOn = (times: string, instant: number, zone?: string): ScheduleRecord =>
  begun(scheduled(times, zone), instant, instant)

describe('a schedule', () => {
  it('comes at its time, under a name of the day and time, and waits for the next one', () => {
    const record = begunOn('Mon–Fri 08:30', at('2026-11-28T12:00'))
    expect(record.next).toBe(monday)
    const { record: due, missed } = comeDue(record, monday)
    expect(missed).toBeUndefined()
    expect(due.run).toEqual({ due: monday, letter: 'schedule:morning:2026-11-30T08:30' })
    expect(due.next).toBe(monday + day)
  })

  it('is made up for within an hour, and at an hour not any more', () => {
    const record = begunOn('daily 08:30', at('2026-11-29T12:00'))
    expect(comeDue(record, monday + hour - 1).record.run?.due).toBe(monday)
    const late = comeDue(record, monday + hour)
    expect(late.record.run).toBeUndefined()
    expect(late.missed).toEqual({ count: 1, first: monday, last: monday })
    expect(late.record).toMatchObject({ next: monday + day, last: { kind: 'skipped', due: monday } })
  })

  it('that was missed for days comes once, for the last time that is not over for an hour', () => {
    const record = begunOn('daily 08:30', at('2026-11-29T12:00'))
    const { record: due, missed } = comeDue(record, monday + 3 * day + 20 * minute)
    expect(missed).toEqual({ count: 3, first: monday, last: monday + 2 * day })
    expect(due.run?.due).toBe(monday + 3 * day)
    expect(due.next).toBe(monday + 4 * day)
  })

  it('that was missed for years is not counted for ever', () => {
    const record = begunOn('daily 08:30', at('2016-11-29T12:00'))
    const { record: due, missed } = comeDue(record, monday + 2 * hour)
    expect(missed?.count).toBe(500)
    expect(due.next).toBe(monday + day)
  })

  it('in a gap comes where it ends, in a doubled hour once', () => {
    const gap = begunOn('daily 02:30', at('2026-10-03T00:00'), 'Australia/Sydney')
    expect(gap.next).toBe(at('2026-10-03T16:00'))
    expect(comeDue(gap, gap.next).record.next).toBe(at('2026-10-04T15:30'))
    const doubled = begunOn('daily 02:30', at('2026-04-04T00:00'), 'Australia/Sydney')
    expect(doubled.next).toBe(at('2026-04-04T15:30'))
    expect(comeDue(doubled, doubled.next).record.next).toBe(at('2026-04-05T16:30'))
  })
})

describe('what a schedule hears', () => {
  const record = begunOn('daily 08:30', monday - hour)
  const told = (schedule: Schedule, toldAt: number) =>
    hearScheduleWord(record, { kind: 'configured', schedule, toldAt, by: itself }, toldAt)

  it('another time counts from then on; another channel changes no time', () => {
    expect(told(scheduled('daily 07:00'), monday - 10 * minute).next).toBe(monday + day - 90 * minute)
    const moved = told(scheduled('daily 08:30', 'UTC', { channel: 'alerts' }), monday + 10 * minute)
    expect(moved).toMatchObject({ next: monday, schedule: { channel: 'alerts' } })
  })

  it('the process that started last counts, whatever one says that started before', () => {
    const newer = told(scheduled('daily 07:00'), monday)
    const old = { kind: 'removed', toldAt: monday - minute, by: itself } as const
    expect(hearScheduleWord(newer, old, monday + minute)).toBe(newer)
    expect(hearScheduleWord(newer, { ...old, toldAt: monday + minute }, monday + minute).state).toBe('ended')
  })

  it('what was taken out is not made any more, and put back it counts from then on', () => {
    const removed = hearScheduleWord(
      askedFor(record, rita, monday),
      { kind: 'removed', toldAt: monday, by: itself },
      monday,
    )
    expect(removed.run).toBeUndefined()
    expect(() => hearScheduleWord(removed, { kind: 'run', by: rita }, monday)).toThrow('no schedule')
    const word = {
      kind: 'configured',
      schedule: record.schedule,
      toldAt: monday + 3 * day,
      by: itself,
    } as const
    expect(hearScheduleWord(removed, word, monday + 3 * day + minute)).toMatchObject({
      state: 'waiting',
      next: monday + 4 * day,
    })
  })

  it('one that is being made is not made twice, and says who asked for it', () => {
    const asked = hearScheduleWord(record, { kind: 'run', by: rita }, monday - minute)
    expect(asked.run).toMatchObject({ by: { name: 'Rita' }, due: monday - minute })
    expect(() => hearScheduleWord(asked, { kind: 'run', by: { ...rita, id: 'U2' } }, monday)).toThrow(
      'Rita asked for it',
    )
  })

  it('one that cannot be made is told once, and ends nothing', () => {
    const due = comeDue(record, monday).record
    const failed = scheduleFlow.fail(due, 'AWS does not answer.', monday)
    expect(failed).toMatchObject({ state: 'waiting', run: { failure: 'AWS does not answer.' } })
    const given = scheduleFlow.fail(failed, 'Nor does the view.', monday)
    expect(given.run).toBeUndefined()
    expect(given).toMatchObject({ state: 'waiting', last: { kind: 'failed', reason: 'Nor does the view.' } })
  })
})
