import { describe, expect, it } from 'vitest'
import type { Grant } from '../../src/config/config.js'
import type { Caller, Role } from '../../src/core/caller.js'
import type { Environment } from '../../src/core/environment.js'
import { authorise, type Deed } from '../../src/access/authorise.js'
import type { Permission } from '../../src/access/permission.js'
import type { Authority } from '../../src/access/authority.js'
import { authorityOf } from './authority.js'
import { callerIn, configWith, environmentNamed, production, staging } from '../dispatch/fixtures.js'
import { endsWithin } from '../support/duration.js'

const names: Readonly<Record<string, string>> = { U0REQUEST: 'Rita Requester', U0APPROVE: 'Aaron Approver' }

function grant(role: Role, overrides: Partial<Grant> = {}): Grant {
  return { role, users: [], groups: [], environments: [], ...overrides }
}

function authority(
  overrides: Partial<Parameters<typeof configWith>[0]> & object,
  rest: Partial<Authority> = {},
): Authority {
  return authorityOf(configWith(overrides), { nameOf: async (id) => names[id], ...rest })
}

function deed(overrides: Partial<Deed> = {}): Deed {
  return {
    verb: 'scale',
    access: 'operator',
    changes: true,
    environment: staging,
    caller: callerIn('devops'),
    ...overrides,
  }
}

function codeOf(permission: Permission): string {
  return permission.kind === 'allowed' ? 'allowed' : permission.code
}

function withPolicy(environment: Environment, policy: Partial<Environment['policy']>): Environment {
  return { ...environment, policy: { ...environment.policy, ...policy } }
}

describe('an agent', () => {
  const agent: Caller = {
    ...callerIn('devops'),
    ...{
      id: 'agent:scout',
      name: 'scout',
      origin: 'agent',
      behind: { id: 'U0REQUEST', name: 'Rita Requester' },
    },
  }
  const granted = { grants: [grant('operator', { users: ['agent:scout'] })] }

  it.each([
    ['is a member', async () => 'member' as const, 'allowed'],
    ['was deactivated', async () => 'deactivated' as const, 'role-missing'],
    [
      'is unknown, because Slack does not answer',
      () => Promise.reject(new Error('away')),
      'roles-unreadable',
    ],
  ])('asks for somebody who %s', async (_, standingOf, expected) => {
    for (const changes of [true, false]) {
      const permission = await authorise(deed({ caller: agent, changes }), authority(granted, { standingOf }))
      expect({ changes, code: codeOf(permission) }).toEqual({ changes, code: expected })
    }
  })
})

describe('roles', () => {
  const me = { users: ['U0REQUEST'] }
  const matrix: readonly [string, readonly Grant[], Role | undefined, Partial<Deed>, string][] = [
    ['nobody granted anything', [], undefined, {}, 'role-missing'],
    ['exactly the role', [grant('operator', me)], undefined, {}, 'allowed'],
    ['a higher role', [grant('admin', me)], undefined, {}, 'allowed'],
    ['a lower role', [grant('viewer', me)], undefined, {}, 'role-missing'],
    ['the highest of several', [grant('viewer', me), grant('operator', me)], undefined, {}, 'allowed'],
    ['somebody else’s role', [grant('operator', { users: ['U0APPROVE'] })], undefined, {}, 'role-missing'],
    ['the role here', [grant('operator', { ...me, environments: ['staging'] })], undefined, {}, 'allowed'],
    [
      'the role elsewhere',
      [grant('operator', { ...me, environments: ['production'] })],
      undefined,
      {},
      'role-missing',
    ],
    ['the role for everyone', [], 'operator', {}, 'allowed'],
    ['too little for everyone', [], 'viewer', {}, 'role-missing'],
    ['everyone and a grant', [grant('operator', me)], 'viewer', {}, 'allowed'],
    ['reading as everyone', [], 'viewer', { access: 'viewer', changes: false }, 'allowed'],
    ['help without any role', [], undefined, { access: 'anyone', changes: false }, 'allowed'],
    [
      'no environment: a role anywhere',
      [grant('operator', { ...me, environments: ['production'] })],
      undefined,
      { environment: undefined },
      'allowed',
    ],
    [
      'a policy that asks for more',
      [grant('operator', me)],
      undefined,
      { environment: withPolicy(production, { access: { scale: 'approver' } }) },
      'role-missing',
    ],
    [
      'a policy that asks for less',
      [grant('operator', me)],
      undefined,
      { access: 'admin', environment: withPolicy(staging, { access: { scale: 'operator' } }) },
      'allowed',
    ],
    [
      'a policy that would let people change who only look',
      [grant('viewer', me)],
      undefined,
      { environment: withPolicy(staging, { access: { scale: 'viewer' } }) },
      'role-missing',
    ],
    [
      'a policy about another verb',
      [grant('operator', me)],
      undefined,
      { environment: withPolicy(staging, { access: { rollback: 'admin' } }) },
      'allowed',
    ],
  ]

  it.each(matrix)('%s', async (_, grants, everyone, overrides, expected) => {
    const given = authority({ grants, ...(everyone === undefined ? {} : { everyone }) })
    expect(codeOf(await authorise(deed(overrides), given))).toBe(expected)
  })

  it.each(['guest', 'stranger', 'bot', 'deactivated'] as const)(
    'that everyone has are not those of a %s, whose own still count',
    async (standing) => {
      const standingOf = async () => standing
      const reading = deed({ access: 'viewer', changes: false })
      const permission = await authorise(reading, authority({ everyone: 'operator' }, { standingOf }))
      expect(codeOf(permission)).toBe('role-missing')
      expect(JSON.stringify(permission)).toContain('full members of this workspace, and you')
      expect(JSON.stringify(permission)).toContain('Ask a full member of the workspace')
      const grants = [grant('viewer', me)]
      expect(
        codeOf(await authorise(reading, authority({ everyone: 'viewer', grants }, { standingOf }))),
      ).toBe('allowed')
      const inGroup = authority(
        { everyone: 'viewer', grants: [grant('viewer', { groups: ['S0LOOK'] })] },
        { standingOf, memberOf: async () => new Set(['U0REQUEST']) },
      )
      expect(codeOf(await authorise(reading, inGroup))).toBe('allowed')
    },
  )

  it.each([
    ['says nothing', () => Promise.reject(new Error('ratelimited'))],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('that everyone has are refused while Slack %s of the person, with words', async (_, standingOf) => {
    const asked = authorise(deed(), authority({ everyone: 'operator' }, { standingOf }))
    expect(await endsWithin(2_800, asked)).toBe(true)
    const permission = await asked
    expect(permission).toMatchObject({ kind: 'refused', code: 'roles-unreadable' })
    expect(JSON.stringify(permission)).toContain('whether you are a full member of this workspace')
    expect(JSON.stringify(permission)).not.toContain('ratelimited')
  })

  it('ask what somebody is only where it decides', async () => {
    const standingOf = () => Promise.reject(new Error('down'))
    const own = authority({ everyone: 'viewer', grants: [grant('operator', me)] }, { standingOf })
    expect(codeOf(await authorise(deed(), own))).toBe('allowed')
    expect(codeOf(await authorise(deed(), authority({ everyone: 'viewer' }, { standingOf })))).toBe(
      'role-missing',
    )
  })

  it('come from user groups, too', async () => {
    const grants = [grant('operator', { groups: ['S0OPS'] })]
    const members = async (group: string) => new Set(group === 'S0OPS' ? ['U0REQUEST'] : [])
    expect(codeOf(await authorise(deed(), authority({ grants }, { memberOf: members })))).toBe('allowed')
    const others = deed({ caller: callerIn('devops', { id: 'U0VIEWERS' }) })
    expect(codeOf(await authorise(others, authority({ grants }, { memberOf: members })))).toBe('role-missing')
  })

  it('are refused, and say why, when a group cannot be read', async () => {
    const grants = [grant('operator', { groups: ['S0OPS'] })]
    const memberOf = () => Promise.reject(new Error('ratelimited'))
    const permission = await authorise(deed(), authority({ grants }, { memberOf }))
    expect(permission).toMatchObject({ kind: 'refused', code: 'roles-unreadable' })
    expect(JSON.stringify(permission)).toContain('S0OPS')
    expect(JSON.stringify(permission)).not.toContain('ratelimited')
  })

  it('do not wait for a group list that never comes', async () => {
    const grants = [grant('operator', { groups: ['S0OPS'] })]
    const memberOf = () => new Promise<never>(() => undefined)
    const asked = authorise(deed(), authority({ grants }, { memberOf }))
    expect(await endsWithin(2_800, asked)).toBe(true)
    expect(codeOf(await asked)).toBe('roles-unreadable')
  })

  it('need no group where a person is named, and no group that would not help', async () => {
    const asked: string[] = []
    const memberOf = async (group: string) => {
      asked.push(group)
      throw new Error('down')
    }
    const named = [grant('operator', me), grant('operator', { groups: ['S0OPS'] })]
    expect(codeOf(await authorise(deed(), authority({ grants: named }, { memberOf })))).toBe('allowed')
    const useless = [grant('viewer', { groups: ['S0LOOK'] })]
    expect(codeOf(await authorise(deed(), authority({ grants: useless }, { memberOf })))).toBe('role-missing')
    expect(asked).toEqual([])
  })

  it('one readable group suffices when another is not', async () => {
    const grants = [grant('operator', { groups: ['S0DOWN', 'S0OPS'] })]
    const memberOf = async (group: string) => {
      if (group === 'S0DOWN') throw new Error('down')
      return new Set(['U0REQUEST'])
    }
    expect(codeOf(await authorise(deed(), authority({ grants }, { memberOf })))).toBe('allowed')
  })

  it('a refusal names the role and who has it, and pings nobody', async () => {
    const grants = [grant('operator', { users: ['U0APPROVE', 'U0NONAME'] }), grant('viewer', me)]
    const permission = await authorise(deed(), authority({ grants }))
    expect(permission).toEqual({
      kind: 'refused',
      code: 'role-missing',
      what: '`scale` in staging takes the role operator; you have viewer.',
      next: 'Ask one of those who have it: Aaron Approver and `U0NONAME`.',
    })
  })

  it('a refusal names members of groups, and how many more there are', async () => {
    const memberOf = async () => new Set(['U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7'])
    const permission = await authorise(
      deed(),
      authority({ grants: [grant('operator', { groups: ['S0OPS'] })] }, { memberOf }),
    )
    expect(permission).toMatchObject({
      next: 'Ask one of those who have it: `U1`, `U2`, `U3`, `U4`, `U5` and 2 more.',
    })
  })
})

describe('channels in which changes may be asked for', () => {
  const place = (channel: string, channelName?: string): Partial<Caller> => ({
    place: { channel, ...(channelName === undefined ? {} : { channelName }) },
  })
  const home: Caller = { id: 'U0REQUEST', name: 'Rita', origin: 'home' }
  const terminal: Caller = { id: 'U0REQUEST', name: 'Rita', origin: 'terminal' }

  it.each<[string, readonly string[], Caller, string]>([
    ['any channel where none is listed', [], callerIn('random'), 'allowed'],
    ['the channel by name', ['devops'], callerIn('devops'), 'allowed'],
    ['the channel by name with #', ['#devops'], callerIn('devops'), 'allowed'],
    ['the channel by id', ['C0DEVOPS1'], callerIn('privategroup'), 'allowed'],
    ['another channel', ['devops'], callerIn('random'), 'channel-not-allowed'],
    [
      'a channel whose name is not known',
      ['devops'],
      callerIn('', place('C0OTHER01')),
      'channel-not-allowed',
    ],
    ['a private channel that calls itself so', ['devops'], callerIn('privategroup'), 'channel-not-allowed'],
    ['a direct message', [], callerIn('directmessage', place('D0RITA')), 'channel-not-allowed'],
    [
      'a direct message that is listed',
      ['devops', 'dm'],
      callerIn('directmessage', place('D0RITA')),
      'allowed',
    ],
    ['a group message', [], callerIn('', place('C0GROUP01', 'mpdm-a--b-1')), 'channel-not-allowed'],
    ['the App Home', [], home, 'channel-not-allowed'],
    ['the App Home where dm is listed', ['dm'], home, 'allowed'],
    ['the terminal', ['devops'], terminal, 'allowed'],
  ])('%s', async (_, changesIn, caller, expected) => {
    const environment = withPolicy(staging, { changesIn })
    const given = authority({ everyone: 'operator' })
    expect(codeOf(await authorise(deed({ environment, caller }), given))).toBe(expected)
    const reading = deed({ environment, caller, changes: false })
    expect(codeOf(await authorise(reading, given))).toBe('allowed')
  })

  it('are found by name where Slack sent only the id', async () => {
    const environment = withPolicy(staging, { changesIn: ['devops'] })
    const caller = callerIn('', { origin: 'mention', ...place('C0DEVOPS1') })
    const named = authority({ everyone: 'operator' }, { channelNameOf: async () => 'devops' })
    expect(codeOf(await authorise(deed({ environment, caller }), named))).toBe('allowed')
    const down = authority(
      { everyone: 'operator' },
      { channelNameOf: () => Promise.reject(new Error('down')) },
    )
    expect(codeOf(await authorise(deed({ environment, caller }), down))).toBe('channel-not-allowed')
  })

  it('a refusal says where instead', async () => {
    const environment = withPolicy(production, { changesIn: ['devops', 'C0SECRET1', 'dm'] })
    const permission = await authorise(
      deed({ environment, caller: callerIn('random', place('C0RANDOM1', 'random')) }),
      authority({ everyone: 'operator' }),
    )
    expect(permission).toMatchObject({
      what: 'production is not changed from `#random`.',
      next: expect.stringContaining('Ask for it in `#devops`, `C0SECRET1` or a direct message.'),
    })
  })

  it('a change about no environment needs one whose changes are allowed here', async () => {
    const strict = [
      withPolicy(staging, { changesIn: ['devops'] }),
      withPolicy(production, { changesIn: ['release'] }),
    ]
    const given = authority({ everyone: 'operator', environments: strict })
    expect(codeOf(await authorise(deed({ environment: undefined }), given))).toBe('allowed')
    const elsewhere = deed({
      environment: undefined,
      caller: callerIn('random', place('C0RANDOM1', 'random')),
    })
    expect(codeOf(await authorise(elsewhere, given))).toBe('channel-not-allowed')
    expect(environmentNamed('staging').policy.changesIn).toEqual([])
  })
})
