import { rememberTask } from '../cloudwatch-logs/tasks.js'
import { arn, fraction, region } from '../identity.js'
import type { World } from '../world.js'
import { sendTaskEvent } from './deployment-event.js'
import { durations, stoppedTaskKept } from './durations.js'
import { addEvent } from './events.js'
import { behaviourOf } from './images.js'
import { placeOnInstance } from './instances.js'
import type { DeploymentRecord, ServiceRecord, TaskRecord } from './model.js'
import { takeSample } from './samples.js'
import { failTask } from './stopping.js'

/** Wants one more task of a deployment and sets it on its way. */
export function startTask(world: World, service: ServiceRecord, deployment: DeploymentRecord): TaskRecord {
  const task = createTask(world, service, deployment)
  const pace = 0.9 + 0.2 * fraction(task.id)
  const ifWanted = (duration: number, next: () => void) =>
    world.time.after(duration * pace, () => {
      if (task.desiredStatus === 'RUNNING') next()
    })
  const image = behaviourOf(world, deployment.revision.taskDefinition)

  ifWanted(durations.provisioning, () => {
    task.lastStatus = 'PENDING'
    task.pullStartedAt = world.time.now()
    if (image === 'missing') {
      ifWanted(durations.untilPullFails, () => failTask(world, task, 'missing'))
      return
    }
    ifWanted(durations.pulling, () => {
      task.pullStoppedAt = world.time.now()
      if (task.revision.serving.length === 0) {
        run(world, task, ifWanted)
        return
      }
      task.lastStatus = 'ACTIVATING'
      ifWanted(durations.activating, () => run(world, task, ifWanted))
    })
  })
  return task
}

function run(world: World, task: TaskRecord, ifWanted: (duration: number, next: () => void) => void): void {
  const { service } = task
  task.lastStatus = 'RUNNING'
  task.startedAt = world.time.now()
  sendTaskEvent(world, task)
  const image = behaviourOf(world, task.revision.taskDefinition)
  task.behaviour = image
  const { serving } = task.revision
  if (serving.length > 0) {
    task.target = {
      state: 'initial',
      reason: 'Elb.RegistrationInProgress',
      description: 'Target registration is in progress',
    }
    for (const { targetGroupArn } of serving) {
      addEvent(world, service, `registered 1 targets in (target-group ${targetGroupArn})`)
    }
  }
  world.reconcile(service)
  if (image === 'broken' || image === 'oom') {
    ifWanted(durations.untilCrash, () => failTask(world, task, image))
    return
  }
  if (image === 'unhealthy') {
    const wait = Math.max(durations.untilUnhealthy, service.healthCheckGracePeriodSeconds * 1000)
    ifWanted(wait, () => makeUnhealthy(world, task, 502))
    return
  }
  ifWanted(task.target === undefined ? durations.settling : durations.becomingHealthy, () =>
    prove(world, task),
  )
}

function prove(world: World, task: TaskRecord): void {
  if (task.target?.state === 'unhealthy') return
  if (task.target !== undefined) task.target = { state: 'healthy' }
  task.proven = true
  task.deployment.hasRunWell = true
  task.deployment.failedTasks = 0
  if (task.service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false) {
    task.deployment.failuresInARow = 0
  }
  world.reconcile(task.service)
}

/** Lets the health check of a task's target fail with an HTTP status; ECS replaces the task a moment later. */
export function makeUnhealthy(world: World, task: TaskRecord, status: number): void {
  if (task.target === undefined) {
    throw new Error(`Task ${task.id} is registered in no target group, so no health check can fail`)
  }
  task.target = {
    state: 'unhealthy',
    reason: 'Target.ResponseCodeMismatch',
    description: `Health checks failed with these codes: [${status}]`,
  }
  takeSample(world, task.service)
  world.time.after(durations.stopping, () => {
    if (task.desiredStatus === 'RUNNING' && task.target?.state === 'unhealthy')
      failTask(world, task, 'unhealthy')
  })
}

export function createTask(world: World, service: ServiceRecord, deployment: DeploymentRecord): TaskRecord {
  const id = world.ids.hex(32)
  const task: TaskRecord = {
    id,
    arn: arn('ecs', `task/${service.cluster.name}/${id}`),
    service,
    deployment,
    revision: deployment.revision,
    address: world.ids.address(),
    runtimeId: `${id}-${String(parseInt(id.slice(0, 8), 16)).padStart(10, '0')}`,
    networkInterface: `eni-${id.slice(0, 17)}`,
    zone: `${region}${'abc'[service.tasks.size % 2]}`,
    createdAt: world.time.now(),
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    target: undefined,
    proven: false,
  }
  placeOnInstance(task)
  forgetOldTasks(world, service)
  service.tasks.set(id, task)
  world.tasks.set(id, task)
  rememberTask(world, task)
  return task
}

function forgetOldTasks(world: World, service: ServiceRecord): void {
  const oldest = world.time.now() - stoppedTaskKept
  for (const task of service.tasks.values()) {
    if (task.stoppedAt === undefined || task.stoppedAt > oldest) continue
    service.tasks.delete(task.id)
    world.tasks.delete(task.id)
  }
}
