import { createHmac } from 'node:crypto'

/**
 * `X-Slack-Signature` for a raw body: `v0=` and the HMAC-SHA256 of `v0:<timestamp>:<body>`.
 * `timestamp` is in seconds. See https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signature(secret: string, body: string, timestamp: number): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}
