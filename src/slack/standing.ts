import type { UsersInfoResponse } from '@slack/web-api'
import type { Standing } from '../core/standing.js'
import type { Identity } from './identity.js'

/** Slack speaks as a person who is no bot: https://api.slack.com/methods/users.list says is_bot false of it. */
const slackbot = 'USLACKBOT'

/**
 * What somebody is in our workspace. Another workspace shows in `team_id`, not in `is_stranger`: that one is left out for people with whom a channel is
 * shared, the very ones who can talk to the bot (https://docs.slack.dev/reference/objects/user-object).
 * @throws when Slack leaves out what decides it
 */
export function standingIn(own: Identity, user: UsersInfoResponse['user']): Standing {
  if (user?.id === undefined) throw new Error('Slack said nothing of this person')
  if (user.is_bot === true || user.is_workflow_bot === true || user.id === slackbot) return 'bot'
  if (user.deleted === true) return 'deactivated'
  if (user.is_stranger === true || !belongs(own, user)) return 'stranger'
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'member'
}

/** In an organisation a person has one account in several workspaces, and `team_id` names only one of them. */
function belongs(own: Identity, user: NonNullable<UsersInfoResponse['user']>): boolean {
  const { team_id: team, enterprise_user: account } = user
  if (team === undefined && account === undefined) throw new Error('Slack did not say whose member this is')
  if (team === own.teamId) return true
  if (own.enterpriseId === undefined || account?.enterprise_id !== own.enterpriseId) return false
  return own.isOrgWide || (account.teams ?? []).includes(own.teamId)
}
