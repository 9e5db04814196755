import { randomUUID } from 'node:crypto'
import { sign } from '../../src/slack/receivers/verify.js'

export const signingSecret = 'bench-signing-secret'

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A form as Slack sends it, signed now. */
export function signed(fields: Readonly<Record<string, string>>, secret = signingSecret): SignedRequest {
  const body = new URLSearchParams(fields).toString()
  const timestamp = String(Math.floor(Date.now() / 1_000))
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(secret, timestamp, body),
    },
  }
}

/** A slash command that was never delivered before. */
export function slashCommand(): SignedRequest {
  return signed({
    token: 'unused',
    team_id: 'T000000001',
    team_domain: 'bench',
    channel_id: 'C0DEVOPS',
    channel_name: 'devops',
    user_id: 'U0REQUEST',
    user_name: 'rita',
    command: '/ohmy',
    text: 'status staging',
    api_app_id: 'A0OHMYAPP',
    is_enterprise_install: 'false',
    response_url: `https://hooks.slack.test/commands/T000000001/${randomUUID()}`,
    trigger_id: `1.2.${randomUUID()}`,
  })
}
