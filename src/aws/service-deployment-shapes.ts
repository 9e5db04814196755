import type {
  DeploymentLifecycleHookDetail,
  ServiceDeployment as SdkDeployment,
  ServiceDeploymentBrief,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs'
import type { ProcessCache } from '../core/kept-answers.js'
import type { LifecycleHook, RevisionTasks, ServiceDeployment, ServiceDeploymentDetail } from './answers.js'
import { scheduleOf } from './deployment-schedule.js'
import { toStrategy } from './deployment-strategy.js'

/** A deployment as the history of a service lists it. */
export function toBrief(deployment: ServiceDeploymentBrief): ServiceDeployment {
  return {
    arn: deployment.serviceDeploymentArn ?? '',
    status: deployment.status ?? 'PENDING',
    ...(deployment.statusReason ? { statusReason: deployment.statusReason } : {}),
    target: deployment.targetServiceRevisionArn ?? '',
    createdAt: deployment.createdAt?.getTime() ?? 0,
    ...(deployment.finishedAt === undefined ? {} : { finishedAt: deployment.finishedAt.getTime() }),
  }
}

/**
 * A deployment in full.
 * @param known remembers when a deployment was first seen where it stands
 */
export function toDetail(
  deployment: SdkDeployment,
  known: Pick<ProcessCache, 'peek' | 'remember'>,
  timeScale: number,
): ServiceDeploymentDetail {
  const { targetServiceRevision, rollback, deploymentCircuitBreaker: breaker, alarms } = deployment
  const target = targetServiceRevision === undefined ? undefined : toTasks(targetServiceRevision)
  const paused = pauseOf(deployment)
  return {
    ...toBrief({ ...deployment, targetServiceRevisionArn: target?.revision }),
    sources: (deployment.sourceServiceRevisions ?? []).map(toTasks),
    strategy: toStrategy(deployment.deploymentConfiguration),
    ...(deployment.lifecycleStage === undefined ? {} : { stage: deployment.lifecycleStage }),
    ...(target === undefined ? {} : { targetTasks: target }),
    ...scheduled(deployment, known, timeScale),
    hooks: (deployment.lifecycleHookDetails ?? []).flatMap(toHook),
    ...(paused === undefined ? {} : { pausedAt: paused }),
    ...(rollback?.serviceRevisionArn === undefined
      ? {}
      : {
          rollback: {
            revision: rollback.serviceRevisionArn,
            ...(rollback.reason ? { reason: rollback.reason } : {}),
          },
        }),
    ...(breaker === undefined || breaker.status === 'DISABLED'
      ? {}
      : {
          failures: {
            count: breaker.failureCount ?? 0,
            threshold: breaker.threshold ?? 0,
            tripped: breaker.status === 'TRIGGERED',
          },
        }),
    alarmsThatRang: alarms?.status === 'TRIGGERED' ? (alarms.triggeredAlarmNames ?? []) : [],
  }
}

function pauseOf(deployment: SdkDeployment): ServiceDeploymentDetail['pausedAt'] {
  const hook = deployment.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION')
  if (hook?.hookId === undefined) return undefined
  return {
    hook: hook.hookId,
    stage: deployment.lifecycleStage ?? 'an unnamed stage',
    ...(hook.expiresAt === undefined ? {} : { until: hook.expiresAt.getTime() }),
  }
}

/** One without an id could not be answered. */
function toHook(detail: DeploymentLifecycleHookDetail): readonly LifecycleHook[] {
  const { hookId, targetType = 'AWS_LAMBDA', status, targetArn, expiresAt, timeoutAction } = detail
  if (hookId === undefined || status === undefined) return []
  return [
    {
      ...{ id: hookId, kind: targetType, status },
      ...(targetArn === undefined ? {} : { function: targetArn }),
      ...(expiresAt === undefined ? {} : { until: expiresAt.getTime() }),
      ...(timeoutAction === undefined ? {} : { timeoutAction }),
    },
  ]
}

/** A hook that is still open holds it for as long as it takes: then no time tells anything. */
function scheduled(
  deployment: SdkDeployment,
  known: Pick<ProcessCache, 'peek' | 'remember'>,
  timeScale: number,
): Pick<ServiceDeploymentDetail, 'schedule'> {
  const {
    serviceDeploymentArn: arn,
    lifecycleStage: stage,
    updatedAt,
    status,
    lifecycleHookDetails,
  } = deployment
  const held = lifecycleHookDetails?.some(
    (hook) => hook.status === 'AWAITING_ACTION' || hook.status === 'IN_PROGRESS',
  )
  if (status !== 'IN_PROGRESS' || updatedAt === undefined || held === true) return {}
  const traffic = deployment.targetServiceRevision?.requestedProductionTrafficWeight
  const name = `${arn} at ${stage} with ${traffic}`
  // ECS changes the moment of its last update for other reasons, too: the first one seen is the nearest to the beginning.
  const before = known.peek(name)
  const since = before?.at ?? updatedAt.getTime()
  if (before === undefined) known.remember(name, { value: true, at: since })
  const schedule = scheduleOf(
    toStrategy(deployment.deploymentConfiguration),
    { stage, traffic, since },
    timeScale,
  )
  return schedule === undefined ? {} : { schedule }
}

function toTasks(summary: ServiceRevisionSummary): RevisionTasks {
  return {
    revision: summary.arn ?? '',
    requested: summary.requestedTaskCount ?? 0,
    running: summary.runningTaskCount ?? 0,
    pending: summary.pendingTaskCount ?? 0,
    ...(summary.requestedProductionTrafficWeight === undefined
      ? {}
      : { traffic: summary.requestedProductionTrafficWeight }),
  }
}
