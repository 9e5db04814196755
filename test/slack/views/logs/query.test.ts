import { expect, it } from 'vitest'
import type { LogQueryShown } from '../../../../src/core/log-query.js'
import { fit } from '../../../../src/slack/limits.js'
import { logQueryMessage } from '../../../../src/slack/views/logs/query.js'

const now = Date.UTC(2026, 10, 23, 10)

const query: LogQueryShown = {
  id: 'logs-7k2m9qa',
  environment: 'production',
  subject: 'backend',
  name: 'errors',
  summary: 'The newest messages with ERROR in them',
  query: 'fields @message | limit 20',
  from: now - 3_600_000,
  until: now,
  startedAt: now,
  zone: 'Australia/Sydney',
  askedBy: 'Rita',
  step: { kind: 'estimating' },
}
const show = (overrides: Partial<LogQueryShown> = {}, buttons = true) =>
  logQueryMessage({ ...query, ...overrides }, { buttons })

it('says what it would scan and cost, and offers both answers', () => {
  const asking = { step: { kind: 'asking', bytes: 1.2e12, cost: 6 } } as const
  const message = show(asking)
  expect(message.text.split('\n')[0]).toBe(
    '✋ errors, backend in production in the last hour would scan 1.2 TB and cost about 6.00 USD',
  )
  expect(JSON.stringify(message.blocks)).toContain('Run it for about 6.00 USD')
  expect(show(asking, false).text).toContain('ohmy continue logs-7k2m9qa')
})

it('says how far it is', () => {
  const { text } = show({ step: { kind: 'running', recordsScanned: 1_234_567, bytesScanned: 3.4e8 } })
  expect(text).toContain('1,234,567 lines looked at, 340 MB')
})

it('says that nothing was found, what was scanned, what it cost and how long it took', () => {
  const { text } = show({
    step: { kind: 'ended', outcome: 'done', endedAt: now + 4_000 },
    table: { columns: [], rows: [], found: 0 },
    recordsScanned: 12,
    bytesScanned: 3e9,
    cost: 0.015,
    goAheadBy: 'Aaron',
  })
  expect(text).toContain('nothing was found')
  expect(text).toContain('12 lines and 3 GB scanned · cost 0.02 USD · took 4 s')
  expect(text).toContain('Aaron let it run')
})

it('pings nobody and links nothing, whatever was found or said, and fits', () => {
  const hostile = '<!channel> <@U0REQUEST> <https://x|y> `*_~ \u202e\u001b[31m'
  const message = show({
    name: hostile,
    query: hostile.repeat(200),
    failure: hostile,
    diagnosis: hostile.repeat(50),
    stoppedBy: hostile,
    step: { kind: 'ended', outcome: 'stopped', endedAt: now },
    table: {
      columns: Array.from({ length: 20 }, (_, column) => `${hostile}${column}`),
      rows: [Array.from({ length: 20 }, () => hostile)],
      found: 1,
      messages: { lines: [{ at: now, message: hostile }], kinds: [{ message: hostile, count: 2 }] },
    },
  })
  const shown = JSON.stringify(message.blocks.filter(({ type }) => type !== 'rich_text'))
  expect(shown).not.toMatch(/<[!@#h]/)
  expect(JSON.stringify(message.blocks)).not.toContain('\u202e')
  expect(fit(message.blocks).cut).toEqual([])
})
