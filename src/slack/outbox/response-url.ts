import type { Content } from './content.js'
import type { Failure } from './failure.js'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** A response_url is good for 30 minutes: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export const responseUrlLifetime = 30 * 60_000

/** Answers over a response_url, once, within 5 s. */
export async function respond(
  fetch: Fetch,
  url: string,
  { text, blocks }: Content,
  seenBy: 'ephemeral' | 'in_channel',
): Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: seenBy, replace_original: false, text, blocks }),
      signal: AbortSignal.timeout(5_000),
    })
    const body = await response.text()
    if (response.ok) return { ok: true }
    if (response.status === 429) return { ok: false, failure: { kind: 'unsure', error: 'too many answers' } }
    if (response.status >= 500)
      return { ok: false, failure: { kind: 'unsure', error: `status ${response.status}` } }
    const isContent = /invalid_blocks|too_long|no_text|attachments/.test(body)
    return {
      ok: false,
      failure: { kind: isContent ? 'content' : 'never', error: errorIn(body, response.status) },
    }
  } catch (error) {
    return {
      ok: false,
      failure: { kind: 'unsure', error: error instanceof Error ? error.message : String(error) },
    }
  }
}

function errorIn(body: string, status: number): string {
  return /"error"\s*:\s*"([a-z_]+)"/.exec(body)?.[1] ?? `status ${status}`
}
