import type {
  ServiceDeployment as SdkDeployment,
  ServiceDeploymentBrief,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs'
import type { Environment } from '../core/environment.js'
import type { Aws, RevisionTasks, ServiceDeployment, ServiceDeploymentDetail } from './aws.js'
import { inGroupsOf } from './cache.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { toStrategy } from './deployment-strategy.js'
import { perCall } from './limits.js'

type DeploymentsPart = Pick<
  Aws,
  | 'serviceDeployments'
  | 'describeServiceDeployments'
  | 'stopServiceDeployment'
  | 'rollBackPausedDeployment'
  | 'deployTaskDefinition'
>

/** Deployments of services: their history, the one that runs, and how to start and stop one. */
export function serviceDeploymentsOf(
  environment: Environment,
  clients: Clients,
  calls: Calls,
): DeploymentsPart {
  const { cluster } = environment

  async function describeGroup(arns: readonly string[]): Promise<readonly ServiceDeploymentDetail[]> {
    const ecs = await clients.ecs()
    const answer = await calls.ask('ecs:DescribeServiceDeployments', (options) =>
      ecs.describeServiceDeployments({ serviceDeploymentArns: [...arns] }, options),
    )
    return (answer.serviceDeployments ?? []).map(toDetail)
  }

  return {
    async serviceDeployments(ref, limit = perCall.serviceDeploymentsListed) {
      const ecs = await clients.ecs()
      const answer = await calls.ask('ecs:ListServiceDeployments', (options) =>
        ecs.listServiceDeployments({ cluster, service: ref.service, maxResults: limit }, options),
      )
      return (answer.serviceDeployments ?? []).map(toBrief).sort((a, b) => b.createdAt - a.createdAt)
    },

    async describeServiceDeployments(arns) {
      const groups = inGroupsOf(perCall.serviceDeploymentsDescribed, arns)
      return (await Promise.all(groups.map(describeGroup))).flat()
    },

    async stopServiceDeployment(arn) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:StopServiceDeployment', (options) =>
        ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' }, options),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },

    async rollBackPausedDeployment(arn, hook) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:ContinueServiceDeployment', (options) =>
        ecs.continueServiceDeployment(
          { serviceDeploymentArn: arn, hookId: hook, action: 'ROLLBACK' },
          options,
        ),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },

    async deployTaskDefinition(ref, taskDefinition, { restart = false } = {}) {
      const ecs = await clients.ecs()
      const force = restart ? { forceNewDeployment: true } : {}
      const answer = await calls.change('ecs:UpdateService', (options) =>
        ecs.updateService({ cluster, service: ref.service, taskDefinition, ...force }, options),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },
  }
}

function toBrief(deployment: ServiceDeploymentBrief): ServiceDeployment {
  return {
    arn: deployment.serviceDeploymentArn ?? '',
    status: deployment.status ?? 'PENDING',
    ...(deployment.statusReason ? { statusReason: deployment.statusReason } : {}),
    target: deployment.targetServiceRevisionArn ?? '',
    createdAt: deployment.createdAt?.getTime() ?? 0,
    ...(deployment.finishedAt === undefined ? {} : { finishedAt: deployment.finishedAt.getTime() }),
  }
}

function toDetail(deployment: SdkDeployment): ServiceDeploymentDetail {
  const { targetServiceRevision, rollback, deploymentCircuitBreaker: breaker, alarms } = deployment
  const target = targetServiceRevision === undefined ? undefined : toTasks(targetServiceRevision)
  const paused = pauseOf(deployment)
  return {
    ...toBrief({ ...deployment, targetServiceRevisionArn: target?.revision }),
    sources: (deployment.sourceServiceRevisions ?? []).map(toTasks),
    strategy: toStrategy(deployment.deploymentConfiguration),
    ...(deployment.lifecycleStage === undefined ? {} : { stage: deployment.lifecycleStage }),
    ...(target === undefined ? {} : { targetTasks: target }),
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
