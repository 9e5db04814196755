import type { DeploymentRecord, RevisionCounts, ServiceRecord, TaskRecord } from './model.js'

export interface TaskCounts {
  /** Wanted tasks, whatever they have reached. */
  live: number
  running: number
  pending: number
  /** Running, and healthy in every target group. */
  healthy: number
}

export function isHealthy(task: TaskRecord): boolean {
  if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return false
  if (task.target === undefined) return task.proven
  return ['healthy', 'unused', 'unavailable'].includes(task.target.state)
}

/** Counts the tasks of a service, or of one of its deployments. */
export function countTasks(service: ServiceRecord, deployment?: DeploymentRecord): TaskCounts {
  const counts: TaskCounts = { live: 0, running: 0, pending: 0, healthy: 0 }
  for (const task of service.tasks.values()) {
    if (task.desiredStatus !== 'RUNNING') continue
    if (deployment !== undefined && task.deployment !== deployment) continue
    counts.live += 1
    if (task.lastStatus === 'RUNNING') counts.running += 1
    else counts.pending += 1
    if (isHealthy(task)) counts.healthy += 1
  }
  return counts
}

export function revisionCounts(service: ServiceRecord, arn: string): RevisionCounts {
  const counts: RevisionCounts = { arn, requested: 0, running: 0, pending: 0 }
  for (const [index, deployment] of service.deployments.entries()) {
    if (deployment.revision.arn !== arn) continue
    const { live, running, pending } = countTasks(service, deployment)
    counts.requested += index === 0 ? service.desiredCount : live
    counts.running += running
    counts.pending += pending
  }
  return counts
}
