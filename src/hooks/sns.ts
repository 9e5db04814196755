import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { Route } from '../server/server.js'
import { readHookBody } from './body.js'
import { HookRefusal, refusalAnswer, sendAnswer } from './refusal.js'
import {
  certificateAddress,
  checkSnsMessage,
  checkSnsSignature,
  readSnsMessage,
  type SnsMessage,
} from './sns-message.js'

export interface SnsHookOptions {
  /** ARNs of the topics that may post; empty: there is no route. */
  readonly topics: readonly string[]
  /** The PEM text behind an address that was checked: no redirects, within a few seconds. */
  readonly certificate: (address: string) => Promise<string>
  /** ConfirmSubscription of SNS's API; never by fetching an address out of the message. */
  readonly confirm: (subscription: { readonly topic: string; readonly token: string }) => Promise<void>
  /** Does it once for a message; where it fails, it may be done again. @returns false: it was done before */
  readonly once: (messageId: string, work: () => Promise<void>) => Promise<boolean>
  /** The text of a notification. @throws when the store is away: SNS posts it again */
  readonly take: (text: string) => Promise<void>
  /** Counts a request that nobody proved to have sent. */
  readonly countUnsigned: (reason: string) => void
  readonly clock: Clock
  readonly logger: Logger
}

/** A message of SNS has 256 KB at most, and its quotes are escaped where it is posted; what is refused for its size does not come again. */
const largestNotification = 768 * 1_024

/** `POST /hooks/sns`: notifications of alarms, for accounts that have no queue. */
export function createSnsHook(options: SnsHookOptions): readonly Route[] {
  if (options.topics.length === 0) return []
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await receive(request, options)
      sendAnswer(response, { status: 200, content: { ok: true } })
    } catch (error) {
      if (error instanceof HookRefusal) {
        if (error.status !== 503) options.countUnsigned(error.code)
        options.logger.warn({ code: error.code, what: error.what }, 'A message of SNS was refused')
        sendAnswer(response, refusalAnswer(error))
        return
      }
      options.logger.warn({ err: error }, 'A message of SNS was not taken; it comes again')
      const what = 'It could not be taken now.'
      sendAnswer(response, refusalAnswer(new HookRefusal(503, 'not-taken', what, 'Send it again.')))
    }
  }
  return [{ method: 'POST', path: '/hooks/sns', handle }]
}

async function receive(request: IncomingMessage, options: SnsHookOptions): Promise<void> {
  const message = readSnsMessage(await readHookBody(request, { largest: largestNotification }))
  checkSnsMessage(message, options.topics, options.clock.now())
  checkSnsSignature(message, await certificateOf(message, options))
  await options.once(message.MessageId, () => work(message, options))
}

async function certificateOf(message: SnsMessage, { certificate }: SnsHookOptions): Promise<string> {
  const address = certificateAddress(message)
  try {
    return await certificate(address)
  } catch {
    const what = 'The certificate of SNS could not be read.'
    throw new HookRefusal(503, 'certificate-unread', what, 'Send it again.')
  }
}

async function work(message: SnsMessage, { confirm, take, logger }: SnsHookOptions): Promise<void> {
  const { Type, TopicArn: topic, Token: token, Message } = message
  if (Type === 'Notification') return take(Message)
  if (Type === 'SubscriptionConfirmation' && token !== undefined) {
    await confirm({ topic, token })
    logger.info({ topic }, 'The subscription to a topic of SNS was confirmed')
    return
  }
  logger.warn({ topic }, 'A topic of SNS posts here no more')
}
