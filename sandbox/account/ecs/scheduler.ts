import type { World } from '../world.js'
import { countTasks, isHealthy } from './counts.js'
import { sendServiceAction } from './deployment-event.js'
import { addEvent, taskList } from './events.js'
import { isHeldByHook } from './hooks.js'
import type { DeploymentRecord, ServiceRecord, TaskRecord } from './model.js'
import { takeSample } from './samples.js'
import { completeIfDone, judge } from './rollout.js'
import { keepsSource } from './shift-traffic.js'
import { stopTask } from './stopping.js'
import { startTask } from './tasks.js'

/** Moves a service one step towards what is wanted. Called after every change; doing nothing is the normal case. */
export function reconcile(world: World, service: ServiceRecord): void {
  if (service.status !== 'ACTIVE') return
  judge(world, service)
  startMissing(world, service)
  stopSurplus(world, service)
  completeIfDone(world, service)
  announceSteadyState(world, service)
  takeSample(world, service)
}

/** The deployments whose tasks are replaced, newest first: a failed one that was not rolled back starts nothing more. */
function maintained(service: ServiceRecord): readonly DeploymentRecord[] {
  const [newest, ...others] = service.deployments.filter(({ rolloutState }) => rolloutState !== 'FAILED')
  if (newest === undefined) return []
  return keepsSource(service) ? [newest, ...others] : [newest]
}

function startMissing(world: World, service: ServiceRecord): void {
  for (const deployment of maintained(service)) startMissingOf(world, service, deployment)
}

function startMissingOf(world: World, service: ServiceRecord, deployment: DeploymentRecord): void {
  if (world.time.now() < deployment.startNotBefore) return
  if (deployment === service.deployments[0] && isHeldBeforeItsTasks(world, service)) return
  const { desiredCount, deploymentConfiguration } = service
  // Whoever shifts traffic runs two sets of tasks side by side, whatever the percentages say.
  const percent = keepsSource(service) ? 200 : (deploymentConfiguration.maximumPercent ?? 200)
  const most = Math.max(Math.floor((desiredCount * percent) / 100), desiredCount)
  const { live } = countTasks(service)
  const wanted = Math.min(desiredCount - countTasks(service, deployment).live, most - live)
  const missing = Math.min(wanted, (service.capacity ?? Number.POSITIVE_INFINITY) - live)
  if (wanted > missing) lackCapacity(world, service)
  if (missing <= 0) return
  const started: TaskRecord[] = []
  for (let index = 0; index < missing; index += 1) started.push(startTask(world, service, deployment))
  service.steady = false
  addEvent(world, service, `has started ${started.length} tasks: ${taskList(started)}.`)
}

function isHeldBeforeItsTasks(world: World, service: ServiceRecord): boolean {
  // Only where it began with more than one revision that was still active.
  const isReconciled = (service.serviceDeployments[0]?.sources.length ?? 0) > 1
  if (isReconciled && isHeldByHook(world, service, 'RECONCILE_SERVICE')) return true
  return isHeldByHook(world, service, 'PRE_SCALE_UP')
}

const noCapacity =
  'was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.'

/** Said once until something else is said: ECS does not repeat an event for hours either. */
function lackCapacity(world: World, service: ServiceRecord): void {
  if (service.events[0]?.message?.endsWith(noCapacity) === true) return
  addEvent(world, service, noCapacity)
  sendServiceAction(world, service, 'ERROR', 'SERVICE_TASK_PLACEMENT_FAILURE', 'RESOURCE:FARGATE')
}

function stopSurplus(world: World, service: ServiceRecord): void {
  const kept = maintained(service)
  const { desiredCount, deploymentConfiguration } = service
  const wanted = [...service.tasks.values()].filter((task) => task.desiredStatus === 'RUNNING')
  const stopped: TaskRecord[] = []
  for (const deployment of kept) {
    const own = wanted.filter((task) => task.deployment === deployment)
    stopped.push(...surplus(own, desiredCount))
  }

  // What an older deployment runs may go as far as enough healthy tasks remain.
  const least = Math.ceil((desiredCount * (deploymentConfiguration.minimumHealthyPercent ?? 100)) / 100)
  let spare = wanted.filter(isHealthy).length - stopped.filter(isHealthy).length - least
  for (const task of wanted) {
    if (kept.includes(task.deployment) || stopped.includes(task) || task.isProtected === true) continue
    if (isHealthy(task)) {
      if (spare <= 0) continue
      spare -= 1
    }
    stopped.push(task)
  }
  if (stopped.length === 0) return
  for (const task of stopped) {
    stopTask(world, task, {
      stopCode: 'ServiceSchedulerInitiated',
      reason: `Scaling activity initiated by (deployment ${service.deployments[0]?.id})`,
    })
  }
  addEvent(world, service, `has stopped ${stopped.length} running tasks: ${taskList(stopped)}.`)
}

/** The tasks beyond the desired count: first those that are not healthy yet, then the newest. */
function surplus(tasks: readonly TaskRecord[], desiredCount: number): TaskRecord[] {
  if (tasks.length <= desiredCount) return []
  const order = [...tasks].sort(
    (left, right) => Number(isHealthy(right)) - Number(isHealthy(left)) || left.createdAt - right.createdAt,
  )
  return order.slice(desiredCount)
}

function announceSteadyState(world: World, service: ServiceRecord): void {
  if (service.steady || service.deployments.length !== 1) return
  const { live, healthy } = countTasks(service)
  if (live !== service.desiredCount || healthy !== service.desiredCount) return
  if (service.deployments[0]?.rolloutState !== 'COMPLETED') return
  service.steady = true
  addEvent(world, service, 'has reached a steady state.')
  sendServiceAction(world, service, 'INFO', 'SERVICE_STEADY_STATE')
}
