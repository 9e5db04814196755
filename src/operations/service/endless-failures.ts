import type { Aws, ServiceDeploymentDetail } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'
import { counted } from '../../status/wording.js'

/**
 * Where no circuit breaker counts, ohmy does: up to what ECS's own would take where nothing else is configured, half the desired count, 3 to 200.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failuresTolerated(desired: number): number {
  return Math.max(3, Math.min(200, Math.ceil(desired / 2)))
}

/**
 * Ends the following of a deployment whose tasks keep failing, which ECS without a circuit breaker would try for ever.
 * @throws UserError `deployment-failed`
 */
export async function refuseEndlessFailures(
  aws: Aws,
  service: ServiceRef,
  { failures, targetTasks }: ServiceDeploymentDetail,
): Promise<void> {
  const { requested = 0, running = 0 } = targetTasks ?? {}
  if (failures !== undefined || requested === 0 || running >= requested) return
  const { desired, deployments } = await aws.describeService(service, { linger: true })
  const failed = deployments[0]?.failedTasks ?? 0
  if (failed < failuresTolerated(desired)) return
  throw new UserError(
    'deployment-failed',
    `The new tasks of ${service.name} kept failing (${counted(failed, 'failed start')}), and the service has no circuit breaker that would end its deployment.`,
    'ECS itself would go on trying.',
  )
}
