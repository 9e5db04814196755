import type { World } from '../world.js'
import { countTasks, revisionCounts } from './counts.js'
import { sendDeploymentEvent } from './deployment-event.js'
import { durations } from './durations.js'
import { addEvent } from './events.js'
import type { DeploymentRecord, ServiceDeploymentRecord, ServiceRecord } from './model.js'
import { sendTraffic } from './send-traffic.js'

export interface RollbackCause {
  /** The sentence DescribeServiceDeployments gives. */
  reason: string
  /** A few words for the rollout state of the deployment returned to. */
  because: string
}

/** Returns a service to its last completed deployment, or stops the deployment where there is none. */
export function rollBack(world: World, failed: ServiceDeploymentRecord, cause: RollbackCause): void {
  const { service } = failed
  const now = world.time.now()
  const previous = service.lastCompleted
  if (previous === undefined || previous === service.deployments[0]) {
    end(world, failed, 'STOPPED', cause.reason)
    return
  }
  failed.status = 'ROLLBACK_REQUESTED'
  failed.statusReason = cause.reason
  failed.updatedAt = now
  // Whatever was shifted goes back at once: the tasks of the revision before are still there.
  sendTraffic(world, failed, 0)
  failed.rollback = { reason: cause.reason, startedAt: now, serviceRevisionArn: previous.revision.arn }
  previous.rolloutState = 'IN_PROGRESS'
  previous.rolloutStateReason = `ECS deployment ${cause.because}: rolling back to deploymentId ${previous.id}.`
  previous.updatedAt = now
  previous.failuresInARow = 0
  previous.startNotBefore = now
  const [current] = service.deployments
  if (current !== undefined && current.rolloutState !== 'FAILED') {
    current.rolloutState = 'FAILED'
    current.rolloutStateReason = cause.reason
  }
  service.deployments = [previous, ...service.deployments.filter((deployment) => deployment !== previous)]
  service.steady = false
  addEvent(world, service, `rolling back to deployment ${previous.id}.`)
  world.time.after(durations.stopRequested, () => {
    if (failed.status !== 'ROLLBACK_REQUESTED') return
    failed.status = 'ROLLBACK_IN_PROGRESS'
    sendDeploymentEvent(world, service, previous, 'SERVICE_DEPLOYMENT_IN_PROGRESS')
    world.reconcile(service)
  })
}

/** Ends a service deployment in a status that does not change again. */
export function end(
  world: World,
  deployment: ServiceDeploymentRecord,
  status: 'SUCCESSFUL' | 'STOPPED' | 'ROLLBACK_SUCCESSFUL' | 'ROLLBACK_FAILED',
  reason?: string,
): void {
  const now = world.time.now()
  const { service } = deployment
  deployment.finalCounts = [...deployment.sources, deployment.target].map((arn) =>
    revisionCounts(service, arn),
  )
  deployment.status = status
  if (reason !== undefined) deployment.statusReason = reason
  deployment.updatedAt = now
  deployment.finishedAt = now
  if (status === 'STOPPED') deployment.stoppedAt = now
  else deployment.lifecycleStage = 'CLEAN_UP'
}

/** Whether a deployment has all its tasks healthy and nothing older is wanted any more. */
export function isRolledOut(service: ServiceRecord, deployment: DeploymentRecord): boolean {
  const own = countTasks(service, deployment)
  return own.live === service.desiredCount && own.healthy === service.desiredCount
}
