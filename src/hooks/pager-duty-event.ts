import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { HookRefusal } from './refusal.js'

/** What a v3 webhook posts, as far as it is looked at. https://developer.pagerduty.com/docs/webhooks-overview */
const PagerDutyEvent = z.looseObject({
  id: z.string().min(1).max(200),
  event_type: z.string().max(200),
  occurred_at: z.string().max(60),
  /** Null: something did it, and nobody. */
  agent: z.looseObject({ type: z.string().max(100), summary: z.string().max(2_000).nullish() }).nullish(),
  data: z.looseObject({ type: z.string().max(100), incident_key: z.string().max(255).nullish() }),
})
const Webhook = z.looseObject({ event: PagerDutyEvent })
export type PagerDutyEvent = z.infer<typeof PagerDutyEvent>

/** Several stand there while one secret replaces another; more are nobody's. */
const mostSignatures = 10

/**
 * Whether PagerDuty sent this: one of the header's signatures is HMAC-SHA256 over the body as it came, with one of the secrets.
 * https://developer.pagerduty.com/docs/verifying-signatures
 * @param header of `X-PagerDuty-Signature`: `v1=<hex>,v1=<hex>`
 * @throws HookRefusal (401)
 */
export function checkPagerDutySignature(
  header: string | undefined,
  body: Buffer,
  secrets: readonly string[],
): void {
  const given = (header ?? '').split(',').map((signature) => signature.trim())
  const signatures = given.filter((signature) => signature.startsWith('v1=')).slice(0, mostSignatures)
  if (signatures.length === 0)
    throw new HookRefusal(401, 'unsigned', 'X-PagerDuty-Signature is missing.', 'Nothing to do.')
  // All are compared, so that the time it takes tells nothing.
  const genuine = secrets.flatMap((secret) => {
    const expected = Buffer.from(`v1=${createHmac('sha256', secret).update(body).digest('hex')}`)
    return signatures.map((signature) => {
      const written = Buffer.from(signature)
      return written.length === expected.length && timingSafeEqual(written, expected)
    })
  })
  if (genuine.includes(true)) return
  const next = 'Set PAGERDUTY_WEBHOOK_SECRET to the secret of the webhook subscription.'
  throw new HookRefusal(401, 'signature-wrong', 'The signature does not fit the request.', next)
}

/** Undefined: it is signed, and of a shape that ohmy does not know. */
export function readPagerDutyEvent(body: Buffer): PagerDutyEvent | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return Webhook.safeParse(JSON.parse(text)).data?.event
  } catch {
    return undefined
  }
}

/** PagerDuty tries for 48 hours, in order; and a clock may be behind (ms). */
const oldest = 49 * 3_600_000
const ahead = 5 * 60_000

/** Whether it may be of now: PagerDuty's own later tries are. */
export function isFresh({ occurred_at: occurred }: PagerDutyEvent, now: number): boolean {
  const age = now - Date.parse(occurred)
  return age <= oldest && age >= -ahead
}
