import type { Clock } from '../core/clock.js'
import { AwsError } from './aws-error.js'
import { createCalls, type CallOptions } from './call.js'
import { createClients } from './clients.js'
import type { RequestOptions } from './request-handler.js'

/** One message, as it was received. */
export interface QueueMessage {
  readonly id: string
  /** Untrusted. */
  readonly body: string
  /** What deletes it; only the newest one of a message does. */
  readonly receipt: string
}

/** One queue of SQS, for whoever works through it. */
export interface Queue {
  /**
   * Waits up to 20 s, or until the signal is aborted, for up to ten messages; what is not deleted comes again once its visibility timeout is over.
   * @throws AwsError
   */
  receive(signal: AbortSignal): Promise<readonly QueueMessage[]>
  /** @throws AwsError; the message comes again then */
  delete(message: Pick<QueueMessage, 'receipt'>): Promise<void>
  /** How many messages it has, about. @param url another queue's, of the same region */
  depth(url: string): Promise<number>
  close(): Promise<void>
}

export interface QueueOptions extends Pick<CallOptions, 'logger' | 'observe' | 'circuit'> {
  /** `https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts` */
  readonly url: string
  readonly monotonic?: Clock
}

/** The longest there is (API reference, ReceiveMessage WaitTimeSeconds). */
const wait = 20
/** ms: longer than the longest poll, so that an answer without messages is not taken for silence. */
const timeout = 26_000
const mostMessages = 10

/** Nothing is loaded and nothing called until the first question. The process's own credentials are used. */
export function createQueue({ url, ...options }: QueueOptions): Queue {
  const clients = createClients({ region: regionOf(url), timeout })
  const calls = createCalls({ ...options, timeout, budget: timeout + 2_000 })
  return {
    async receive(signal) {
      const sqs = await clients.sqs()
      const wanted = {
        QueueUrl: url,
        MaxNumberOfMessages: mostMessages,
        WaitTimeSeconds: wait,
      }
      const { Messages = [] } = await calls.ask('sqs:ReceiveMessage', async (request) => {
        const abortSignal = AbortSignal.any([request.abortSignal, signal])
        return sqs.receiveMessage(wanted, { ...request, abortSignal }).catch((error: unknown) => {
          // Whoever stops waiting has got nothing; that is no failure of AWS.
          if (signal.aborted) return { Messages: [], $metadata: {} }
          throw error
        })
      })
      return Messages.flatMap(({ MessageId, Body = '', ReceiptHandle }) =>
        MessageId === undefined || ReceiptHandle === undefined
          ? []
          : [{ id: MessageId, body: Body, receipt: ReceiptHandle }],
      )
    },

    async delete({ receipt }) {
      const sqs = await clients.sqs()
      await calls.change('sqs:DeleteMessage', (request) => {
        const answersNothing: RequestOptions = { ...request, mayBeEmpty: true }
        return sqs.deleteMessage({ QueueUrl: url, ReceiptHandle: receipt }, answersNothing)
      })
    },

    async depth(of) {
      const sqs = await clients.sqs()
      const { Attributes = {} } = await calls.ask('sqs:GetQueueAttributes', (request) =>
        sqs.getQueueAttributes(
          {
            QueueUrl: of,
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          },
          request,
        ),
      )
      const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } =
        Attributes
      const depth = Number(visible) + Number(hidden ?? 0)
      if (Number.isFinite(depth)) return depth
      throw new AwsError(
        'unanswered',
        'sqs:GetQueueAttributes',
        'UnreadableAnswer',
        'SQS did not say how many',
      )
    },

    close: () => clients.close(),
  }
}

/** The queue's address names its region, which need not be an environment's. */
function regionOf(url: string): string {
  return /^https:\/\/sqs[.]([a-z0-9-]+)[.]amazonaws[.]/.exec(url)?.[1] ?? ''
}
