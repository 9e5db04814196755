import type { Settings } from '../options.js'
import { signature } from './signature.js'
import type { Acknowledgement, DeliveryKind, Retry, Transport } from './transport.js'

type Payload = Readonly<Record<string, unknown>>

/** Delivers by signed HTTP POSTs, as Slack does to a Request URL. */
export function createHttpTransport(settings: Settings, url: string | (() => string)): Transport {
  async function deliver(kind: DeliveryKind, payload: Payload, retry?: Retry): Promise<Acknowledgement> {
    const body = encode(kind, payload)
    const timestamp = Math.floor(Date.now() / 1000)
    const headers: Record<string, string> = {
      'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(settings.credentials.signingSecret, body, timestamp),
    }
    if (retry !== undefined) {
      headers['x-slack-retry-num'] = String(retry.attempt)
      headers['x-slack-retry-reason'] = retry.reason
    }
    return post(typeof url === 'string' ? url : url(), body, headers, settings.acknowledgeWithin)
  }
  return { deliver, stop: () => Promise.resolve() }
}

/** POSTs and waits at most `within` milliseconds for the whole answer. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  within: number,
): Promise<Acknowledgement> {
  const started = performance.now()
  const elapsed = (): number => Math.round(performance.now() - started)
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(within) })
    const text = await response.text()
    if (!response.ok) {
      return {
        ok: false,
        acknowledgedAfter: elapsed(),
        error: 'dispatch_failed',
        reason: String(response.status),
      }
    }
    return { ok: true, acknowledgedAfter: elapsed(), ...parsed(text) }
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError'
    return {
      ok: false,
      acknowledgedAfter: elapsed(),
      error: timedOut ? 'operation_timeout' : 'dispatch_failed',
      reason: timedOut ? 'timeout' : connectionReason(error),
    }
  }
}

function encode(kind: DeliveryKind, payload: Payload): string {
  if (kind === 'events_api') return JSON.stringify(payload)
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries(payload)) form.set(key, String(value))
  return form.toString()
}

/** An acknowledgement's body is empty, JSON or plain text, whatever its content type says. */
function parsed(text: string): { body?: unknown } {
  if (text.trim() === '') return {}
  try {
    return { body: JSON.parse(text) as unknown }
  } catch {
    return { body: text }
  }
}

function connectionReason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  return typeof cause?.code === 'string' ? cause.code : String(error)
}
