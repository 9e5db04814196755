import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import { type Span, type Tracing, untraced } from '../core/tracing.js'
import type { Change, Question } from './actions.js'
import { hasItsMembers } from './answer-members.js'
import { AwsError } from './aws-error.js'
import { createCircuitBreaker, type Ending } from './circuit-breaker.js'
import { classify } from './classify.js'
import { createFailureLog } from './failure-log.js'
import { bucketOf, buckets, type BucketName } from './limits.js'
import { type RequestOptions, UnreadableAnswer } from './request-handler.js'
import { createTurns } from '../core/turns.js'
import { type TokenBucket, tokenBucket } from './token-bucket.js'

/** Sends one request; must hand the options to the SDK: giving up frees the socket then, and it is known whether anything left the process. */
export type Send<Answer> = (options: RequestOptions) => Promise<Answer>

/** Of an answer. */
export type Billed<Answer> = (answer: Answer) => number

/** One attempt that left (or would have left) the process, for metrics. */
export interface CallObservation {
  readonly action: string
  readonly outcome: 'answered' | 'held back' | AwsError['kind']
  /** Waiting for our own call rate excluded. */
  readonly milliseconds: number
  /** What AWS charges by, where it was said; see `Calls.ask`. */
  readonly billed?: number
}

export interface CallOptions {
  readonly logger: Logger
  readonly observe?: (call: CallObservation) => void
  /** Absent: calls are not followed. */
  readonly tracing?: Tracing
  /** Learns when questions to a service (`ecs`) are held back and when they go out again. */
  readonly circuit?: (service: string, open: boolean) => void
  /** ms an attempt may take. Default 5,000. */
  readonly timeout?: number
  /** ms a question may take with all its attempts and waits. Default 12,000. */
  readonly budget?: number
  readonly random?: () => number
  /** Runs steadily, unlike wall clocks. */
  readonly monotonic?: Clock
}

/** The one way out to AWS. */
export interface Calls {
  /**
   * Asks up to three times while the trouble is passing. `send` is called for each attempt when it may leave: not before our own call rate allows it.
   * @param billed how much of what AWS charges by an answer came to: metrics read, bytes scanned
   * @throws AwsError; with the code `OwnCallRate` when too little of its time would be left by then: nothing was sent; at once and with the code `CircuitOpen` while the service answers nobody (see circuit-breaker.ts)
   */
  ask<Answer>(action: Question, send: Send<Answer>, billed?: Billed<Answer>): Promise<Answer>
  /** Sends exactly once. @throws AwsError; `unanswered` when it may or may not have happened */
  change<Answer>(action: Change, send: Send<Answer>): Promise<Answer>
}

const attempts = 3
/** The part of a timeout below which a call is not worth sending: it would be given up before AWS can have answered. */
const usefulPart = 0.2
const steady: Clock = { now: () => performance.now() }

/** One account in one region: AWS counts calls there, so everything that calls there shares this. */
export function createCalls(options: CallOptions): Calls {
  const { logger, timeout = 5_000, budget = 12_000, random = Math.random, monotonic = steady } = options
  const { tracing = untraced } = options
  const useful = Math.min(timeout, budget) * usefulPart
  const made = new Map<BucketName, TokenBucket>()
  const turn = createTurns()
  const failures = createFailureLog(logger, monotonic)
  const breaker = createCircuitBreaker({
    monotonic,
    changed(service, open) {
      logger.warn({ service, open }, open ? 'AWS does not answer: asking less' : 'AWS answers again')
      options.circuit?.(service, open)
    },
  })

  function bucket(action: Question | Change): TokenBucket {
    const name = bucketOf[action]
    const known = made.get(name)
    if (known) return known
    const fresh = tokenBucket(buckets[name], monotonic)
    made.set(name, fresh)
    return fresh
  }

  async function attempt<Answer>(
    action: Question | Change,
    as: 'question' | 'change',
    send: Send<Answer>,
    until: number,
    ended: (ending: Ending) => void,
    billed?: Billed<Answer>,
  ): Promise<Answer> {
    const unsent = () => {
      ended('unsent')
      const words = `too many calls of ${action} are waiting already`
      return failures.note(new AwsError('throttled', action, 'OwnCallRate', words))
    }
    const wait = bucket(action).book(until - monotonic.now() - useful)
    if (wait === undefined) throw unsent()
    if (wait > 0) await sleep(wait)
    await turn()
    const begun = monotonic.now()
    const left = until - begun
    // A busy process wakes later than it meant to.
    if (left < useful) throw unsent()
    const observed = (outcome: Exclude<Ending, 'unsent'>, answer?: Answer) => {
      ended(outcome)
      const milliseconds = monotonic.now() - begun
      const units = answer === undefined ? undefined : billed?.(answer)
      options.observe?.({ action, outcome, milliseconds, ...(units === undefined ? {} : { billed: units }) })
      return milliseconds
    }
    return tracing.span(spanOf(action), async (span) => {
      let sent = false
      try {
        const answer = await abandonAfter(Math.min(timeout, left), (abortSignal) =>
          send({
            abortSignal,
            onSent() {
              sent = true
            },
          }),
        )
        refuseNothing(answer, action)
        const milliseconds = observed('answered', answer)
        const requestId = requestIdOf(answer)
        tell(span, as, { action, outcome: 'answered', requestId, milliseconds })
        return answer
      } catch (thrown) {
        const error = failures.note(classify(thrown, action, { as, sent }))
        const milliseconds = observed(error.kind)
        span.fail(error.kind)
        tell(span, as, { action, outcome: error.kind, requestId: error.requestId, milliseconds })
        throw error
      }
    })
  }

  /** With the id by which AWS knows the request. Of changes there are few, and somebody may have to ask AWS about each. */
  function tell(span: Span, as: 'question' | 'change', call: Told): void {
    const { action, outcome, requestId, milliseconds } = call
    span.set({
      'ohmy.outcome': outcome,
      ...(requestId === undefined ? {} : { 'aws.request_id': requestId }),
    })
    const line = { action, outcome, requestId, milliseconds: Math.round(milliseconds) }
    if (as === 'change') logger.info(line, 'AWS was asked for a change')
    else logger.debug(line, 'AWS was asked')
  }

  function admit(action: Question): (ending: Ending) => void {
    try {
      return breaker.admit(action)
    } catch (error) {
      options.observe?.({ action, outcome: 'held back', milliseconds: 0 })
      throw error
    }
  }

  return {
    async ask(action, send, billed) {
      const until = monotonic.now() + budget
      for (let tried = 1; ; tried++) {
        const ended = admit(action)
        try {
          return await attempt(action, 'question', send, until, ended, billed)
        } catch (error) {
          if (!(error instanceof AwsError) || !error.passing || tried === attempts) throw error
          const pause = backoff(error, tried, random)
          if (monotonic.now() + pause + useful > until) throw error
          await sleep(pause)
          if (monotonic.now() + useful > until) throw error
        }
      }
    },
    change: (action, send) =>
      attempt(action, 'change', send, monotonic.now() + budget, breaker.watch(action)),
  }
}

interface Told {
  readonly action: string
  readonly outcome: string
  readonly requestId: string | undefined
  readonly milliseconds: number
}

/** As https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/ has it. What is asked stands in no span. */
function spanOf(action: string) {
  const [service = '', method = ''] = action.split(':')
  const attributes = { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': method }
  return { name: action, kind: 'client', attributes } as const
}

function requestIdOf(answer: unknown): string | undefined {
  return (answer as { $metadata?: { requestId?: string } } | undefined)?.$metadata?.requestId
}

/** Full jitter: anything between nothing and a limit that doubles. Throttling asks for more patience. */
function backoff(error: AwsError, tried: number, random: () => number): number {
  const base = error.kind === 'throttled' ? 250 : 100
  return random() * Math.min(4_000, base * 2 ** tried)
}

/**
 * Rejects after `milliseconds` whatever the SDK does: the signal frees the socket, the race also covers what the signal does not reach
 * (credentials that never come).
 */
async function abandonAfter<Answer>(
  milliseconds: number,
  send: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no answer within ${Math.round(milliseconds)} ms`)
      error.name = 'TimeoutError'
      reject(error)
      abort.abort(error)
    }, milliseconds)
  })
  try {
    return await Promise.race([send(abort.signal), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** JSON that is not AWS's becomes an answer without members. AWS's own may lack them all, too, but carries the id of its request. */
function refuseNothing(answer: unknown, action: Question | Change): void {
  if (typeof answer !== 'object' || answer === null || !('$metadata' in answer)) return
  const { $metadata, ...members } = answer
  const { requestId, httpStatusCode = 0 } = $metadata as { requestId?: string; httpStatusCode?: number }
  const tells = requestId !== undefined || Object.values(members).some((member) => member !== undefined)
  if (tells && hasItsMembers(action, members)) return
  throw new UnreadableAnswer('the answer tells nothing', { statusCode: httpStatusCode, headers: {} })
}
