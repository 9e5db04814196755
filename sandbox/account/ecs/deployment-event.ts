import { sendEvent } from '../eventbridge/send-event.js'
import type { World } from '../world.js'
import type { DeploymentRecord, HookRecord, ServiceDeploymentRecord, ServiceRecord } from './model.js'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export function sendDeploymentEvent(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  eventName: 'SERVICE_DEPLOYMENT_FAILED' | 'SERVICE_DEPLOYMENT_COMPLETED',
): void {
  const hasFailed = eventName === 'SERVICE_DEPLOYMENT_FAILED'
  // The failure is told with the circuit breaker on, and not without.
  if (hasFailed && service.deploymentConfiguration.deploymentCircuitBreaker?.enable !== true) return
  sendEvent(world, {
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    detail: {
      eventType: hasFailed ? 'ERROR' : 'INFO',
      eventName,
      deploymentId: deployment.id,
      updatedAt: new Date(world.time.now()).toISOString(),
      reason: deployment.rolloutStateReason,
    },
  })
}

/** Told when a pause of a deployment begins to wait for somebody. */
export function sendHookEvent(world: World, deployment: ServiceDeploymentRecord, hook: HookRecord): void {
  sendEvent(world, {
    source: 'aws.ecs',
    detailType: 'ECS Hook State Change',
    resources: [deployment.service.arn],
    detail: {
      eventType: 'INFO',
      eventName: 'HOOK_AWAITING_ACTION',
      serviceDeploymentArn: deployment.arn,
      hookId: hook.detail.hookId,
      lifecycleStage: hook.stage,
      expiresAt: hook.detail.expiresAt,
      timeoutAction: hook.detail.timeoutAction,
      updatedAt: new Date(world.time.now()).toISOString(),
    },
  })
}
