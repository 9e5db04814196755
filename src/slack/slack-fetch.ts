import type { WebClientOptions } from '@slack/web-api'
import { type Span, type Tracing, untraced } from '../core/tracing.js'

export type SlackFetch = NonNullable<WebClientOptions['fetch']>

/** One call of Slack, for who counts it. */
export interface SlackObservation {
  /** `chat.postMessage`; `upload` for the addresses that files go to. */
  readonly method: string
  /** `refused`: Slack said no in so many words; `limited`: 429; `failed`: nothing of Slack's came. */
  readonly outcome: 'answered' | 'refused' | 'limited' | 'failed'
  readonly milliseconds: number
}

/** How calls of Slack are watched. */
export interface SlackWatch {
  readonly observe?: (call: SlackObservation) => void
  /** Absent: calls are not followed. */
  readonly tracing?: Tracing
}

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
export function createSlackFetch(apiUrl: string = slackApi, watch: SlackWatch = {}): SlackFetch {
  const call = callSlack(apiUrl)
  return (url, init) => watched(methodOf(String(url), apiUrl), watch, () => call(url, init))
}

/** What goes to the `response_url` that Slack gave with a request, watched in the same way. */
export function createResponseFetch(
  watch: SlackWatch,
): (url: string, init: RequestInit) => Promise<Response> {
  return (url, init) =>
    watched('response_url', watch, async () => {
      const response = await fetch(url, init)
      const refused = response.status === 429 ? 'limited' : 'refused'
      return { response, outcome: response.ok ? 'answered' : refused }
    })
}

function watched(method: string, watch: SlackWatch, call: () => Promise<Called>): Promise<Response> {
  const { observe = () => undefined, tracing = untraced } = watch
  return tracing.span(spanOf(method), async (span) => {
    const begun = performance.now()
    const ended = (outcome: SlackObservation['outcome']) => {
      tellSpan(span, outcome)
      observe({ method, outcome, milliseconds: performance.now() - begun })
    }
    try {
      const { response, outcome } = await call()
      ended(outcome)
      return response
    } catch (error) {
      ended('failed')
      throw error
    }
  })
}

type Called = Pick<SlackObservation, 'outcome'> & { readonly response: Response }

function callSlack(apiUrl: string): (...call: Parameters<SlackFetch>) => Promise<Called> {
  return async (url, init) => {
    const response = await fetch(url, init)
    if (response.status === 429) return { response: withPause(response), outcome: 'limited' }
    // Uploads go to addresses of their own, which answer in plain text.
    if (response.status !== 200) return { response, outcome: 'failed' }
    if (!String(url).startsWith(apiUrl)) return { response, outcome: 'answered' }
    const body = await response.text()
    const answer = answerIn(body)
    if (answer === undefined) throw new NotSlackError(response, body)
    const same = new Response(body, { status: 200, headers: response.headers })
    return { response: same, outcome: answer.ok ? 'answered' : 'refused' }
  }
}

function methodOf(url: string, apiUrl: string): string {
  return url.startsWith(apiUrl)
    ? (/^[\w.]+/.exec(url.slice(apiUrl.length).replace(/^\//, ''))?.[0] ?? '')
    : 'upload'
}

/** No argument of a call stands in a span: they are what people read. */
function spanOf(method: string) {
  return { name: `Slack ${method}`, kind: 'client', attributes: { 'slack.method': method } } as const
}

function tellSpan(span: Span, outcome: SlackObservation['outcome']): void {
  span.set({ 'ohmy.outcome': outcome })
  if (outcome !== 'answered') span.fail(outcome)
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

function answerIn(body: string): { readonly ok: boolean } | undefined {
  try {
    const answer = JSON.parse(body) as { ok?: unknown } | null
    return typeof answer?.ok === 'boolean' ? { ok: answer.ok } : undefined
  } catch {
    return undefined
  }
}
