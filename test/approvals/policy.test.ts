import { describe, expect, it } from 'vitest'
import { createApprovalPolicy } from '../../src/approvals/policy.js'
import type { Caller } from '../../src/core/caller.js'
import { UserError } from '../../src/core/user-error.js'
import { callerIn, environmentNamed } from '../dispatch/fixtures.js'

const plain = environmentNamed('production')
const asked: string[] = []
const policyWith = (parts: Partial<typeof plain.policy>) =>
  createApprovalPolicy(
    [{ ...plain, policy: { ...plain.policy, ...parts } }],
    async (verb, role, environment, caller: Caller) => {
      asked.push(`${verb} ${role} ${environment} ${caller.id}`)
      return new UserError('role-missing', 'No.', 'Ask.')
    },
  )
const rita = callerIn('devops')

describe('what policy asks for before a change', () => {
  it('is so many people of a role, for so long', () => {
    const policy = policyWith({
      approvals: { scale: { count: 2, role: 'admin' } },
      approvalsExpireAfter: 60_000,
    })
    expect(policy.approvalFor({ verb: 'scale' }, 'production')).toEqual({
      count: 2,
      role: 'admin',
      within: 60_000,
    })
  })

  it('is nothing where no rule or a count of 0 is written', () => {
    const policy = policyWith({ approvals: { scale: { count: 0, role: 'approver' } } })
    expect(policy.approvalFor({ verb: 'scale' }, 'production')).toBeUndefined()
    expect(policy.approvalFor({ verb: 'deploy' }, 'production')).toBeUndefined()
  })
})

describe('breaking the glass', () => {
  it('is for nobody where no role is named', async () => {
    const refusal = await policyWith({}).mayBreakGlass('production', rita)
    expect(refusal?.code).toBe('break-glass-not-allowed')
    expect(refusal?.next).toContain('policy.breakGlass')
  })

  it('takes the role of that environment', async () => {
    asked.length = 0
    const refusal = await policyWith({ breakGlass: 'admin' }).mayBreakGlass('production', rita)
    expect(refusal?.code).toBe('role-missing')
    expect(asked).toEqual(['--break-glass admin production U0REQUEST'])
  })

  it('is for nobody in an environment that is not configured', async () => {
    const refusal = await policyWith({ breakGlass: 'admin' }).mayBreakGlass('elsewhere', rita)
    expect(refusal?.code).toBe('break-glass-not-allowed')
  })
})
