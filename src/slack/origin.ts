import type { Identity } from './identity.js'

/** Whose a payload is, if not ours. */
export type Foreign = 'another workspace' | 'another app'

type Fields = Readonly<Record<string, unknown>>

/**
 * Whether a payload is another workspace's or another app's. In a Slack Connect channel the `team_id` of an event may be that of the workspace the channel comes
 * from; `authorizations` names the installation that sees it (https://docs.slack.dev/apis/events-api#authorizations). `team` of a click is the workspace of the app and
 * not of the person, whose own is `user.team_id`: that one is looked at where roles are. What a payload leaves out names nobody else.
 */
export function foreignTo(own: Identity, payload: Fields): Foreign | undefined {
  const app = payload['api_app_id']
  if (app !== undefined && own.appId !== undefined && app !== own.appId) return 'another app'
  return installations(payload).some((installation) => isOurs(own, installation))
    ? undefined
    : 'another workspace'
}

interface Installation {
  readonly team: unknown
  readonly enterprise: unknown
}

function installations(payload: Fields): readonly Installation[] {
  const authorizations = payload['authorizations']
  if (Array.isArray(authorizations) && authorizations.length > 0) {
    return authorizations.map((each) => {
      const { team_id: team, enterprise_id: enterprise } = fields(each)
      return { team, enterprise }
    })
  }
  if (payload['type'] === 'event_callback' || payload['command'] !== undefined) {
    return [{ team: payload['team_id'], enterprise: payload['enterprise_id'] }]
  }
  const { id: team, enterprise_id: enterpriseOfTeam } = fields(payload['team'])
  const enterprise = fields(payload['enterprise'])['id'] ?? enterpriseOfTeam
  // Of a view that was opened from a shared channel this is the workspace of the app, and `team` that of the person.
  const installedIn = fields(payload['view'])['app_installed_team_id']
  // An app that is installed for an organisation is told `team: null`.
  return [{ team: installedIn ?? (payload['team'] === null ? null : team), enterprise }]
}

function isOurs(own: Identity, { team, enterprise }: Installation): boolean {
  if (team === undefined || team === own.teamId) return true
  return own.isOrgWide && own.enterpriseId !== undefined && enterprise === own.enterpriseId
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
