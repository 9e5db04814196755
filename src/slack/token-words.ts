const tokens = {
  app: { name: 'app token', variable: 'SLACK_APP_TOKEN', place: 'Basic Information → App-Level Tokens' },
  bot: { name: 'bot token', variable: 'SLACK_BOT_TOKEN', place: 'OAuth & Permissions' },
} as const

/** What to do about a token that Slack refuses. @param error Slack's code: `invalid_auth`, `token_revoked`… */
export function wordsForToken(which: keyof typeof tokens, error: string): string {
  const { name, variable, place } = tokens[which]
  const refused = `Slack refuses the ${name} (${error})`
  if (error === 'account_inactive' || error === 'team_disabled' || error === 'app_uninstalled') {
    return `${refused}: install the app in the workspace again.`
  }
  if (error === 'missing_scope' || error === 'no_permission') {
    return `${refused}: it lacks a scope of docker/slack-app-manifest.yaml.`
  }
  return `${refused}: put the one under ${place} into ${variable} and start ohmy again.`
}
