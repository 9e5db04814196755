import type { Deployment, Service } from '@aws-sdk/client-ecs'
import { accountId } from '../identity.js'
import { countTasks, revisionCounts } from './counts.js'
import { kindOfDeployment, kindOfService } from './kinds.js'
import type { DeploymentRecord, ServiceRecord } from './model.js'

/** A service as DescribeServices gives it, tags left out. */
export function describeService(service: ServiceRecord): Service {
  const counts = countTasks(service)
  const [primary] = service.deployments
  const running = service.serviceDeployments.find(({ finishedAt }) => finishedAt === undefined)
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    loadBalancers: service.loadBalancers,
    serviceRegistries: [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: counts.running,
    pendingCount: counts.pending,
    launchType: 'FARGATE',
    platformVersion: service.platformVersion,
    platformFamily: 'Linux',
    taskDefinition: primary?.revision.taskDefinition.arn,
    deploymentConfiguration: service.deploymentConfiguration,
    deployments: service.deployments.map((deployment, index) =>
      describeDeployment(service, deployment, index === 0),
    ),
    roleArn: `arn:aws:iam::${accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: [...service.events],
    createdAt: new Date(service.createdAt),
    // Only a service with a deployment under way names it here.
    ...(running === undefined ? {} : { currentServiceDeployment: running.arn }),
    currentServiceRevisions: service.deployments.map(({ revision }) => {
      const { requested, running: started, pending } = revisionCounts(service, revision.arn)
      return {
        arn: revision.arn,
        requestedTaskCount: requested,
        runningTaskCount: started,
        pendingTaskCount: pending,
      }
    }),
    placementConstraints: [],
    placementStrategy: [],
    networkConfiguration: service.networkConfiguration,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: service.deploymentController },
    createdBy: `arn:aws:iam::${accountId}:role/terraform`,
    enableECSManagedTags: true,
    propagateTags: 'SERVICE',
    enableExecuteCommand: service.enableExecuteCommand,
    availabilityZoneRebalancing: 'ENABLED',
    ...kindOfService(service),
  }
}

function describeDeployment(
  service: ServiceRecord,
  deployment: DeploymentRecord,
  isPrimary: boolean,
): Deployment {
  const { live, running, pending } = countTasks(service, deployment)
  return {
    id: deployment.id,
    status: isPrimary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: deployment.revision.taskDefinition.arn,
    desiredCount: isPrimary ? service.desiredCount : live,
    pendingCount: pending,
    runningCount: running,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    launchType: 'FARGATE',
    platformVersion: deployment.revision.platformVersion,
    platformFamily: 'Linux',
    networkConfiguration: deployment.revision.networkConfiguration,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    ...kindOfDeployment(deployment.revision),
  }
}
