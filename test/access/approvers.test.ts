import { describe, expect, it } from 'vitest'
import { approversOf } from '../../src/access/approvers.js'
import type { Grant } from '../../src/config/config.js'
import { configWith } from '../dispatch/fixtures.js'
import { authorityOf } from './authority.js'

const members: Record<string, readonly string[]> = { S1: ['U1', 'U2', 'U3'], S2: ['U1'] }

function asked(grants: readonly Partial<Grant>[], without: readonly string[] = [], everyone?: 'approver') {
  const full = grants.map((grant) => ({
    role: 'approver' as const,
    users: [],
    groups: [],
    environments: [],
    ...grant,
  }))
  const config = { ...configWith({ grants: full }), ...(everyone === undefined ? {} : { everyone }) }
  const memberOf = async (group: string) => {
    const found = members[group]
    if (found === undefined) throw new Error('Slack is away')
    return new Set(found)
  }
  return approversOf('approver', 'production', without, authorityOf(config, { memberOf }))
}

describe('who is told of a request', () => {
  it('is the user group of the role, where there is one', async () => {
    expect(await asked([{ groups: ['S1'], users: ['U9'] }])).toEqual({
      groups: ['S1'],
      people: [],
      others: 0,
    })
  })

  it('is never who asked: a group becomes its other members', async () => {
    expect(await asked([{ groups: ['S1'] }], ['U2'])).toEqual({ groups: [], people: ['U1', 'U3'], others: 0 })
    expect(await asked([{ users: ['U1', 'U2'] }], ['U1'])).toMatchObject({ people: ['U2'] })
  })

  it('is the role above, where the role has nobody else', async () => {
    const grants = [{ groups: ['S2'] }, { role: 'admin' as const, users: ['U7'] }]
    expect(await asked(grants, ['U1'])).toMatchObject({ groups: [], people: ['U7'] })
  })

  it('is nobody of another environment', async () => {
    expect(await asked([{ users: ['U1'], environments: ['staging'] }])).toMatchObject({ people: [] })
  })

  it('is no crowd', async () => {
    const users = Array.from({ length: 12 }, (_, index) => `U${index}`)
    const found = await asked([{ users }])
    expect(found.people).toHaveLength(5)
    expect(found.others).toBe(7)
  })

  it('is nobody where everybody has the role', async () => {
    expect(await asked([{ role: 'admin', users: ['U7'] }], [], 'approver')).toMatchObject({ people: [] })
  })

  it('is the whole group where Slack does not say who is in it', async () => {
    expect(await asked([{ groups: ['S9'] }], ['U1'])).toMatchObject({ groups: ['S9'] })
  })
})
