import { randomUUID } from 'node:crypto'
import { accountId, region } from '../identity.js'
import { putMessage } from '../sqs/put-message.js'
import type { World } from '../world.js'

/** The queue that the account's one rule sends events to. */
export const eventQueue = 'ohmycoins-alerts'

/**
 * Sends an event to the default bus, whose rule takes it to the queue as it is. Before there is a queue nothing happens.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export function sendEvent(
  world: World,
  event: {
    readonly source: 'aws.cloudwatch' | 'aws.ecs'
    readonly detailType: string
    readonly resources: readonly string[]
    readonly detail: object
  },
): void {
  const queue = world.queues.get(eventQueue)
  if (queue === undefined) return
  const body = {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: accountId,
    time: new Date(world.time.now()).toISOString().replace(/[.]\d+Z$/, 'Z'),
    region,
    resources: event.resources,
    detail: event.detail,
  }
  putMessage(world, queue, JSON.stringify(body))
}
