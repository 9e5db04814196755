import type {
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs'
import { revisionCounts } from './counts.js'
import { kindOfRevision } from './kinds.js'
import type { RevisionRecord, ServiceDeploymentRecord } from './model.js'
import { breakerThreshold } from './rollout.js'
import { shiftsTraffic } from './strategy.js'

export function briefServiceDeployment(record: ServiceDeploymentRecord): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: record.service.arn,
    clusterArn: record.service.cluster.arn,
    createdAt: new Date(record.createdAt),
    ...(record.startedAt === undefined ? {} : { startedAt: new Date(record.startedAt) }),
    ...(record.finishedAt === undefined ? {} : { finishedAt: new Date(record.finishedAt) }),
    targetServiceRevisionArn: record.target,
    status: record.status,
    ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
  }
}

export function describeServiceDeployment(record: ServiceDeploymentRecord): ServiceDeployment {
  const { targetServiceRevisionArn: _, ...brief } = briefServiceDeployment(record)
  const { configuration, service, rollback } = record
  const alarms = configuration.alarms?.enable === true ? (configuration.alarms.alarmNames ?? []) : []
  return {
    ...brief,
    ...(record.stoppedAt === undefined ? {} : { stoppedAt: new Date(record.stoppedAt) }),
    updatedAt: new Date(record.updatedAt),
    sourceServiceRevisions: record.sources.map((arn) => summary(record, arn)),
    targetServiceRevision: summary(record, record.target),
    lifecycleStage: record.lifecycleStage,
    ...(record.hooks.length === 0 ? {} : { lifecycleHookDetails: record.hooks.map(({ detail }) => detail) }),
    deploymentConfiguration: configuration,
    ...(rollback === undefined
      ? {}
      : {
          rollback: {
            reason: rollback.reason,
            startedAt: new Date(rollback.startedAt),
            serviceRevisionArn: rollback.serviceRevisionArn,
          },
        }),
    deploymentCircuitBreaker: {
      status: monitorStatus(
        record,
        configuration.deploymentCircuitBreaker?.enable === true,
        record.circuitBreakerTriggered,
      ),
      failureCount: failureCount(record),
      threshold: breakerThreshold(configuration, service.desiredCount),
    },
    alarms: {
      status: monitorStatus(record, alarms.length > 0, record.triggeredAlarms.length > 0),
      alarmNames: alarms,
      triggeredAlarmNames: record.triggeredAlarms,
    },
  }
}

function failureCount(record: ServiceDeploymentRecord): number {
  const running = record.service.deployments.find(({ revision }) => revision.arn === record.target)
  return record.finishedAt === undefined ? (running?.failuresInARow ?? 0) : record.failureCount
}

function monitorStatus(
  record: ServiceDeploymentRecord,
  isEnabled: boolean,
  isTriggered: boolean,
): ServiceDeploymentRollbackMonitorsStatus {
  if (!isEnabled) return 'DISABLED'
  if (isTriggered) return 'TRIGGERED'
  return record.finishedAt === undefined ? 'MONITORING' : 'MONITORING_COMPLETE'
}

function summary(record: ServiceDeploymentRecord, arn: string): ServiceRevisionSummary {
  const counts = record.finalCounts?.find((final) => final.arn === arn) ?? revisionCounts(record.service, arn)
  return {
    arn,
    requestedTaskCount: counts.requested,
    runningTaskCount: counts.running,
    pendingTaskCount: counts.pending,
    ...weights(record, arn === record.target),
  }
}

function weights(
  { configuration, traffic }: ServiceDeploymentRecord,
  isTarget: boolean,
): Pick<ServiceRevisionSummary, 'requestedProductionTrafficWeight' | 'requestedTestTrafficWeight'> {
  if (!shiftsTraffic(configuration)) return {}
  return {
    requestedProductionTrafficWeight: isTarget ? traffic.production : 100 - traffic.production,
    requestedTestTrafficWeight: isTarget ? traffic.test : 100 - traffic.test,
  }
}

export function describeServiceRevision(record: RevisionRecord): ServiceRevision {
  const [, cluster, service] = record.arn.split('/')
  const account = record.arn.slice(0, record.arn.indexOf('service-revision'))
  return {
    serviceRevisionArn: record.arn,
    serviceArn: `${account}service/${cluster}/${service}`,
    clusterArn: `${account}cluster/${cluster}`,
    taskDefinition: record.taskDefinition.arn,
    launchType: 'FARGATE',
    platformVersion: record.platformVersion,
    platformFamily: 'Linux',
    loadBalancers: record.loadBalancers,
    networkConfiguration: record.networkConfiguration,
    resolvedConfiguration: { loadBalancers: record.serving },
    containerImages: record.images,
    guardDutyEnabled: false,
    createdAt: new Date(record.createdAt),
    ...kindOfRevision(record),
  }
}
