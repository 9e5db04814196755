import { eventQueue } from './eventbridge/send-event.js'
import { putMessage } from './sqs/put-message.js'
import type { QueueRecord } from './sqs/model.js'
import type { World } from './world.js'

/** Looks at and meddles with the account's queues. Names that do not exist throw. */
export interface QueuesControl {
  /** What the queue of events, or another one, has: what was not deleted yet, oldest first. */
  queued(name?: string): readonly { readonly body: string; readonly receives: number }[]
  /** The address of that queue for ohmy's configuration. */
  queueUrl(name?: string): string
  /** Somebody puts a message into the queue: also what is no event. */
  putMessage(body: string, name?: string): void
  /** Seconds for which a received message is hidden from others. */
  setVisibilityTimeout(seconds: number, name?: string): void
  /** Somebody takes everything out of it. */
  clearQueue(name?: string): void
  /** Deletes the queue. */
  deleteQueue(name?: string): void
}

export function queuesControl(world: World): QueuesControl {
  function find(name = eventQueue): QueueRecord {
    const queue = world.queues.get(name)
    if (queue === undefined) throw new Error(`The simulated account has no queue ${name}`)
    return queue
  }

  return {
    queued: (name) => find(name).messages.map(({ body, receives }) => ({ body, receives })),
    queueUrl: (name) => find(name).url,
    putMessage: (body, name) => putMessage(world, find(name), body),
    setVisibilityTimeout: (seconds, name) => void (find(name).visibilityTimeout = seconds),
    clearQueue: (name) => void (find(name).messages = []),
    deleteQueue: (name) => void world.queues.delete(find(name).name),
  }
}
