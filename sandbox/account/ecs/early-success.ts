import type { DeploymentEarlySuccessCriteria } from '@aws-sdk/client-ecs'
import { countTasks } from './counts.js'
import { runningServiceDeployment } from './hooks.js'
import type { DeploymentRecord, ServiceRecord } from './model.js'
import { shiftsTraffic } from './strategy.js'

/** The criteria under which the running rolling update is called successful before all of it is done. */
export function earlySuccess(service: ServiceRecord): DeploymentEarlySuccessCriteria | undefined {
  const configuration = runningServiceDeployment(service)?.configuration
  const criteria = configuration?.earlySuccessCriteria
  if (configuration === undefined || shiftsTraffic(configuration) || criteria?.enable !== true)
    return undefined
  return criteria
}

/**
 * Whether as many new tasks are healthy as the criteria ask for, rounded up; one at least.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/early-success-criteria.html
 */
export function isHealthyEnough(
  service: ServiceRecord,
  deployment: DeploymentRecord,
  { healthyPercent = 100 }: DeploymentEarlySuccessCriteria,
): boolean {
  const needed = Math.ceil((service.desiredCount * healthyPercent) / 100)
  return countTasks(service, deployment).healthy >= Math.min(service.desiredCount, Math.max(1, needed))
}
