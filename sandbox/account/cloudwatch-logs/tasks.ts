import type { TaskRecord } from '../ecs/model.js'
import { fraction } from '../identity.js'
import type { World } from '../world.js'
import type { LoggedTask, LogGroupRecord } from './model.js'

/** A crash loop at twenty times the speed must not fill the memory: older ended tasks are forgotten beyond this many. */
const kept = 2_000

/** Lets a task write into the log group its task definition names, if there is one of that name. */
export function rememberTask(world: World, task: TaskRecord): void {
  const [container] = task.revision.taskDefinition.definition.containerDefinitions ?? []
  const group = world.logs.groups.get(container?.logConfiguration?.options?.['awslogs-group'] ?? '')
  if (group === undefined) return
  group.tasks.push(task)
  if (group.tasks.length > kept + kept / 10) {
    group.tasks.splice(0, group.tasks.length, ...group.tasks.filter(isKept))
  }
}

function isKept(task: TaskRecord, index: number, tasks: readonly TaskRecord[]): boolean {
  return task.stoppedAt === undefined || index >= tasks.length - kept
}

/** The task as its log shows it; undefined for one whose container never started. */
export function loggedTask(task: TaskRecord): LoggedTask | undefined {
  if (task.startedAt === undefined) return undefined
  const { definition } = task.revision.taskDefinition
  const [container] = definition.containerDefinitions ?? []
  const image = container?.image ?? ''
  return {
    id: task.id,
    container: container?.name ?? 'app',
    service: task.service,
    version: image.slice(image.lastIndexOf(':') + 1),
    memory: Number(definition.memory ?? 512),
    address: task.address,
    behaviour: task.behaviour ?? 'good',
    startedAt: task.startedAt,
    stoppingAt: task.stoppingAt,
    endedAt: task.executionStoppedAt,
    exitCode: task.exitCode,
    isUnhealthy: task.stoppedReason?.startsWith('Task failed ELB health checks') ?? false,
  }
}

/** Every task that wrote into a group, oldest first. */
export function tasksOf(group: LogGroupRecord): LoggedTask[] {
  const logged = group.tasks.map(loggedTask).filter((task) => task !== undefined)
  return [...group.pastTasks, ...logged]
}

/** An id for a task of the past: it does not take one from the account's own ids. */
export function pastTaskId(text: string): string {
  return Array.from({ length: 4 }, (_, part) =>
    Math.floor(fraction(`${text}/${part}`) * 0xffffffff)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
}
