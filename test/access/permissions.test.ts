import { describe, expect, it } from 'vitest'
import { approvalFor, mayApprove, mayBreakGlass, mayDo, mayRun } from '../../src/access/permissions.js'
import type { Role } from '../../src/core/caller.js'
import { callerIn, configWith, environmentNamed } from '../dispatch/fixtures.js'
import { authorityOf } from './authority.js'

const plain = environmentNamed('production')
const configured = (overrides: Partial<typeof plain.policy>, everyone: Role = 'operator') =>
  configWith({ environments: [{ ...plain, policy: { ...plain.policy, ...overrides } }], everyone })
const authorityWith = (...given: Parameters<typeof configured>) => authorityOf(configured(...given))
const rita = callerIn('devops')

describe('what policy asks for before a change', () => {
  it('is so many people of a role, for so long', () => {
    const config = configured({
      approvals: { scale: { count: 2, role: 'admin' } },
      approvalsExpireAfter: 60_000,
    })
    expect(approvalFor({ verb: 'scale' }, 'production', config)).toEqual({
      count: 2,
      role: 'admin',
      within: 60_000,
    })
  })

  it('is nothing where no rule or a count of 0 is written', () => {
    const config = configured({ approvals: { scale: { count: 0, role: 'approver' } } })
    expect(approvalFor({ verb: 'scale' }, 'production', config)).toBeUndefined()
    expect(approvalFor({ verb: 'deploy' }, 'production', config)).toBeUndefined()
  })
})

describe('breaking the glass', () => {
  it('is for nobody where no role is named', async () => {
    const refusal = await mayBreakGlass('production', rita, authorityWith({}))
    expect(refusal?.code).toBe('break-glass-not-allowed')
    expect(refusal?.next).toContain('policy.breakGlass')
  })

  it('takes the role of that environment', async () => {
    const refusal = await mayBreakGlass(
      'production',
      rita,
      authorityWith({ breakGlass: 'admin' }, 'approver'),
    )
    expect(refusal).toMatchObject({
      code: 'role-missing',
      what: '`--break-glass` in production takes the role admin; you have approver.',
    })
    const allowed = await mayBreakGlass('production', rita, authorityWith({ breakGlass: 'admin' }, 'admin'))
    expect(allowed).toBeUndefined()
  })

  it('is for nobody in an environment that is not configured', async () => {
    const refusal = await mayBreakGlass('elsewhere', rita, authorityWith({ breakGlass: 'admin' }, 'admin'))
    expect(refusal?.code).toBe('break-glass-not-allowed')
  })
})

describe('an operation and an approval', () => {
  const scale = { verb: 'scale', access: 'operator' } as const

  it('are asked for where changes are allowed, and given anywhere', async () => {
    const authority = authorityWith({ changesIn: ['devops'] }, 'approver')
    const elsewhere = callerIn('random', { place: { channel: 'C0RANDOM1', channelName: 'random' } })
    expect(await mayRun(scale, 'production', rita, authority)).toBeUndefined()
    expect((await mayRun(scale, 'production', elsewhere, authority))?.code).toBe('channel-not-allowed')
    expect(await mayApprove('approver', 'production', elsewhere, authority)).toBeUndefined()
  })

  it('take the role, as every verb does, and what policy says instead', async () => {
    const authority = authorityWith({ access: { scale: 'approver' } })
    expect((await mayRun(scale, 'production', rita, authority))?.code).toBe('role-missing')
    expect((await mayApprove('approver', 'production', rita, authority))?.code).toBe('role-missing')
    expect(await mayDo({ verb: 'mute', access: 'operator' }, 'production', rita, authority)).toBeUndefined()
  })

  it('are for nobody in an environment that is not configured', async () => {
    const authority = authorityWith({}, 'admin')
    const refusals = await Promise.all([
      mayRun(scale, 'elsewhere', rita, authority),
      mayApprove('approver', 'elsewhere', rita, authority),
      mayDo(scale, 'elsewhere', rita, authority),
    ])
    expect(refusals.map((refusal) => refusal?.code)).toEqual(Array(3).fill('environment-not-found'))
  })
})
