import type { WebClientOptions } from '@slack/web-api'

export type SlackFetch = NonNullable<WebClientOptions['fetch']>

/** https://docs.slack.dev/apis/web-api: where methods live unless SLACK_API_URL says otherwise. */
const slackApi = 'https://slack.com/api/'
/** Seconds to keep away after a 429 that does not say how long; Slack itself always does (a proxy may not). */
const unstatedPause = 5

/** Something answered in Slack's place: a proxy's page, a captive portal, a body that was cut. Nobody knows what Slack did. */
export class NotSlackError extends Error {
  override readonly name = 'NotSlackError'
  constructor(response: Response, body: string) {
    const type = response.headers.get('content-type')?.split(';')[0] ?? 'no content type'
    super(`the answer is not Slack's (status ${response.status}, ${type}, ${body.length} characters)`)
  }
}

/**
 * What WebClient fetches with. WebClient 8.2 takes every body with status 200 for Slack's word (a page of HTML becomes an error code) and a 429
 * without a number for an error like any other. Here only a JSON object with `ok` passes as an answer, anything else rejects, and every 429
 * says how long.
 */
export function createSlackFetch(apiUrl: string = slackApi): SlackFetch {
  return async (url, init) => {
    const response = await fetch(url, init)
    if (response.status === 429) return withPause(response)
    // Uploads go to addresses of their own, which answer in plain text.
    if (response.status !== 200 || !String(url).startsWith(apiUrl)) return response
    const body = await response.text()
    if (!isAnswer(body)) throw new NotSlackError(response, body)
    return new Response(body, { status: 200, headers: response.headers })
  }
}

/** `Retry-After` may be a number of seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
function withPause(response: Response): Response {
  const stated = response.headers.get('retry-after') ?? ''
  if (/^\d+$/.test(stated.trim())) return response
  const until = Date.parse(stated)
  const seconds = Number.isNaN(until) ? unstatedPause : Math.max(1, Math.ceil((until - Date.now()) / 1_000))
  const headers = new Headers(response.headers)
  headers.set('retry-after', String(seconds))
  return new Response(response.body, { status: 429, headers })
}

function isAnswer(body: string): boolean {
  try {
    const answer: unknown = JSON.parse(body)
    return typeof (answer as { ok?: unknown } | null)?.ok === 'boolean'
  } catch {
    return false
  }
}
