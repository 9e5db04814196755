import type { World } from '../world.js'
import type { ServiceRecord, TaskRecord } from './model.js'

const kept = 100

/** Adds an event in ECS's words: `(service name) text`. Newest first; ECS keeps the last 100. */
export function addEvent(world: World, service: ServiceRecord, text: string): void {
  service.events.unshift({
    id: world.ids.uuid(),
    createdAt: new Date(world.time.now()),
    message: `(service ${service.name}) ${text}`,
  })
  if (service.events.length > kept) service.events.length = kept
}

export function taskList(tasks: readonly TaskRecord[]): string {
  return tasks.map((task) => `(task ${task.id})`).join(' ')
}
