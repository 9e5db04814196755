import { describe, expect, it, test } from 'vitest'
import { endOfWindow } from '../../src/alarms/mute-window.js'

const rule = { name: 'nightly', alarms: [], zone: 'UTC' }
const at = (text: string) => Date.parse(text)

describe('the end of a window', () => {
  test.each([
    // Saturday 28 November 2026
    ['cron(0 2 * * *)', 'PT4H', 'UTC', '2026-11-28T03:10:00Z', '2026-11-28T06:00:00Z'],
    ['cron(0 23 * * *)', 'PT2H', 'UTC', '2026-11-28T00:30:00Z', '2026-11-28T01:00:00Z'],
    ['cron(0 18 * * FRI)', 'P2DT12H', 'UTC', '2026-11-29T12:00:00Z', '2026-11-30T06:00:00Z'],
    ['cron(0,30 8-17 * NOV MON-SAT)', 'PT10M', 'UTC', '2026-11-28T09:34:00Z', '2026-11-28T09:40:00Z'],
    ['cron(0 2 * * *)', 'PT4H', 'Australia/Sydney', '2026-11-27T16:00:00Z', '2026-11-27T19:00:00Z'],
    ['at(2026-11-28T14:00)', 'PT1H', 'Europe/London', '2026-11-28T14:30:00Z', '2026-11-28T15:00:00Z'],
    ['at(2026-11-20T00:00)', 'P15D', 'UTC', '2026-11-28T14:30:00Z', '2026-12-05T00:00:00Z'],
  ])('%s for %s in %s', (expression, duration, zone, now, end) => {
    const ends = endOfWindow({ ...rule, expression, duration, zone }, at(now))
    expect(new Date(ends ?? 0).toISOString()).toBe(new Date(end).toISOString())
  })

  it('is that of the rule, where the rule ends before', () => {
    const expires = at('2026-11-28T04:00:00Z')
    const daily = { ...rule, expression: 'cron(0 2 * * *)', duration: 'PT4H', expires }
    expect(endOfWindow(daily, at('2026-11-28T03:10:00Z'))).toBe(expires)
  })

  it('is counted in hours that pass, also in the night that has one more', () => {
    // 5 April 2026: at 3:00 the clock in Sydney is set back to 2:00.
    const night = { ...rule, expression: 'cron(30 1 * * *)', duration: 'PT2H', zone: 'Australia/Sydney' }
    const ends = endOfWindow(night, at('2026-04-04T15:00:00Z'))
    expect(new Date(ends ?? 0).toISOString()).toBe('2026-04-04T16:30:00.000Z')
  })

  test.each([
    ['cron(0 2 1 * SUN)', 'PT4H', 'UTC'],
    ['cron(0 2 * *)', 'PT4H', 'UTC'],
    ['cron(0 25 * * *)', 'PT4H', 'UTC'],
    ['cron(0/5 * * * *)', 'PT4H', 'UTC'],
    ['rate(1 day)', 'PT4H', 'UTC'],
    ['cron(0 2 * * *)', 'P1M', 'UTC'],
    ['cron(0 2 * * *)', 'P', 'UTC'],
    ['cron(0 2 * * *)', 'PT4H', 'Mars/Olympus'],
    // Not in its window at all: CloudWatch says it is, so something is not understood.
    ['cron(0 5 * * *)', 'PT4H', 'UTC'],
  ])('is not guessed for %s for %s in %s', (expression, duration, zone) => {
    expect(endOfWindow({ ...rule, expression, duration, zone }, at('2026-11-28T03:10:00Z'))).toBeUndefined()
  })
})
