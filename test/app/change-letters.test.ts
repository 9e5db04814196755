import { expect, it } from 'vitest'
import { createChangeLetters } from '../../src/app/change-letters.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { authorityOf } from '../access/authority.js'
import { configWith } from '../dispatch/fixtures.js'

it('mentions a user group that Slack does not tell of, where people want direct messages; later they get those, too', async () => {
  const grants = [{ role: 'approver', users: [], groups: ['S1'], environments: [] }] as const
  const config = { ...configWith({ grants }), notify: { approvers: 'direct', requester: 'direct' } } as const
  let isAway = true
  const memberOf = async () => {
    if (isAway) throw new Error('Slack is away')
    return new Set(['U1', 'U2'])
  }
  const sent = new Map<string, { readonly channel: string; readonly text: string }>()
  const tell = createChangeLetters({
    outbox: {
      has: async ({ key, version }) => sent.has(`${key} ${version}`),
      send: async ({ key, version, to, message }) => {
        sent.set(`${key} ${version}`, { channel: to.channel, text: JSON.stringify(message.blocks) })
      },
      postedAs: async () => '1.0',
    },
    directMessage: async (person) => `D${person}`,
    authority: authorityOf(config, { memberOf }),
    clock: { now: () => 0 },
  })
  const record = {
    ...{
      id: 'op-7k2m9qa',
      state: 'unapproved',
      requestedAt: 0,
      place: { channel: 'C1' },
      fingerprint: 'f'.repeat(64),
    },
    caller: { id: 'U2', name: 'Rita', origin: 'command' },
    plan: { summary: 'Scale backend', changes: [], notes: [], warnings: [] },
    approval: { role: 'approver', count: 1, within: 1_000, expiresAt: 1_000, decisions: [] },
  } as unknown as OperationRecord
  const asks = { kind: 'approval', round: 1_000, open: true } as const
  for (const _twice of [1, 2]) expect(await tell(asks, record, 'production')).toBe(true)
  expect([...sent.values()]).toEqual([
    { channel: 'C1', text: expect.stringContaining('<!subteam^S1>') as string },
  ])
  isAway = false
  expect(await tell(asks, record, 'production')).toBe(true)
  expect([...sent.values()].map(({ channel }) => channel)).toEqual(['C1', 'DU1'])
  const over = { ...asks, open: false } as const
  expect(await tell(over, { ...record, state: 'expired' } as OperationRecord, 'production')).toBe(true)
  expect([...sent.values()].slice(2).map(({ channel }) => channel)).toEqual(['DU1', 'C1'])
})
