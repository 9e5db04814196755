import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { Route } from '../server/server.js'
import { readHookBody } from './body.js'
import {
  checkPagerDutySignature,
  isFresh,
  type PagerDutyEvent,
  readPagerDutyEvent,
} from './pager-duty-event.js'
import { HookRefusal, refusalAnswer, sendAnswer } from './refusal.js'
import { header } from './signature.js'

/** What came of a webhook that PagerDuty signed. `nobody`: no person did it. `over`: the page had ended. */
export type PagerDutyOutcome =
  | 'answered'
  | 'over'
  | 'foreign'
  | 'nobody'
  | 'other'
  | 'stale'
  | 'replayed'
  | 'unknown'

/** A person of PagerDuty's who has answered, or is done. */
export interface PagerDutyAnswered {
  /** What the incident goes by: the key of the alert that opened it. */
  readonly key: string
  /** As PagerDuty has the name. Untrusted. */
  readonly name: string
  readonly how: 'acknowledged' | 'resolved'
}

export interface PagerDutyHookOptions {
  /** Empty: there is no route. */
  readonly secrets: readonly string[]
  /** Does it once for an event; where it fails, it may be done again. @returns false: it was done before */
  readonly once: (eventId: string, work: () => Promise<void>) => Promise<boolean>
  /** @throws when the store is away: PagerDuty sends it again */
  readonly answered: (answer: PagerDutyAnswered) => Promise<'answered' | 'over' | 'foreign'>
  /** Counts a request that nobody proved to have sent. */
  readonly countUnsigned: (reason: string) => void
  readonly count: (outcome: PagerDutyOutcome) => void
  readonly clock: Clock
  readonly logger: Logger
}

/** PagerDuty drops what is larger (docs, Behavior: size limit). */
const largestWebhook = 256 * 1024

const answers: Readonly<Record<string, PagerDutyAnswered['how']>> = {
  'incident.acknowledged': 'acknowledged',
  'incident.resolved': 'resolved',
}

/**
 * `POST /hooks/pagerduty`: who answers in PagerDuty has answered in Slack. What PagerDuty signed is always taken with 202, whether anything comes of it or not:
 * after three refusals PagerDuty turns the subscription off for a day.
 */
export function createPagerDutyHook(options: PagerDutyHookOptions): readonly Route[] {
  if (options.secrets.length === 0) return []
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const body = await readHookBody(request, { largest: largestWebhook })
      checkPagerDutySignature(header(request, 'x-pagerduty-signature'), body, options.secrets)
      options.count(await outcomeOf(readPagerDutyEvent(body), options))
      sendAnswer(response, { status: 202, content: { ok: true } })
    } catch (error) {
      if (error instanceof HookRefusal) {
        options.countUnsigned(error.code)
        options.logger.warn({ code: error.code, what: error.what }, 'A webhook of PagerDuty was refused')
        sendAnswer(response, refusalAnswer(error))
        return
      }
      options.logger.warn({ err: error }, 'A webhook of PagerDuty was not taken; it comes again')
      const what = 'It could not be taken now.'
      sendAnswer(response, refusalAnswer(new HookRefusal(503, 'not-taken', what, 'Send it again.')))
    }
  }
  return [{ method: 'POST', path: '/hooks/pagerduty', handle }]
}

async function outcomeOf(
  event: PagerDutyEvent | undefined,
  { once, answered, clock }: PagerDutyHookOptions,
): Promise<PagerDutyOutcome> {
  if (event === undefined) return 'unknown'
  if (!isFresh(event, clock.now())) return 'stale'
  const { event_type: type, data, agent } = event
  const how = Object.hasOwn(answers, type) ? answers[type] : undefined
  const key = data.incident_key ?? ''
  if (how === undefined || data.type !== 'incident') return 'other'
  // An incident that resolves itself after hours was answered by nobody; nor is what ohmy itself said news.
  const name = agent?.type === 'user_reference' || agent?.type === 'user' ? (agent.summary ?? '') : ''
  if (name.trim() === '') return 'nobody'
  let outcome: PagerDutyOutcome = 'foreign'
  const isFirst = await once(event.id, async () => {
    outcome = await answered({ key, name, how })
  })
  return isFirst ? outcome : 'replayed'
}
