import { describe, expect, it } from 'vitest'
import type { Identity } from '../../src/slack/identity.js'
import { foreignTo } from '../../src/slack/origin.js'
import { standingIn } from '../../src/slack/standing.js'

const ours: Identity = { teamId: 'T0OURS', isOrgWide: false, appId: 'A0OURS' }
const inGrid: Identity = { ...ours, enterpriseId: 'E0OURS' }
const orgWide: Identity = { teamId: 'E0OURS', enterpriseId: 'E0OURS', isOrgWide: true, appId: 'A0OURS' }

describe('what somebody is in our workspace', () => {
  const user = { id: 'U1', team_id: 'T0OURS', deleted: false, is_bot: false, is_restricted: false }
  it.each([
    ['a member', ours, user, 'member'],
    ['a member of whom Slack leaves the rest out', ours, { id: 'U1', team_id: 'T0OURS' }, 'member'],
    ['a guest', ours, { ...user, is_restricted: true }, 'guest'],
    ['a single-channel guest', ours, { ...user, is_restricted: true, is_ultra_restricted: true }, 'guest'],
    ['somebody of another workspace in a shared channel', ours, { ...user, team_id: 'T0OTHER' }, 'stranger'],
    ['somebody Slack calls a stranger', ours, { ...user, is_stranger: true }, 'stranger'],
    ['a guest of another workspace', ours, { ...user, team_id: 'T0OTHER', is_restricted: true }, 'stranger'],
    ['a deactivated account', ours, { id: 'U1', team_id: 'T0OURS', deleted: true }, 'deactivated'],
    ['a bot', ours, { ...user, is_bot: true }, 'bot'],
    ['a bot of another workspace', ours, { ...user, team_id: 'T0OTHER', is_bot: true }, 'bot'],
    ['Slackbot, who says it is none', ours, { ...user, id: 'USLACKBOT' }, 'bot'],
    [
      'somebody of a sibling workspace',
      inGrid,
      { ...user, team_id: 'T0SIBLING', enterprise_user: { enterprise_id: 'E0OURS', teams: ['T0SIBLING'] } },
      'stranger',
    ],
    [
      'a member whose account names the sibling first',
      inGrid,
      {
        ...user,
        team_id: 'T0SIBLING',
        enterprise_user: { enterprise_id: 'E0OURS', teams: ['T0SIBLING', 'T0OURS'] },
      },
      'member',
    ],
    [
      'a member of the organisation that installed it as a whole',
      orgWide,
      { ...user, team_id: 'T0SIBLING', enterprise_user: { enterprise_id: 'E0OURS', teams: [] } },
      'member',
    ],
    [
      'a member of another organisation',
      orgWide,
      { ...user, team_id: 'T9', enterprise_user: { enterprise_id: 'E0OTHER', teams: ['T0OURS', 'E0OURS'] } },
      'stranger',
    ],
  ] as const)('%s', (_, own, found, standing) => {
    expect(standingIn(own, found as never)).toBe(standing)
  })

  it('is not guessed', () => {
    expect(() => standingIn(ours, undefined)).toThrow()
    expect(() => standingIn(ours, {})).toThrow()
    expect(() => standingIn(ours, { id: 'U1' })).toThrow()
  })
})

describe('whose a payload is', () => {
  const event = { type: 'event_callback', api_app_id: 'A0OURS', team_id: 'T0OURS' }
  const click = {
    type: 'block_actions',
    api_app_id: 'A0OURS',
    team: { id: 'T0OURS' },
    user: { team_id: 'T0OURS' },
  }
  const command = { command: '/ohmy', api_app_id: 'A0OURS', team_id: 'T0OURS' }
  const view = { type: 'view_submission', api_app_id: 'A0OURS', team: { id: 'T0OTHER' } }
  const installed = (team: string, enterprise: string | null = null) => [
    { team_id: team, enterprise_id: enterprise },
  ]

  it.each([
    ['a command', ours, command, undefined],
    ['a command of another workspace', ours, { ...command, team_id: 'T0OTHER' }, 'another workspace'],
    ['a command of another app', ours, { ...command, api_app_id: 'A0OTHER' }, 'another app'],
    ['a click', ours, click, undefined],
    ['a click of somebody from elsewhere', ours, { ...click, user: { team_id: 'T0OTHER' } }, undefined],
    ['a click in another workspace', ours, { ...click, team: { id: 'T0OTHER' } }, 'another workspace'],
    [
      'a click that tells of an organisation',
      ours,
      { ...click, team: null, enterprise: { id: 'E0' } },
      'another workspace',
    ],
    ['a click of another app', ours, { ...click, api_app_id: 'A0OTHER' }, 'another app'],
    [
      'a click where the app is not known',
      { ...ours, appId: undefined },
      { ...click, api_app_id: 'A1' },
      undefined,
    ],
    ['a modal of another workspace', ours, view, 'another workspace'],
    [
      'a modal opened from a shared channel',
      ours,
      { ...view, view: { app_installed_team_id: 'T0OURS' } },
      undefined,
    ],
    [
      'a modal of an app installed elsewhere',
      ours,
      { ...view, team: { id: 'T0OURS' }, view: { app_installed_team_id: 'T0OTHER' } },
      'another workspace',
    ],
    ['an event', ours, event, undefined],
    ['an event of another workspace', ours, { ...event, team_id: 'T0OTHER' }, 'another workspace'],
    [
      'an event in a channel that comes from another workspace',
      ours,
      { ...event, team_id: 'T0OTHER', authorizations: installed('T0OURS') },
      undefined,
    ],
    [
      'an event for an installation elsewhere',
      ours,
      { ...event, authorizations: installed('T0OTHER') },
      'another workspace',
    ],
    [
      'a click anywhere in the organisation',
      orgWide,
      { ...click, team: null, enterprise: { id: 'E0OURS' } },
      undefined,
    ],
    [
      'a click in a workspace of the organisation',
      orgWide,
      { ...click, team: { id: 'T1', enterprise_id: 'E0OURS' } },
      undefined,
    ],
    [
      'a click in another organisation',
      orgWide,
      { ...click, team: null, enterprise: { id: 'E1' } },
      'another workspace',
    ],
    ['a command in the organisation', orgWide, { ...command, enterprise_id: 'E0OURS' }, undefined],
    [
      'an event in the organisation',
      orgWide,
      { ...event, authorizations: installed('T1', 'E0OURS') },
      undefined,
    ],
    [
      'a sibling workspace',
      inGrid,
      { ...click, team: { id: 'T1', enterprise_id: 'E0OURS' } },
      'another workspace',
    ],
  ])('%s', (_, own, payload, foreign) => {
    expect(foreignTo(own as Identity, payload)).toBe(foreign)
  })
})
