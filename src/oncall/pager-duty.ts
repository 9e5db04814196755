import type { ChangeEventRecord } from '../core/change-event.js'
import { cutPlain } from '../core/cut.js'
import type { PageRecord, PagerDutyAction } from '../core/page.js'
import type { PagePorts, PagerDutyAnswer } from './page/ports.js'

/** https://developer.pagerduty.com/docs/events-api-v2/overview */
const path = '/v2/enqueue'
/** https://developer.pagerduty.com/docs/send-change-event: what changed, which notifies nobody. */
const changePath = '/v2/change/enqueue'
const within = 10_000
/** https://developer.pagerduty.com/docs/send-alert-event: `summary` 1,024 characters. The whole event may have 512 KB, which these few fields never come near. */
const longestSummary = 1_024
const longestDedupKey = 255
const longestReason = 200

/** SEV-1 to SEV-3 in PagerDuty's words. */
const severities = { 1: 'critical', 2: 'error', 3: 'warning' } as const

/**
 * PagerDuty's Events API v2. What is sent under one `dedup_key`, the id of the page, is one alert there: the same sent twice, after a crash or a lost answer, is
 * one. What it says: 202 taken, 400 no for good; 429 and 5xx, as no answer at all, may be taken later.
 */
export function createPagerDuty(options: {
  readonly routingKey: string
  /** `https://events.pagerduty.com` */
  readonly url: string
  readonly fetch?: typeof fetch
}): PagerDuty {
  const { routingKey, url, fetch: request = fetch } = options

  async function post(to: string, event: object): Promise<PagerDutyAnswer> {
    try {
      const response = await request(new URL(to, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ routing_key: routingKey, ...event }),
        // Whoever answers for another host is not PagerDuty, and must not get the key.
        redirect: 'error',
        signal: AbortSignal.timeout(within),
      })
      return answerOf(response.status, (await response.text()).slice(0, 2_000))
    } catch (error) {
      return { kind: 'later', why: error instanceof Error ? error.message : 'no answer' }
    }
  }

  return {
    send: (action, record) => post(path, eventOf(action, record)),
    tellChange: (record) => post(changePath, changeEventOf(record)),
  }
}

export interface PagerDuty extends NonNullable<PagePorts['pagerDuty']> {
  /** The same sent twice, after a crash, stands there twice: change events have no key. */
  tellChange(record: ChangeEventRecord): Promise<PagerDutyAnswer>
}

/** PagerDuty asks to wait for minutes after a 429 or a 5xx: half a minute at first, at most a quarter of an hour (ms). */
export function sendAgainAfter(failures: number): number {
  return Math.min(15 * 60_000, 30_000 * 2 ** Math.min(failures - 1, 10))
}

function changeEventOf({ summary, environment, at, operation, phase }: ChangeEventRecord) {
  return {
    payload: {
      ...{ summary, source: environment, timestamp: new Date(at).toISOString() },
      custom_details: { operation, phase },
    },
  }
}

/** The event without its key. */
export function eventOf(action: PagerDutyAction, record: PageRecord): Readonly<Record<string, unknown>> {
  const { id, title, environment, severity, begunAt, reason, link } = record
  const event = { event_action: action, dedup_key: id.slice(0, longestDedupKey) }
  if (action !== 'trigger') return event
  return {
    ...event,
    client: 'ohmy',
    payload: {
      summary: cutPlain(`${environment === undefined ? '' : `${environment}: `}${title}`, longestSummary),
      source: environment ?? 'ohmy',
      severity: severities[severity],
      timestamp: new Date(begunAt).toISOString(),
      class: reason,
      ...(environment === undefined ? {} : { group: environment }),
    },
    ...(link === undefined ? {} : { links: [{ href: link, text: 'More' }] }),
  }
}

function answerOf(status: number, text: string): PagerDutyAnswer {
  if (status === 202) return { kind: 'taken' }
  if (status === 429 || status === 408 || status >= 500 || status < 400)
    return { kind: 'later', why: `PagerDuty answered ${status}` }
  return { kind: 'refused', why: `${status}: ${reasonIn(text)}`.slice(0, longestReason) }
}

/** `{ status, message, errors: […] }`; what is no such answer is told as no more than that. */
function reasonIn(text: string): string {
  try {
    const { message = '', errors = [] } = JSON.parse(text) as { message?: unknown; errors?: unknown }
    const told = Array.isArray(errors) ? errors.filter((error) => typeof error === 'string') : []
    return [String(message), ...told].filter(Boolean).join(': ') || 'without a reason'
  } catch {
    return 'without a reason'
  }
}
