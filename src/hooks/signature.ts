import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { HookRefusal } from './refusal.js'

/** Seconds a request may be old, or ahead of our clock. */
const windowSeconds = 300

const howTo = 'docs/ci.md shows how a request is signed.'

/** `v1=<hex>`: HMAC-SHA256 over `<timestamp>.<content>`. @param timestamp seconds since the epoch */
export function signHook(secret: string, timestamp: string, content: Buffer | string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(content).digest('hex')}`
}

/**
 * Whether somebody who knows a secret sent this, now. Gives the signature back.
 * @param content the body of a POST; `GET <path>` of a GET
 * @param now ms since the epoch
 * @throws HookRefusal (401)
 */
export function checkSignature(
  request: Pick<IncomingMessage, 'headers'>,
  content: Buffer | string,
  secrets: readonly string[],
  now: number,
): string {
  const timestamp = header(request, 'x-ohmy-timestamp')
  const signature = header(request, 'x-ohmy-signature')
  if (timestamp === undefined || !signature || !/^\d{1,12}$/.test(timestamp)) {
    const what = 'X-Ohmy-Timestamp (seconds since the epoch) or X-Ohmy-Signature is missing.'
    throw new HookRefusal(401, 'unsigned', what, howTo)
  }
  const age = now / 1_000 - Number(timestamp)
  if (Math.abs(age) > windowSeconds) {
    const what = `The timestamp is ${Math.round(Math.abs(age))} s ${age > 0 ? 'old' : 'ahead'}; ${windowSeconds} s are allowed.`
    throw new HookRefusal(401, 'stale', what, 'Sign again right before sending, and check the clock.')
  }
  // All secrets are tried, so that the time it takes tells nothing.
  const genuine = secrets.map((secret) => isEqual(signHook(secret, timestamp, content), signature))
  if (genuine.includes(true)) return signature
  throw new HookRefusal(401, 'signature-wrong', 'The signature does not fit the request.', howTo)
}

function isEqual(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** One header; the first where it was sent several times. */
export function header(request: Pick<IncomingMessage, 'headers'>, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
