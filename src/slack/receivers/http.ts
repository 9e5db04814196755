import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App, Receiver } from '@slack/bolt'
import type { Logger } from 'pino'
import type { Clock } from '../../core/clock.js'
import { readBody } from './body.js'
import { createReplayMemory } from './replays.js'
import { verify } from './verify.js'

/** Slack gives up after 3 s; what is not acknowledged by then is answered, so that no connection stays open. */
const acknowledgeWithin = 2_900
export const slackPath = '/slack/events'

export interface HttpReceiverOptions {
  readonly signingSecret: string
  readonly clock: Clock
  readonly logger: Logger
  /** Counts a request that was not Slack's. */
  readonly countUnsigned?: (reason: string) => void
}

/**
 * Takes Slack's HTTP requests for Bolt. Not Bolt's own HTTPReceiver: that one accepts signatures dated years ahead and replayed ones, and
 * cannot share its server with /healthz and /metrics without a second one. See docs/adr/0002-own-http-receiver.md.
 */
export class HttpReceiver implements Receiver {
  readonly #options: HttpReceiverOptions
  readonly #replays = createReplayMemory()
  #app: App | undefined

  constructor(options: HttpReceiverOptions) {
    this.#options = options
  }

  init(app: App): void {
    this.#app = app
  }

  /** The server belongs to the process, not to Slack. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Answers one request to {@link slackPath}. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { logger, countUnsigned = () => undefined } = this.#options
    try {
      const body = await readBody(request)
      if (body === 'too large') {
        countUnsigned('too large')
        return answer(response, 413)
      }
      const refusal = this.#refusal(request, body)
      if (refusal !== undefined) {
        logger.warn({ refusal }, 'A request to the Slack endpoint was refused')
        countUnsigned(refusal)
        return answer(response, 401)
      }
      const payload = parsePayload(request.headers['content-type'], body)
      if (payload === undefined) return answer(response, 400)
      if (payload['type'] === 'url_verification')
        return answer(response, 200, { challenge: payload['challenge'] })
      if (payload['ssl_check'] !== undefined) return answer(response, 200)
      await this.#deliver(request, response, payload)
      // Slack delivers it again, perhaps within the same second, and so with the same signature.
      if (response.statusCode >= 500) this.#replays.forget(header(request, 'x-slack-signature') ?? '')
    } catch (error) {
      logger.error({ err: error }, 'A request of Slack broke off')
      answer(response, 500)
    }
  }

  #refusal(request: IncomingMessage, body: Buffer): string | undefined {
    const signature = header(request, 'x-slack-signature')
    const now = this.#options.clock.now()
    const timestamp = header(request, 'x-slack-request-timestamp')
    const verification = verify({
      signingSecret: this.#options.signingSecret,
      body,
      timestamp,
      signature,
      now,
    })
    if (verification !== 'genuine') return verification
    return this.#replays.first(signature ?? '', now) ? undefined : 'replayed'
  }

  async #deliver(
    request: IncomingMessage,
    response: ServerResponse,
    body: Record<string, unknown>,
  ): Promise<void> {
    const timer = setTimeout(() => answer(response, 504), acknowledgeWithin)
    const retry = header(request, 'x-slack-retry-num')
    const retryReason = header(request, 'x-slack-retry-reason')
    try {
      await this.#app?.processEvent({
        body,
        ack: async (content?: unknown) => answer(response, 200, content),
        ...(retry === undefined ? {} : { retryNum: Number(retry) }),
        ...(retryReason === undefined ? {} : { retryReason }),
      })
      // Nobody listens for it: acknowledged all the same, or Slack sends it again.
      answer(response, 200)
    } catch {
      // Logged where it happened. Not acknowledged: the person is told by Slack, and an event is delivered again.
      answer(response, 500)
    } finally {
      clearTimeout(timer)
    }
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** JSON for events, forms for commands, `payload=` in a form for interactions. */
function parsePayload(contentType: string | undefined, body: Buffer): Record<string, unknown> | undefined {
  try {
    const text = body.toString('utf8')
    if (contentType?.startsWith('application/json') === true) return object(JSON.parse(text))
    const form = Object.fromEntries(new URLSearchParams(text))
    return form['payload'] === undefined ? form : object(JSON.parse(form['payload']))
  } catch {
    return undefined
  }
}

function object(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** Answers once; a second answer is dropped, because acknowledging twice is harmless to Slack. */
function answer(response: ServerResponse, status: number, content?: unknown): void {
  if (response.headersSent || response.destroyed) return
  if (content === undefined || content === '') {
    response.writeHead(status).end()
  } else if (typeof content === 'string') {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(content)
  } else {
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(content))
  }
}
