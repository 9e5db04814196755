import { expect, test } from 'vitest'
import { formatDate } from '../../../../sandbox/page/mrkdwn/date.js'

const now = new Date('2026-11-23T12:00:00Z')
const show = (at: string, format: string): string =>
  formatDate({ type: 'date', timestamp: Date.parse(at) / 1000, format, fallback: 'fallback' }, now, 'UTC')

test.each([
  ['2026-11-23T00:05:09Z', '{time}', '00:05'],
  ['2026-11-23T00:05:09Z', '{time_secs}', '00:05:09'],
  ['2026-11-23T09:00:00Z', '{date_short_pretty} at {time}', 'today at 09:00'],
  ['2026-11-22T09:00:00Z', '{date_pretty}', 'yesterday'],
  ['2026-11-24T09:00:00Z', '{date_long_pretty}', 'tomorrow'],
  ['2026-11-20T09:00:00Z', '{date_short_pretty}', 'Nov 20, 2026'],
  ['2026-11-20T09:00:00Z', '{date_num}', '2026-11-20'],
  ['2026-11-20T09:00:00Z', '{date_slash}', '11/20/2026'],
  ['2026-11-20T09:00:00Z', '{date_long}', 'Friday, November 20, 2026'],
  ['2026-11-23T11:57:00Z', '{ago}', '3 minutes ago'],
  ['2026-11-23T14:00:00Z', '{ago}', 'in 2 hours'],
])('%s as %s reads %s', (at, format, text) => expect(show(at, format)).toBe(text))

test('a placeholder that Slack does not know shows the fallback', () => {
  expect(show('2026-11-20T09:00:00Z', '{date_short} {moon_phase}')).toBe('fallback')
})
