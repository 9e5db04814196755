import type { ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs'
import type { World } from '../world.js'
import type { ServiceDeploymentRecord } from './model.js'

/** Moves a deployment to a stage of its life; the moment is all that ECS tells of when it began. */
export function enterStage(
  world: World,
  deployment: ServiceDeploymentRecord,
  stage: ServiceDeploymentLifecycleStage,
): void {
  if (deployment.lifecycleStage === stage) return
  deployment.lifecycleStage = stage
  deployment.updatedAt = world.time.now()
}
