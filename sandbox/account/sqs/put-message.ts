import { randomUUID } from 'node:crypto'
import type { World } from '../world.js'
import type { QueueRecord } from './model.js'

/** Puts a message into a queue and wakes whoever waits for one. */
export function putMessage(world: World, queue: QueueRecord, body: string): void {
  const sentAt = world.time.now()
  queue.messages.push({ id: randomUUID(), body, sentAt, visibleAt: sentAt, receives: 0 })
  for (const wake of queue.waiting) wake()
}
