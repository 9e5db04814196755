import { expect, it } from 'vitest'
import type { FollowedLogs } from '../../../../src/core/followed-logs.js'
import { fit } from '../../../../src/slack/limits.js'
import { followedLogsMessage } from '../../../../src/slack/views/logs/followed.js'

const start = Date.UTC(2026, 10, 23, 10)
const line = (number: number, message: string, level?: 'error') => ({
  id: String(number),
  at: start + number * 1_000,
  ...(level === undefined ? {} : { level }),
  message,
})

const running: FollowedLogs = {
  id: 'logs-7k2m9qa',
  environment: 'staging',
  service: 'backend',
  startedAt: start,
  until: start + 300_000,
  duration: '5m',
  lines: [line(1, 'one'), line(2, 'it broke', 'error')],
  count: 312,
  errors: 4,
  atLeast: false,
  healthChecks: 0,
  zone: 'Australia/Sydney',
  askedBy: 'Rita',
  status: 'running',
}
const show = (overrides: Partial<FollowedLogs> = {}, buttons = true) =>
  followedLogsMessage({ ...running, ...overrides }, { buttons })

it('says how much and how bad first, then the newest lines, newest first', () => {
  const [head, caption, ...lines] = show().text.split('\n')
  expect(head).toBe('🔴 Following backend in staging until 21:05: 312 lines, 4 errors')
  expect(caption).toBe('Newest 2 of 312 lines, newest first')
  expect(lines.slice(0, 2)).toEqual(['21:00:02 🔴 it broke', '21:00:01 ⚪ one'])
})

it('keeps the latest error in sight when it has scrolled away', () => {
  const { text } = show({ lines: [line(9, 'fine')], latestError: line(2, 'it broke', 'error') })
  expect(text).toContain('Latest error, 21:00:02: `it broke`')
})

it('ends with what there was, and offers to follow again', () => {
  const ended = show({ status: 'done', endedAt: start + 300_000 })
  expect(ended.text.split('\n')[0]).toBe('🔴 Followed backend in staging for 5 min: 312 lines, 4 errors')
  expect(JSON.stringify(ended.blocks)).toContain('Follow again')
  expect(JSON.stringify(show({ status: 'done' }, false).blocks)).not.toContain('button')
})

it('pings nobody and links nothing, whatever was written or searched, and fits', () => {
  const hostile = '<!channel> <@U0REQUEST> <https://x|y> `*_~ \u202e\u001b[31m ' + 'x'.repeat(500)
  const message = show({
    lines: Array.from({ length: 20 }, (_, number) => line(number, hostile, 'error')),
    latestError: line(99, hostile, 'error'),
    grep: hostile,
    stoppedBy: hostile,
    failure: hostile,
    status: 'failed',
  })
  const shown = JSON.stringify(
    message.blocks.filter(({ type }) => type !== 'rich_text' && type !== 'actions'),
  )
  expect(shown).not.toMatch(/<[!@#h]/)
  expect(shown).not.toContain('\u202e')
  expect(message.text).not.toContain('\u202e')
  expect(fit(message.blocks).cut).toEqual([])
})
