import { describe, expect, it } from 'vitest'
import { authorise } from '../../src/access/authorise.js'
import type { IncidentHere } from '../../src/access/authority.js'
import type { Environment } from '../../src/core/environment.js'
import { incidentStatuses } from '../../src/core/incident.js'
import { callerIn, configWith, production, staging } from '../dispatch/fixtures.js'
import { authorityOf } from './authority.js'

const policed = (environment: Environment): Environment => ({
  ...environment,
  policy: { ...environment.policy, changesIn: ['devops'] },
})
const environments = [policed(staging), policed(production)]
const caller = callerIn('inc-20261128-slow', {
  place: { channel: 'C0INCIDENT', channelName: 'inc-20261128-slow' },
})

async function asked(
  incidentIn: ((channel: string) => Promise<IncidentHere | undefined>) | undefined,
  { everyone = 'operator' as 'operator' | 'viewer', environment = environments[0] } = {},
) {
  const authority = authorityOf(
    configWith({ everyone, environments }),
    incidentIn === undefined ? {} : { incidentIn },
  )
  const deed = { verb: 'scale', access: 'operator', changes: true, environment, caller } as const
  const permission = await authorise(deed, authority)
  return permission.kind === 'allowed' ? 'allowed' : permission
}

describe('the own channel of an incident', () => {
  const incident = (status: IncidentHere['status'], environment: string | undefined = 'staging') => ({
    id: 'inc-7k2m9qa',
    status,
    ...(environment === undefined ? {} : { environment }),
  })

  it.each(incidentStatuses)('changes its environment only while it is open: %s', async (status) => {
    const open = status !== 'resolved' && status !== 'closed' && status !== 'merged'
    const permission = await asked(async (channel) =>
      channel === 'C0INCIDENT' ? incident(status) : undefined,
    )
    if (open) expect(permission).toBe('allowed')
    else {
      expect(permission).toMatchObject({
        code: 'channel-not-allowed',
        what: `inc-7k2m9qa is ${status}, so staging is not changed from its channel any more.`,
        next: expect.stringContaining('ask for it in `#devops`'),
      })
    }
  })

  it('changes no other environment, and says where', async () => {
    const permission = await asked(async () => incident('open'), { environment: environments[1] })
    expect(permission).toMatchObject({
      code: 'channel-not-allowed',
      what: 'This is the channel of inc-7k2m9qa, which is about staging, so production is not changed from here.',
      next: 'Ask for it in `#devops`.',
    })
  })

  it('changes nothing where the incident is about no environment', async () => {
    expect(await asked(async () => ({ id: 'inc-7k2m9qa', status: 'open' }))).toMatchObject({
      what: expect.stringContaining('about no environment'),
    })
  })

  it('gives nobody a role', async () => {
    expect(await asked(async () => incident('open'), { everyone: 'viewer' })).toMatchObject({
      code: 'role-missing',
    })
  })

  it('is no more than a name where no incident has it', async () => {
    expect(await asked(async () => undefined)).toMatchObject({ code: 'channel-not-allowed' })
    expect(await asked(undefined)).toMatchObject({ code: 'channel-not-allowed' })
  })

  it('changes nothing while nobody can tell, with words', async () => {
    const permission = await asked(() => Promise.reject(new Error('Connection is closed.')))
    expect(permission).toMatchObject({
      code: 'channel-unreadable',
      next: expect.stringContaining('Nothing was done'),
    })
    expect(JSON.stringify(permission)).not.toContain('Connection is closed')
  })
})
