import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../src/core/audit-record.js'
import { maskSecrets } from '../../src/core/mask.js'
import type { Reply } from '../../src/core/message.js'
import { recordReply } from '../../src/dispatch/recorded.js'
import { endsWithin } from '../support/duration.js'

const logger = pino({ level: 'silent' })
const rita = { id: 'U1', name: 'Rita', origin: 'command' } as const
const answer: Reply = { message: { text: 'fine', blocks: [] }, data: null, shownTo: 'place' }
const refusal = (error: Reply['data']): Reply => ({ ...answer, data: { error }, failed: 'refused' })

async function record(said: string, reply: Reply, only?: 'refusals') {
  const entries: AuditEntry[] = []
  const append = async (entry: AuditEntry) => void entries.push(entry)
  expect(await recordReply(said, rita, reply, { append, mask: maskSecrets, logger }, only)).toBe(reply)
  return entries
}

describe('what somebody said', () => {
  it('is recorded with who and where, on one line and without secrets', async () => {
    expect(await record('status\n  staging password=hunter2', answer)).toEqual([
      { kind: 'command', actor: 'U1', summary: 'status staging password=•••', origin: 'command' },
    ])
  })

  it('is recorded with the operation it started', async () => {
    expect(await record('scale', { ...answer, operation: 'op-1' })).toMatchObject([{ operation: 'op-1' }])
  })

  it('is recorded as refused, and why', async () => {
    expect(await record('scale', refusal({ code: 'role-missing' }))).toMatchObject([
      { kind: 'refused', summary: 'scale · role-missing' },
    ])
    expect(await record('click', refusal('button-unreadable'))).toMatchObject([
      { summary: 'click · button-unreadable' },
    ])
  })

  it('is recorded in short', async () => {
    const [entry] = await record('x'.repeat(100_000), answer)
    expect(entry?.summary).toHaveLength(300)
  })

  it('is not recorded again where only refusals are', async () => {
    expect(await record('approve op-1', answer, 'refusals')).toEqual([])
    expect(await record('approve op-1', refusal({ code: 'own-request' }), 'refusals')).toHaveLength(1)
  })

  it('is answered although it cannot be recorded, and soon although the store hangs', async () => {
    const broken = { append: () => Promise.reject(new Error('away')), mask: maskSecrets, logger }
    expect(await recordReply('status', rita, answer, broken)).toBe(answer)
    const hanging = { append: () => new Promise<never>(() => undefined), mask: maskSecrets, logger }
    const replied = recordReply('status', rita, answer, hanging)
    expect(await endsWithin(1_000, replied)).toBe(true)
    expect(await replied).toBe(answer)
  })
})
