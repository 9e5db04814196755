import { describe, expect, it } from 'vitest'
import { quietUntil } from '../../src/alerts/relapses.js'
import { hearAlert } from '../../src/alerts/words.js'
import type { AlertEvent, AlertRecord } from '../../src/core/alert.js'

const minute = 60_000
const begun = 1_800_000_000_000

const ringing: AlertRecord = {
  ...{ v: 1, id: 'alert-aaaaaaa', kind: 'tasks', subject: 'arn#tasks', name: 'arn', shortName: 'backend' },
  ...{
    environment: 'production',
    service: 'backend',
    status: 'ringing',
    state: 'ALARM',
    rang: 1,
    reason: '',
  },
  ...{ stateAt: begun, since: begun - 4 * minute, heardAt: begun, stopCause: 'out-of-memory' },
  relapses: { first: begun - 4 * minute, last: begun, longestPause: 3 * minute, stopped: 3 },
  found: { checks: [] },
}
const aws = { id: 'aws', name: 'AWS', origin: 'hook' } as const
const hears = (record: AlertRecord, event: Partial<AlertEvent> & Pick<AlertEvent, 'state' | 'at'>) =>
  hearAlert(record, { kind: 'state', by: aws, event: { reason: '', ...event } }, event.at)
const stop = (
  at: number,
  before: readonly number[],
): Partial<AlertEvent> & Pick<AlertEvent, 'state' | 'at'> => ({
  ...{ state: 'ALARM', at, cause: 'TASKS_STOPPED', stopCause: 'out-of-memory' },
  stops: { at: [...before, at], lately: [at] },
})

describe('tasks that stop again and again', () => {
  it('are not over because ECS calls the service steady, however often', () => {
    const steady = hears(ringing, { state: 'OK', at: begun + minute })
    expect([steady.status, steady.steady]).toEqual(['ringing', { since: begun + minute }])
    const again = hears(steady, { state: 'OK', at: begun + 2 * minute })
    expect(again.steady).toEqual({ since: begun + minute })
  })

  it('go on with one more, alone as it may be: it rang once, and counts each', () => {
    const steady = hears(ringing, { state: 'OK', at: begun + minute })
    const first = begun - 4 * minute
    const more = hears(steady, stop(begun + 21 * minute, [first - minute, first, begun - minute, begun]))
    expect(more.steady).toBeUndefined()
    expect([more.rang, more.status, more.found]).toEqual([1, 'ringing', { checks: [] }])
    // The one before the first of them is none of its own.
    expect(more.says).toBe('4 tasks of backend in production stopped by themselves within 25 min')
    expect(more.relapses).toMatchObject({ last: begun + 21 * minute, longestPause: 21 * minute, stopped: 4 })
  })

  it('are looked at anew once they stop for another reason', () => {
    const other = hears(ringing, { ...stop(begun + minute, [begun]), stopCause: 'image-pull' })
    expect([other.stopCause, other.found]).toEqual(['image-pull', undefined])
  })

  it.each([
    ['as long as stops are counted together', 3 * minute, begun, begun + 10 * minute],
    ['twice as long as they have ever paused', 21 * minute, begun, begun + 42 * minute],
    ['an hour at most', 50 * minute, begun, begun + 60 * minute],
    ['from when it was steady', 3 * minute, begun + 5 * minute, begun + 15 * minute],
  ])('are over after %s', (_what, longestPause, steadySince, wanted) => {
    expect(quietUntil({ first: begun, last: begun, longestPause, stopped: 3 }, steadySince, 1)).toBe(wanted)
  })
})

describe('what ECS says of tasks', () => {
  const { relapses: _relapses, stopCause: _stopCause, ...placing } = ringing

  it('is over where a steady service has got over it', () => {
    expect(hears(placing, { state: 'OK', at: begun + minute }).status).toBe('quiet')
  })

  it('is not changed by one task that stops', () => {
    expect(hears(placing, stop(begun + minute, []))).toBe(placing)
  })
})
