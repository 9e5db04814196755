import { countTasks } from './ecs/counts.js'
import type { ServiceRecord, TaskRecord } from './ecs/model.js'

/** How a service of the account is, in short. */
export interface ServiceState {
  name: string
  cluster: string
  desiredCount: number
  runningCount: number
  pendingCount: number
  healthyCount: number
  /** `family:revision` of the PRIMARY deployment. */
  taskDefinition: string
  image: string
  rolloutState: string
  /** The status of the newest service deployment. */
  serviceDeployment: string | undefined
  deployments: number
  events: string[]
}

export interface TaskState {
  id: string
  arn: string
  lastStatus: string
  desiredStatus: string
  taskDefinition: string
  image: string
  /** What the image's name meant when the task's deployment began. */
  digest: string
  /** The state of its target, where it is registered. */
  target: string | undefined
  stoppedReason: string | undefined
}

export function stateOfService(service: ServiceRecord): ServiceState {
  const counts = countTasks(service)
  const [primary] = service.deployments
  return {
    name: service.name,
    cluster: service.cluster.name,
    desiredCount: service.desiredCount,
    runningCount: counts.running,
    pendingCount: counts.pending,
    healthyCount: counts.healthy,
    taskDefinition: nameOf(primary?.revision.taskDefinition),
    image: primary?.revision.images[0]?.image ?? '',
    rolloutState: primary?.rolloutState ?? '',
    serviceDeployment: service.serviceDeployments[0]?.status,
    deployments: service.deployments.length,
    events: service.events.map(({ message }) => message ?? ''),
  }
}

export function stateOfTask(task: TaskRecord): TaskState {
  return {
    id: task.id,
    arn: task.arn,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    taskDefinition: nameOf(task.revision.taskDefinition),
    image: task.revision.images[0]?.image ?? '',
    digest: task.revision.images[0]?.imageDigest ?? '',
    target: task.target?.state,
    stoppedReason: task.stoppedReason,
  }
}

export function nameOf(definition: { family: string; revision: number } | undefined): string {
  return definition === undefined ? '' : `${definition.family}:${definition.revision}`
}
