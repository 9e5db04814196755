import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createUnsignedRequests } from '../../src/audit/unsigned-requests.js'
import type { AuditEntry } from '../../src/core/audit-record.js'
import { until } from '../support/until.js'

const logger = pino({ level: 'silent' })

it('sums up what strangers sent, and keeps the count while the store takes no record', async () => {
  const kept: AuditEntry[] = []
  let isAway = true
  let tried = 0
  const unsigned = createUnsignedRequests({
    append: async (entry) => {
      tried += 1
      if (isAway) throw new Error('away')
      kept.push(entry)
    },
    logger,
    every: 30,
  })
  for (let index = 0; index < 2_000; index += 1) unsigned.count('hooks', 'signature-wrong')
  unsigned.count('slack', 'forged')
  await until('the first try', () => tried > 0)
  expect(kept).toEqual([])
  isAway = false
  await until('the summary', () => kept.length === 1)
  expect(kept[0]?.summary).toBe(
    '2,001 requests without a valid signature refused (hooks signature-wrong 2,000, slack forged 1); the log has each',
  )
  await unsigned.stop()
  expect(kept).toHaveLength(1)
  unsigned.count('slack', 'stale')
  await unsigned.stop()
  expect(kept.at(-1)?.summary).toContain('1 request without a valid signature refused (slack stale 1)')
})
