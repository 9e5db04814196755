import { expect, it } from 'vitest'
import type { OperationRecord } from '../../src/core/operation.js'
import { deploymentState } from '../../src/hooks/deployment-state.js'

const at = Date.UTC(2026, 10, 23, 12, 0)
const aaron = { id: 'U2', name: 'Aaron', origin: 'button', place: { channel: 'C1' } } as const
const record: OperationRecord = {
  v: 1,
  id: 'op-7k2m9qa',
  name: 'deploy-service',
  input: { secretive: true },
  caller: { id: 'U1', name: 'CI', origin: 'hook' },
  plan: { summary: 'Deploy x to backend in production', changes: [], warnings: [], basis: {} },
  fingerprint: 'f',
  state: 'unapproved',
  steps: [{ title: 'Update the service', state: 'pending' }],
  requestedAt: at,
  startBy: at,
  approval: {
    needed: 2,
    role: 'approver',
    within: 1,
    expiresAt: at + 60_000,
    decisions: [{ kind: 'approved', by: aaron, at: at + 1_000 }],
  },
  place: { channel: 'C1' },
  offers: { cancel: true, undo: false },
}

it('tells CI who has to agree, who has, and until when', () => {
  expect(deploymentState(record)).toMatchObject({
    state: 'unapproved',
    ended: false,
    outcome: null,
    url: '/hooks/deployments/op-7k2m9qa',
    approvals: {
      needed: 2,
      role: 'approver',
      expiresAt: '2026-11-23T12:01:00.000Z',
      decisions: [{ kind: 'approved', by: 'Aaron', at: '2026-11-23T12:00:01.000Z', reason: null }],
    },
    steps: [{ title: 'Update the service', state: 'pending', detail: null, startedAt: null }],
  })
})

it('tells how it ended and why, and nothing of Slack or of what was typed', () => {
  const ended = deploymentState({
    ...record,
    state: 'rolled back',
    endedAt: at,
    outcomeReason: 'Tasks died.',
    diagnosis: ['exit code 1'],
  })
  expect(ended).toMatchObject({ ended: true, outcome: 'rolled back', reason: 'Tasks died.' })
  expect(JSON.stringify(ended)).not.toMatch(/secretive|C1|U1|U2/)
})
