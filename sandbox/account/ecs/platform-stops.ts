import type { World } from '../world.js'
import type { TaskRecord } from './model.js'
import { type StopReason, stopTask } from './stopping.js'

/**
 * What ends a task without the application's doing, in ECS's codes and words. The containers get SIGTERM and end with 143, or are killed with 137:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
const stops = {
  spot: {
    stopCode: 'SpotInterruption',
    reason: 'Your Spot Task was interrupted.',
    exitCode: 143,
  },
  termination: {
    stopCode: 'TerminationNotice',
    reason: 'The capacity of the task received a termination notice.',
    exitCode: 137,
  },
  infrastructure: {
    stopCode: 'InfrastructureHealth',
    reason: 'The infrastructure of the task became unhealthy.',
    exitCode: 137,
  },
  maintenance: {
    stopCode: 'ServiceSchedulerInitiated',
    reason: 'ECS is performing maintenance on the underlying infrastructure hosting the task',
    exitCode: 143,
  },
  host: {
    stopCode: 'EssentialContainerExited',
    reason: 'Host EC2 (instance i-0a1b2c3d4e5f60718) terminated.',
    exitCode: 137,
  },
  rebalancing: {
    stopCode: 'ServiceSchedulerInitiated',
    reason: 'Task stopped to balance the service across Availability Zones.',
    exitCode: 143,
  },
  person: { stopCode: 'UserInitiated', reason: 'Task stopped by user', exitCode: 137 },
} as const satisfies Readonly<Record<string, StopReason>>

export type PlatformStop = keyof typeof stops

/** Ends a task as AWS, its platform or a person does; ECS starts another one. */
export function stopByPlatform(world: World, task: TaskRecord, how: PlatformStop): void {
  stopTask(world, task, stops[how])
  world.reconcile(task.service)
}
