import type { Aws, EcsService, ServiceDeployment, ServiceDeploymentDetail } from '../../aws/aws.js'
import { unsettled } from '../../status/unsettled.js'

/**
 * Whether ECS called a deployment successful before all of it was done, by its criteria: its counts are those of that moment.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/early-success-criteria.html
 */
export function isEarly({
  strategy,
  targetTasks,
  sources,
}: Pick<ServiceDeploymentDetail, 'strategy' | 'targetTasks' | 'sources'>): boolean {
  if (strategy.early === undefined) return false
  return lacksTasks(targetTasks) || sources.some(({ running }) => running > 0)
}

/** Whether tasks of it were still missing when it was called successful: whether those would hold, nobody knew. */
function lacksTasks(tasks: ServiceDeploymentDetail['targetTasks']): boolean {
  return tasks !== undefined && tasks.running < tasks.requested
}

/** So many of the newest successful deployments are looked at: one call. */
const lookedAt = 20

/**
 * Deployments that ECS called successful while tasks of them were still missing. What runs in full by now is none of them. Nothing is asked where the service has
 * no such criteria.
 */
export async function unfinishedSuccesses(
  aws: Pick<Aws, 'describeServiceDeployments'>,
  service: EcsService,
  history: readonly ServiceDeployment[],
): Promise<readonly ServiceDeploymentDetail[]> {
  if (service.strategy?.early === undefined) return []
  const successful = history.filter(({ status }) => status === 'SUCCESSFUL').slice(0, lookedAt)
  const details = await aws.describeServiceDeployments(successful.map(({ arn }) => arn))
  const holds = ({ target }: ServiceDeployment) =>
    unsettled(service) === undefined && service.currentServiceRevisions.includes(target)
  return details.filter(
    (detail) => detail.strategy.early !== undefined && lacksTasks(detail.targetTasks) && !holds(detail),
  )
}
