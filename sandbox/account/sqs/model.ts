import { arn, accountId, region } from '../identity.js'

export interface QueueMessage {
  readonly id: string
  readonly body: string
  readonly sentAt: number
  /** Nobody receives it before. */
  visibleAt: number
  receives: number
  /** Of the newest receipt; only that one deletes. */
  receipt?: string
}

/** A standard queue: at least once, in no promised order. */
export interface QueueRecord {
  readonly name: string
  readonly url: string
  readonly arn: string
  /** Seconds for which a received message is hidden, by the account's clock: higher speed does not shorten it. */
  visibilityTimeout: number
  /** What was received so often without being deleted goes there. */
  readonly redrive?: { readonly to: string; readonly maxReceiveCount: number }
  messages: QueueMessage[]
  /** Long polls that wait for the next message. */
  readonly waiting: Set<() => void>
}

export function createQueue(name: string, redrive?: QueueRecord['redrive']): QueueRecord {
  return {
    name,
    url: queueUrl(name),
    arn: arn('sqs', name),
    visibilityTimeout: 30,
    ...(redrive === undefined ? {} : { redrive }),
    messages: [],
    waiting: new Set(),
  }
}

/** As the service gives it out. Whoever calls finds the account by the endpoint, not by this. */
export function queueUrl(name: string): string {
  return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`
}
