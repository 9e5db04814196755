import type { StopServiceDeploymentStopType } from '@aws-sdk/client-ecs'
import type { World } from '../world.js'
import { durations } from './durations.js'
import { addEvent } from './events.js'
import { closeHooks } from './hooks.js'
import type { ServiceDeploymentRecord } from './model.js'
import { end, rollBack } from './rollback.js'

/** Stops a running service deployment: back to what ran before, or where it stands. */
export function stopDeployment(
  world: World,
  deployment: ServiceDeploymentRecord,
  how: StopServiceDeploymentStopType,
): void {
  const { service } = deployment
  closeHooks(deployment)
  if (how === 'ROLLBACK') {
    rollBack(world, deployment, {
      reason: 'Service deployment rolled back because it was stopped by a user.',
      because: 'stopped',
    })
    world.reconcile(service)
    return
  }
  deployment.status = 'STOP_REQUESTED'
  deployment.statusReason = 'Service deployment stopped by a user.'
  deployment.updatedAt = world.time.now()
  const [current] = service.deployments
  if (current !== undefined) {
    current.rolloutState = 'FAILED'
    current.rolloutStateReason = 'ECS deployment stopped by a user.'
    addEvent(world, service, `(deployment ${current.id}) deployment stopped.`)
  }
  world.time.after(durations.stopRequested, () => end(world, deployment, 'STOPPED'))
}
