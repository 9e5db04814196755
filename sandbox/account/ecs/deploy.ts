import type { LoadBalancer, NetworkConfiguration } from '@aws-sdk/client-ecs'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import { sendDeploymentEvent } from './deployment-event.js'
import { durations } from './durations.js'
import { containerImages } from './images.js'
import type {
  DeploymentRecord,
  RevisionRecord,
  ServiceDeploymentRecord,
  ServiceRecord,
  TaskDefinitionRecord,
} from './model.js'
import { end } from './rollback.js'
import { closeHooks } from './hooks.js'
import { resolveLoadBalancers } from './serving.js'

/** What a new service revision may change. */
export interface RevisionChange {
  taskDefinition: TaskDefinitionRecord
  loadBalancers?: LoadBalancer[]
  networkConfiguration?: NetworkConfiguration
  platformVersion?: string
}

export function createRevision(
  world: World,
  service: ServiceRecord,
  taskDefinition: TaskDefinitionRecord,
): RevisionRecord {
  const revision: RevisionRecord = {
    arn: arn('ecs', `service-revision/${service.cluster.name}/${service.name}/${world.ids.digits(19)}`),
    createdAt: world.time.now(),
    taskDefinition,
    images: containerImages(world, taskDefinition),
    loadBalancers: service.loadBalancers,
    serving: resolveLoadBalancers(service),
    networkConfiguration: service.networkConfiguration,
    platformVersion: service.platformVersion,
    ...(service.kind === undefined ? {} : { kind: service.kind }),
  }
  service.revisions.set(revision.arn, revision)
  world.revisions.set(revision.arn, revision)
  return revision
}

export function createDeployment(
  world: World,
  service: ServiceRecord,
  revision: RevisionRecord,
): DeploymentRecord {
  const id = `ecs-svc/${world.ids.digits(19)}`
  const now = world.time.now()
  return {
    id,
    revision,
    createdAt: now,
    updatedAt: now,
    failedTasks: 0,
    failuresInARow: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    startNotBefore: 0,
    alarmsBefore: (service.deploymentConfiguration.alarms?.alarmNames ?? []).filter(
      (name) => world.alarms.get(name)?.state === 'ALARM',
    ),
  }
}

export function createServiceDeployment(
  world: World,
  service: ServiceRecord,
  target: RevisionRecord,
): ServiceDeploymentRecord {
  const now = world.time.now()
  const deployment: ServiceDeploymentRecord = {
    arn: arn('ecs', `service-deployment/${service.cluster.name}/${service.name}/${world.ids.letters(21)}`),
    service,
    createdAt: now,
    updatedAt: now,
    status: 'PENDING',
    lifecycleStage: 'RECONCILE_SERVICE',
    hooks: [],
    traffic: { production: 0, test: 0, shifts: 0, sourceReleased: false },
    sources: service.deployments.map(({ revision }) => revision.arn).filter((other) => other !== target.arn),
    target: target.arn,
    configuration: service.deploymentConfiguration,
    circuitBreakerTriggered: false,
    triggeredAlarms: [],
    failureCount: 0,
  }
  service.serviceDeployments.unshift(deployment)
  world.serviceDeployments.set(deployment.arn, deployment)
  return deployment
}

/** Starts a deployment in the service's strategy. One that is still running is stopped in its favour. */
export function startDeployment(world: World, service: ServiceRecord, change: RevisionChange): void {
  stopRunning(world, service)
  service.loadBalancers = change.loadBalancers ?? service.loadBalancers
  service.networkConfiguration = change.networkConfiguration ?? service.networkConfiguration
  service.platformVersion = change.platformVersion ?? service.platformVersion
  const revision = createRevision(world, service, change.taskDefinition)
  const serviceDeployment = createServiceDeployment(world, service, revision)
  service.deployments.unshift(createDeployment(world, service, revision))
  service.steady = false
  // A deployment that is still pending starts no tasks: its own start is what reconciles.
  const [deployment] = service.deployments
  if (deployment !== undefined) {
    deployment.startNotBefore = world.time.now() + durations.serviceDeploymentPending / world.time.speed
  }
  world.time.after(durations.serviceDeploymentPending, () => {
    if (serviceDeployment.status !== 'PENDING') return
    serviceDeployment.status = 'IN_PROGRESS'
    serviceDeployment.lifecycleStage = 'SCALE_UP'
    serviceDeployment.startedAt = world.time.now()
    serviceDeployment.updatedAt = world.time.now()
    if (deployment !== undefined)
      sendDeploymentEvent(world, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS')
    world.reconcile(service)
  })
}

function stopRunning(world: World, service: ServiceRecord): void {
  const [newest] = service.serviceDeployments
  if (newest === undefined || newest.finishedAt !== undefined || newest.status === 'STOP_REQUESTED') return
  newest.status = 'STOP_REQUESTED'
  newest.statusReason = 'Service deployment stopped because a new deployment replaced it.'
  newest.updatedAt = world.time.now()
  closeHooks(newest)
  world.time.after(durations.stopRequested, () => end(world, newest, 'STOPPED'))
}
