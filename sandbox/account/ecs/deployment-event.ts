import type { DeploymentLifecycleHookStatus } from '@aws-sdk/client-ecs'
import { sendEvent } from '../eventbridge/send-event.js'
import type { World } from '../world.js'
import { describeTask } from './describe-task.js'
import type {
  DeploymentRecord,
  HookRecord,
  ServiceDeploymentRecord,
  ServiceRecord,
  TaskRecord,
} from './model.js'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export function sendDeploymentEvent(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' | 'SERVICE_DEPLOYMENT_FAILED' | 'SERVICE_DEPLOYMENT_COMPLETED',
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

/** The rule lets through that a pause waits for somebody, and what became of a hook; what a function is at, it does not. */
const hookEventsOfTheRule: readonly DeploymentLifecycleHookStatus[] = [
  'AWAITING_ACTION',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
]

/**
 * Told whenever a hook of a deployment changes its status. Its resource is the deployment and not the service:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_hook_state_change_events.html
 */
export function sendHookEvent(world: World, deployment: ServiceDeploymentRecord, hook: HookRecord): void {
  const { status = 'IN_PROGRESS', hookId, targetType, expiresAt } = hook.detail
  if (!hookEventsOfTheRule.includes(status)) return
  sendEvent(world, {
    source: 'aws.ecs',
    detailType: 'ECS Hook State Change',
    resources: [deployment.arn],
    detail: {
      eventType: 'INFO',
      eventName: `HOOK_${status}`,
      hookId,
      hookType: targetType,
      expiresAt,
      lifecycleStage: hook.stage,
      clusterArn: deployment.service.cluster.arn,
      serviceArn: deployment.service.arn,
      serviceDeploymentArn: deployment.arn,
      updatedAt: new Date(world.time.now()).toISOString(),
    },
  })
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html */
export function sendServiceAction(
  world: World,
  service: ServiceRecord,
  eventType: 'INFO' | 'WARN' | 'ERROR',
  eventName: string,
  reason?: string,
): void {
  sendEvent(world, {
    source: 'aws.ecs',
    detailType: 'ECS Service Action',
    resources: [service.arn],
    detail: {
      ...{ eventType, eventName, clusterArn: service.cluster.arn },
      ...(reason === undefined ? {} : { reason }),
      createdAt: new Date(world.time.now()).toISOString(),
    },
  })
}

/** A task that runs or has stopped. The rule lets no other state through. */
export function sendTaskEvent(world: World, task: TaskRecord): void {
  sendEvent(world, {
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [task.arn],
    detail: { ...describeTask(task), version: task.lastStatus === 'RUNNING' ? 3 : 5 },
  })
}
