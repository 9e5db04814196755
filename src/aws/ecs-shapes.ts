import type {
  Deployment,
  LoadBalancer,
  Service,
  ServiceRevision as SdkRevision,
  Task,
} from '@aws-sdk/client-ecs'
import type { ServiceRef } from '../core/environment.js'
import { lastPart } from './arn.js'
import { capacityWords, taskCapacity } from './capacity.js'
import { toStrategy } from './deployment-strategy.js'
import { furtherSettings } from './further-settings.js'
import type {
  EcsDeployment,
  EcsService,
  EcsTask,
  Endpoint,
  RevisionSettings,
  ServiceRevision,
} from './answers.js'

/** A service as ohmy relies on it. */
export function toService(ref: ServiceRef, service: Service): EcsService {
  const runsOn = capacityWords(service)
  return {
    ref,
    arn: service.serviceArn ?? '',
    status: service.status ?? 'UNKNOWN',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    taskDefinition: service.taskDefinition ?? '',
    deploymentController: service.deploymentController?.type ?? 'ECS',
    ...(runsOn === undefined ? {} : { runsOn }),
    ...(service.schedulingStrategy === 'DAEMON' ? { isDaemon: true } : {}),
    ...(service.resourceManagementType === 'ECS' ? { isExpress: true } : {}),
    deployments: (service.deployments ?? []).map(toDeployment).sort(primaryThenNewest),
    ...(service.currentServiceDeployment === undefined
      ? {}
      : { currentServiceDeployment: service.currentServiceDeployment }),
    ...(service.deploymentConfiguration?.lifecycleHooks?.some(({ targetType }) => targetType === 'PAUSE')
      ? { pauses: true as const }
      : {}),
    currentServiceRevisions: (service.currentServiceRevisions ?? []).flatMap(({ arn }) => arn ?? []),
    leadsTo: (service.loadBalancers ?? []).flatMap(
      ({ targetGroupArn: targetGroup, containerName, containerPort }) =>
        targetGroup === undefined || containerName === undefined || containerPort === undefined
          ? []
          : [{ targetGroup, container: containerName, port: containerPort }],
    ),
    targetGroups: (service.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
    strategy: toStrategy(service.deploymentConfiguration),
    shiftsTraffic:
      (service.deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING' ||
      hasAlternate(service.loadBalancers),
    ...(service.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGrace: service.healthCheckGracePeriodSeconds * 1000 }),
    events: (service.events ?? []).map(({ createdAt, message }) => ({
      at: createdAt?.getTime() ?? 0,
      text: message ?? '',
    })),
  }
}

function hasAlternate(loadBalancers: readonly LoadBalancer[] = []): boolean {
  return loadBalancers.some(
    ({ advancedConfiguration: advanced }) => advanced?.alternateTargetGroupArn !== undefined,
  )
}

function toDeployment(deployment: Deployment): EcsDeployment {
  return {
    id: deployment.id ?? '',
    status: deployment.status ?? '',
    rolloutState: deployment.rolloutState,
    ...(deployment.rolloutStateReason ? { rolloutStateReason: deployment.rolloutStateReason } : {}),
    desired: deployment.desiredCount ?? 0,
    running: deployment.runningCount ?? 0,
    pending: deployment.pendingCount ?? 0,
    failedTasks: deployment.failedTasks ?? 0,
    createdAt: deployment.createdAt?.getTime() ?? 0,
    taskDefinition: deployment.taskDefinition ?? '',
  }
}

function primaryThenNewest(a: EcsDeployment, b: EcsDeployment): number {
  const primary = Number(b.status === 'PRIMARY') - Number(a.status === 'PRIMARY')
  return primary === 0 ? b.createdAt - a.createdAt : primary
}

/** A revision's task definition and images; `undefined` for one without an ARN, which ECS never sends. */
export function toRevision(revision: SdkRevision): ServiceRevision | undefined {
  if (revision.serviceRevisionArn === undefined) return undefined
  const resolved = revision.resolvedConfiguration?.loadBalancers
  return {
    arn: revision.serviceRevisionArn,
    taskDefinition: revision.taskDefinition ?? '',
    settings: toSettings(revision),
    ...(resolved === undefined
      ? {}
      : { serving: resolved.flatMap(({ targetGroupArn }) => targetGroupArn ?? []) }),
    images: (revision.containerImages ?? []).map(({ containerName, image, imageDigest }) => ({
      container: containerName ?? '',
      image: image ?? '',
      ...(imageDigest === undefined ? {} : { digest: imageDigest }),
    })),
  }
}

function toSettings(revision: SdkRevision): RevisionSettings {
  const network = revision.networkConfiguration?.awsvpcConfiguration
  return {
    subnets: [...(network?.subnets ?? [])].sort(),
    securityGroups: [...(network?.securityGroups ?? [])].sort(),
    publicAddress: network?.assignPublicIp === 'ENABLED',
    targetGroups: (revision.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []).sort(),
    ...(hasAlternate(revision.loadBalancers) ? { alternateTargetGroups: true } : {}),
    ...(revision.platformVersion === undefined ? {} : { platformVersion: revision.platformVersion }),
    further: furtherSettings(revision),
  }
}

/** @param instance the EC2 id of the instance it runs on, where it has no address of its own */
export function toTask(task: Task, instance?: string): EcsTask {
  const endpoints = instance === undefined ? addressesOf(task) : portsOf(task, instance)
  const runsOn = taskCapacity(task)
  return {
    id: lastPart(task.taskArn ?? ''),
    ...(endpoints.length === 0 ? {} : { endpoints }),
    lastStatus: task.lastStatus ?? 'UNKNOWN',
    ...(task.taskDefinitionArn === undefined ? {} : { taskDefinition: task.taskDefinitionArn }),
    ...(task.availabilityZone === undefined ? {} : { zone: task.availabilityZone }),
    ...(task.healthStatus === undefined || task.healthStatus === 'UNKNOWN'
      ? {}
      : { health: task.healthStatus }),
    ...(runsOn === undefined ? {} : { runsOn }),
    ...(task.createdAt === undefined ? {} : { createdAt: task.createdAt.getTime() }),
    ...(task.startedAt === undefined ? {} : { startedAt: task.startedAt.getTime() }),
    ...(task.stoppedAt === undefined ? {} : { stoppedAt: task.stoppedAt.getTime() }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode }),
    containers: (task.containers ?? []).map(({ name, exitCode, reason }) => ({
      name: name ?? '',
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(reason === undefined ? {} : { reason }),
    })),
  }
}

/** The addresses of its network interface: ECS tells them at the attachment and again at each container. */
export function addressesOf({ attachments = [], containers = [] }: Task): readonly Endpoint[] {
  const attached = attachments
    .flatMap(({ details = [] }) => details)
    .flatMap(({ name, value }) => (name === 'privateIPv4Address' ? (value ?? []) : []))
  const interfaces = containers
    .flatMap(({ networkInterfaces = [] }) => networkInterfaces)
    .flatMap(({ privateIpv4Address, ipv6Address }) => [privateIpv4Address ?? [], ipv6Address ?? []].flat())
  return [...new Set([...attached, ...interfaces])].map((id) => ({ id }))
}

function portsOf({ containers = [] }: Task, instance: string): readonly Endpoint[] {
  const ports = containers
    .flatMap(({ networkBindings = [] }) => networkBindings)
    .flatMap(({ hostPort }) => (hostPort === undefined ? [] : { id: instance, port: hostPort }))
  // In the network mode `host` nothing is bound: there is one task of a port on an instance.
  return ports.length === 0 ? [{ id: instance }] : ports
}
