import { createHmac, timingSafeEqual } from 'node:crypto'

/** Slack's own advice: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const windowSeconds = 300

export type Verification = 'genuine' | 'unsigned' | 'stale' | 'from the future' | 'forged'

/**
 * Whether Slack sent this body, now. Unlike Bolt's own check it also refuses timestamps that lie ahead: a signature dated next year would
 * otherwise open the door until then.
 * @param now ms since the epoch
 */
export function verify(request: {
  readonly signingSecret: string
  readonly body: Buffer
  readonly timestamp: string | undefined
  readonly signature: string | undefined
  readonly now: number
}): Verification {
  const { timestamp, signature } = request
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return 'unsigned'
  const age = request.now / 1_000 - Number(timestamp)
  if (age > windowSeconds) return 'stale'
  if (age < -windowSeconds) return 'from the future'
  const expected = Buffer.from(sign(request.signingSecret, timestamp, request.body))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected) ? 'genuine' : 'forged'
}

export function sign(signingSecret: string, timestamp: string, body: Buffer | string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')}`
}
