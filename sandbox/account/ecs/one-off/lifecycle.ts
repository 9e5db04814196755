import type { TaskStopCode } from '@aws-sdk/client-ecs'
import type { LoggedTask, LogGroupRecord } from '../../cloudwatch-logs/model.js'
import { moment, streamName } from '../../cloudwatch-logs/streams.js'
import { fraction } from '../../identity.js'
import type { World } from '../../world.js'
import { durations } from '../durations.js'
import { behaviourOf } from '../images.js'
import { outcomeOf } from './command.js'
import type { OneOffRecord } from './model.js'

/** Sets a task on its way: provisioned, pulled, run to the end of its command. */
export function beginTask(world: World, task: OneOffRecord): void {
  const pace = 0.9 + 0.2 * fraction(task.id)
  const ifWanted = (duration: number, next: () => void) =>
    world.time.after(duration * pace, () => {
      if (task.desiredStatus === 'RUNNING') next()
    })
  ifWanted(durations.provisioning, () => {
    task.lastStatus = 'PENDING'
    if (behaviourOf(world, task.taskDefinition) === 'missing') {
      ifWanted(durations.untilPullFails, () => failToPull(world, task))
      return
    }
    ifWanted(durations.pulling, () => {
      task.lastStatus = 'RUNNING'
      task.startedAt = world.time.now()
      const { lines, takes, exitCode } = outcomeOf(world, task)
      const write = logOf(world, task)
      for (const [index, line] of lines.entries()) {
        ifWanted((takes * (index + 1)) / (lines.length + 1), () => write(line))
      }
      ifWanted(takes, () => {
        task.exitCode = exitCode
        if (exitCode === 137) task.containerReason = 'OutOfMemoryError: Container killed due to memory usage'
        endTask(world, task, 'EssentialContainerExited', 'Essential container in task exited')
      })
    })
  })
}

function failToPull(world: World, task: OneOffRecord): void {
  const image = task.images[0]?.image ?? ''
  const reason = `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`
  task.containerReason = reason
  endTask(world, task, 'TaskFailedToStart', reason)
}

/** Somebody stops it: a running process is told so, and ends with 143. */
export function stopOneOff(world: World, task: OneOffRecord, reason: string): void {
  if (task.lastStatus === 'RUNNING') task.exitCode = 143
  endTask(world, task, 'UserInitiated', reason)
}

function endTask(world: World, task: OneOffRecord, stopCode: TaskStopCode, reason: string): void {
  task.desiredStatus = 'STOPPED'
  task.lastStatus = 'STOPPING'
  task.stoppingAt = world.time.now()
  task.stopCode = stopCode
  task.stoppedReason = reason
  world.time.after(durations.stopping, () => {
    task.lastStatus = 'DEPROVISIONING'
    task.executionStoppedAt = world.time.now()
    world.time.after(durations.deprovisioning, () => {
      task.lastStatus = 'STOPPED'
      task.stoppedAt = world.time.now()
    })
  })
}

/** Where its first container writes, as its task definition says; nowhere where there is no such log group. */
function logOf(world: World, task: OneOffRecord): (line: string) => void {
  const [container] = task.taskDefinition.definition.containerDefinitions ?? []
  const group = world.logs.groups.get(container?.logConfiguration?.options?.['awslogs-group'] ?? '')
  const service = [...task.cluster.services.values()].find(({ deployments }) =>
    deployments.some(({ revision }) => revision.taskDefinition.family === task.taskDefinition.family),
  )
  if (group === undefined || service === undefined) return () => undefined
  const logged: LoggedTask = {
    id: task.id,
    container: container?.name ?? 'app',
    service,
    version: '',
    memory: 0,
    address: task.address,
    behaviour: 'good',
    startedAt: world.time.now(),
    stoppingAt: undefined,
    endedAt: undefined,
    exitCode: undefined,
    isUnhealthy: false,
    isOneOff: true,
  }
  group.pastTasks.push(logged)
  return (message) => write(world, group, logged, message)
}

function write(world: World, group: LogGroupRecord, task: LoggedTask, message: string): void {
  const at = moment(world)
  const stream = streamName(task)
  group.written.set(stream, [...(group.written.get(stream) ?? []), { at, message, writtenAt: at }])
}
