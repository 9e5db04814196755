import { expect, it } from 'vitest'
import type { ApprovalDecision, OperationRecord } from '../../../../src/core/operation.js'
import { settledNotice } from '../../../../src/slack/views/operations/notices.js'

const at = Date.UTC(2026, 10, 23, 12, 0)
const aaron = { id: 'U2', name: 'Aaron', origin: 'button', place: { channel: 'C1' } } as const

function decided(kind?: ApprovalDecision['kind']): OperationRecord {
  return {
    v: 1,
    id: 'op-7k2m9qa',
    name: 'scale-service',
    input: {},
    caller: { id: 'U1', name: 'Rita', origin: 'command' },
    plan: { summary: 'Scale backend', changes: [], warnings: [], basis: {} },
    fingerprint: 'f',
    state: kind === 'approved' ? 'queued' : 'expired',
    steps: [],
    requestedAt: at,
    startBy: at,
    approval: {
      needed: 1,
      role: 'approver',
      within: 1,
      expiresAt: at,
      decisions: kind === undefined ? [] : [{ kind, by: aaron, at }],
    },
    place: { channel: 'C1' },
    offers: { cancel: false, undo: false },
  }
}

it.each([
  ['approved', '☑️ Scale backend — approved by Aaron\nHow it goes: op-7k2m9qa'],
  ['rejected', '⚪ Scale backend — rejected by Aaron\nop-7k2m9qa'],
  [undefined, '⚪ Scale backend — nobody decided in time\nop-7k2m9qa'],
] as const)('a request that was %s says nothing that is not true for good', (kind, text) => {
  expect(settledNotice(decided(kind)).text).toBe(text)
})
