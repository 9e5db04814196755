import { post } from './http.js'
import type { Settings } from '../options.js'
import { signature } from './signature.js'

export interface RawAnswer {
  readonly status: number
  readonly body: string
}

/** The two headers that sign a body. `timestamp` is in seconds, now unless told otherwise. */
export function signatureHeaders(
  settings: Settings,
  body: string,
  timestamp?: number,
): Record<string, string> {
  const at = timestamp ?? Math.floor(Date.now() / 1000)
  return {
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': signature(settings.credentials.signingSecret, body, at),
  }
}

/** POSTs exactly this to the bot's Request URL: for forged, replayed and broken requests. */
export async function deliverRaw(
  settings: Settings,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<RawAnswer> {
  const { deliver } = settings
  if (deliver.kind !== 'http') throw new Error('raw requests need delivery over HTTP')
  const url = typeof deliver.url === 'string' ? deliver.url : deliver.url()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
    signal: AbortSignal.timeout(10_000),
  })
  return { status: response.status, body: await response.text() }
}

/** Slack's check of a Request URL: whether the bot gives the challenge back. */
export async function verifyUrl(settings: Settings): Promise<boolean> {
  const body = JSON.stringify({ token: 'unused', challenge: 'sandbox-challenge', type: 'url_verification' })
  const { deliver } = settings
  if (deliver.kind !== 'http') throw new Error('there is no Request URL in Socket Mode')
  const url = typeof deliver.url === 'string' ? deliver.url : deliver.url()
  const headers = { 'content-type': 'application/json', ...signatureHeaders(settings, body) }
  const answer = await post(url, body, headers, settings.acknowledgeWithin)
  if (!answer.ok) return false
  const challenge =
    typeof answer.body === 'string'
      ? answer.body
      : (answer.body as { challenge?: unknown } | undefined)?.challenge
  return challenge === 'sandbox-challenge'
}
