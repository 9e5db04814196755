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
    const body = (await response.text()).trim()
    if (response.ok && /^(ok|\{"ok":\s*true\b.*)$/s.test(body)) return { ok: true }
    const word = wordIn(body)
    if (response.ok || response.status === 429 || response.status >= 500 || word === undefined) {
      return { ok: false, failure: { kind: 'unsure', error: word ?? `status ${response.status}` } }
    }
    const isContent = /invalid_blocks|too_long|no_text|attachments/.test(word)
    return { ok: false, failure: { kind: isContent ? 'content' : 'refused', error: word } }
  } catch (error) {
    return {
      ok: false,
      failure: { kind: 'unsure', error: error instanceof Error ? error.message : String(error) },
    }
  }
}

/** Slack's code, in JSON or alone; undefined where something else answered in its place. */
function wordIn(body: string): string | undefined {
  return /^\{.*"error"\s*:\s*"([a-z_]+)"/s.exec(body)?.[1] ?? /^[a-z_]+$/.exec(body)?.[0]
}
