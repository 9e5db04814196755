import type { Aws, ServiceDeployment } from '../aws/aws.js'
import type { ServiceRef } from '../core/environment.js'
import type { DeploymentStatus } from '../core/status.js'
import { UserError } from '../core/user-error.js'
import { deploymentOf } from '../status/verdict.js'

/** One of both: as its history has it, or as the service itself tells of it. */
export type NewestDeployment = {
  /** ms since the epoch */
  readonly began: number
} & (
  | { readonly listed: ServiceDeployment; readonly told?: never }
  | { readonly listed?: never; readonly told: DeploymentStatus }
)

/**
 * The newest deployment of a service. ECS keeps its history for 90 days; of one that is older the service itself tells.
 * @throws UserError `no-deployment`
 */
export async function newestDeployment(aws: Aws, ref: ServiceRef): Promise<NewestDeployment> {
  const [service, [listed]] = await Promise.all([aws.describeService(ref), aws.serviceDeployments(ref, 1)])
  if (listed !== undefined) return { listed, began: listed.createdAt }
  const told = deploymentOf(service)
  if (told !== undefined) return { told, began: told.since }
  throw new UserError('no-deployment', `ECS tells of no deployment of ${ref.name}.`, 'Look at the service.')
}
