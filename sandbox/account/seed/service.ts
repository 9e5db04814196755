import type { LoadBalancer } from '@aws-sdk/client-ecs'
import { createDeployment, createRevision, createServiceDeployment } from '../ecs/deploy.js'
import { addEvent } from '../ecs/events.js'
import { pushImage } from '../ecr/registry.js'
import { takeSample } from '../ecs/samples.js'
import type { ClusterRecord, RevisionRecord, ServiceRecord, TaskDefinitionRecord } from '../ecs/model.js'
import { createTask } from '../ecs/tasks.js'
import type { LoadBalancerRecord } from '../elb/model.js'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import { plantAutoscaling } from './autoscaling.js'
import type { EnvironmentSeed, ServiceSeed, VersionSeed } from './model.js'
import { tagsOf } from './tags.js'
import { plantTaskDefinition } from './task-definition.js'

const day = 86_400_000
const minute = 60_000

export interface ServicePlace {
  seed: EnvironmentSeed
  service: ServiceSeed
  cluster: ClusterRecord
  loadBalancer: LoadBalancerRecord
}

/** Makes a service with its history of versions; what it runs now is healthy and at rest. */
export function plantService(world: World, place: ServicePlace): void {
  const { seed, service: wanted, cluster } = place
  const name = `${seed.prefix}-${wanted.name}`
  const service: ServiceRecord = {
    name,
    arn: arn('ecs', `service/${cluster.name}/${name}`),
    cluster,
    createdAt: world.time.now() - 90 * day,
    tags: tagsOf(seed),
    status: 'ACTIVE',
    desiredCount: wanted.desiredCount,
    deployments: [],
    lastCompleted: undefined,
    tasks: new Map(),
    events: [],
    serviceDeployments: [],
    revisions: new Map(),
    loadBalancers: [plantTargetGroup(world, place)],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b2c3d4e5f6071829'],
        securityGroups: ['sg-0c3d4e5f60718293a'],
        assignPublicIp: 'DISABLED',
      },
    },
    platformVersion: '1.4.0',
    healthCheckGracePeriodSeconds: 60,
    enableExecuteCommand: false,
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: true, rollback: true },
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      strategy: 'ROLLING',
      bakeTimeInMinutes: 0,
    },
    deploymentController: 'ECS',
    steady: true,
    samples: [],
  }
  cluster.services.set(name, service)
  const now = world.time.now()
  plantImages(world, wanted)
  for (const [index, version] of wanted.versions.entries()) {
    const number = wanted.lastRevision - wanted.versions.length + 1 + index
    world.time.asOf(now - version.daysAgo * day, () => {
      plantVersion(
        world,
        service,
        version,
        plantTaskDefinition(world, { seed, service: wanted, version, number }),
      )
    })
  }
  plantTasks(world, service)
  world.time.asOf(service.createdAt, () => takeSample(world, service))
  plantAutoscaling(world, service, wanted)
}

/** Every version of the past, and what nobody has deployed yet. */
function plantImages(world: World, service: ServiceSeed): void {
  const now = world.time.now()
  const pushed = [
    ...service.versions.map(({ tag, daysAgo }) => ({ tag, daysAgo: daysAgo + 3 })),
    ...(service.newImages ?? []),
  ]
  for (const { tag, daysAgo } of pushed.toSorted((a, b) => b.daysAgo - a.daysAgo)) {
    if (world.repositories.get(service.repository)?.images.has(tag)) continue
    world.time.asOf(now - daysAgo * day, () => pushImage(world, service.repository, tag))
  }
}

function plantTargetGroup(world: World, { seed, service, loadBalancer }: ServicePlace): LoadBalancer {
  const name = `${seed.prefix}-${service.name}-tg`.slice(-32).replace(/^-/, '')
  const targetGroup = {
    name,
    arn: arn('elasticloadbalancing', `targetgroup/${name}/${world.ids.hex(16)}`),
    loadBalancerArn: loadBalancer.arn,
    port: service.port,
    healthPath: service.healthPath,
  }
  world.targetGroups.set(targetGroup.arn, targetGroup)
  return { targetGroupArn: targetGroup.arn, containerName: service.name, containerPort: service.port }
}

function plantVersion(
  world: World,
  service: ServiceRecord,
  version: VersionSeed,
  definition: TaskDefinitionRecord,
): void {
  if (version.fate === 'inactive') return
  const startedAt = world.time.now()
  const revision = createRevision(world, service, definition)
  const history = createServiceDeployment(world, service, revision)
  history.lifecycleStage = 'CLEAN_UP'
  history.startedAt = startedAt + 2_000
  const previous = service.lastCompleted
  const isRolledBack = version.fate === 'rolledBack' && previous !== undefined
  const finishedAt = startedAt + (isRolledBack ? 4 : 2) * minute
  history.finishedAt = finishedAt
  history.updatedAt = finishedAt
  history.finalCounts = finalCounts(service, isRolledBack ? previous.revision : revision, history)
  if (isRolledBack) {
    const reason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.'
    history.status = 'ROLLBACK_SUCCESSFUL'
    history.statusReason = reason
    history.circuitBreakerTriggered = true
    history.failureCount = 3
    history.rollback = {
      reason,
      startedAt: startedAt + 3 * minute,
      serviceRevisionArn: previous.revision.arn,
    }
    return
  }
  history.status = 'SUCCESSFUL'
  const deployment = createDeployment(world, service, revision)
  deployment.rolloutState = 'COMPLETED'
  deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`
  deployment.updatedAt = finishedAt
  service.deployments = [deployment]
  service.lastCompleted = deployment
  world.time.asOf(finishedAt, () => {
    addEvent(world, service, `(deployment ${deployment.id}) deployment completed.`)
    addEvent(world, service, 'has reached a steady state.')
  })
}

function finalCounts(
  service: ServiceRecord,
  running: RevisionRecord,
  history: { sources: string[]; target: string },
) {
  return [...history.sources, history.target].map((revision) => {
    const count = revision === running.arn ? service.desiredCount : 0
    return { arn: revision, requested: count, running: count, pending: 0 }
  })
}

function plantTasks(world: World, service: ServiceRecord): void {
  const [deployment] = service.deployments
  if (deployment === undefined) throw new Error(`The seed of ${service.name} has no version that runs`)
  for (let index = 0; index < service.desiredCount; index += 1) {
    const at = deployment.createdAt + index * 1_000
    const task = world.time.asOf(at, () => createTask(world, service, deployment))
    task.lastStatus = 'RUNNING'
    task.pullStartedAt = at + 8_000
    task.pullStoppedAt = at + 22_000
    task.startedAt = at + 26_000
    task.target = { state: 'healthy' }
    task.proven = true
  }
}
