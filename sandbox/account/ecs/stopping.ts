import type { TaskStopCode } from '@aws-sdk/client-ecs'
import type { World } from '../world.js'
import { sendServiceAction, sendTaskEvent } from './deployment-event.js'
import { backoff, durations } from './durations.js'
import { addEvent } from './events.js'
import type { ImageBehaviour, TaskRecord } from './model.js'

export interface StopReason {
  stopCode: TaskStopCode
  reason: string
  exitCode?: number
  containerReason?: string
}

/** Stops a task: out of the target groups, then the containers, then the network interface. */
export function stopTask(world: World, task: TaskRecord, why: StopReason): void {
  if (task.desiredStatus === 'STOPPED') return
  const { time } = world
  const wasRunning = task.lastStatus === 'RUNNING'
  const crashed = why.exitCode !== undefined || why.stopCode === 'TaskFailedToStart'
  task.desiredStatus = 'STOPPED'
  task.stoppingAt = time.now()
  task.stopCode = why.stopCode
  task.stoppedReason = why.reason
  if (why.containerReason !== undefined) task.containerReason = why.containerReason
  task.service.steady = false
  const drained = task.target !== undefined
  if (drained) drain(world, task)

  if (crashed || !wasRunning) {
    if (why.exitCode !== undefined) task.exitCode = why.exitCode
    deprovision(world, task)
    return
  }
  task.lastStatus = drained ? 'DEACTIVATING' : 'STOPPING'
  time.after(drained ? durations.draining : 0, () => {
    task.lastStatus = 'STOPPING'
    time.after(durations.stopping, () => {
      // A process that handles SIGTERM ends with 0; a killed one would end with 137.
      task.exitCode = 0
      deprovision(world, task)
    })
  })
}

function drain(world: World, task: TaskRecord): void {
  const { service } = task
  task.target = {
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
    description: 'Target deregistration is in progress',
  }
  addEvent(world, service, 'has begun draining connections on 1 tasks.')
  for (const { targetGroupArn } of task.revision.serving) {
    addEvent(world, service, `deregistered 1 targets in (target-group ${targetGroupArn})`)
  }
  world.time.after(durations.draining, () => {
    task.target = undefined
  })
}

function deprovision(world: World, task: TaskRecord): void {
  task.lastStatus = 'DEPROVISIONING'
  task.executionStoppedAt = world.time.now()
  world.time.after(durations.deprovisioning, () => {
    task.lastStatus = 'STOPPED'
    task.stoppedAt = world.time.now()
    task.target = undefined
    sendTaskEvent(world, task)
    world.reconcile(task.service)
  })
}

/** Lets a task end by itself in the way of its image, and counts it against its deployment. */
export function failTask(world: World, task: TaskRecord, how: Exclude<ImageBehaviour, 'good'>): void {
  const { service, deployment } = task
  if (how === 'unhealthy') {
    const { targetGroupArn } = task.revision.serving[0] ?? {}
    const port = service.loadBalancers[0]?.containerPort
    const why = task.target?.description ?? 'Health checks failed'
    addEvent(
      world,
      service,
      `(port ${port}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${why}).`,
    )
    addEvent(world, service, `has stopped 1 running tasks: (task ${task.id}).`)
  }
  stopTask(world, task, reasonOf(task, how))
  if (!task.proven) countFailure(world, task)
  else deployment.startNotBefore = world.time.now()
  world.reconcile(service)
}

function countFailure(world: World, task: TaskRecord): void {
  const { service, deployment } = task
  if (deployment.hasRunWell !== true) deployment.failedTasks += 1
  deployment.failuresInARow += 1
  deployment.updatedAt = world.time.now()
  const wait = backoff(deployment.failuresInARow)
  deployment.startNotBefore = world.time.now() + wait / world.time.speed
  world.time.after(wait, () => world.reconcile(service))
  if (deployment.failuresInARow === 3) {
    sendServiceAction(world, service, 'WARN', 'SERVICE_TASK_START_IMPAIRED')
    addEvent(
      world,
      service,
      'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
    )
  }
}

function reasonOf(task: TaskRecord, how: Exclude<ImageBehaviour, 'good'>): StopReason {
  const image = task.revision.images[0]?.image ?? ''
  switch (how) {
    case 'broken':
      return {
        stopCode: 'EssentialContainerExited',
        reason: 'Essential container in task exited',
        exitCode: 1,
      }
    case 'oom':
      return {
        stopCode: 'EssentialContainerExited',
        reason: 'Essential container in task exited',
        exitCode: 137,
        containerReason: 'OutOfMemoryError: Container killed due to memory usage',
      }
    case 'missing': {
      const reason =
        `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ` +
        `${image}: not found`
      return { stopCode: 'TaskFailedToStart', reason, containerReason: reason }
    }
    case 'unhealthy':
      return {
        stopCode: 'ServiceSchedulerInitiated',
        reason: `Task failed ELB health checks in (target-group ${task.revision.serving[0]?.targetGroupArn})`,
      }
  }
}
