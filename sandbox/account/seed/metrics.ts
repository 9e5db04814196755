import type { Dimension } from '@aws-sdk/client-cloudwatch'
import { type MetricShape, type MetricSource, metricDimension, sourceKey } from '../cloudwatch/model.js'
import { incoming } from '../cloudwatch-logs/content/volume.js'
import type { LogGroupRecord } from '../cloudwatch-logs/model.js'
import { sampleAt } from '../ecs/samples.js'
import type { ServiceRecord } from '../ecs/model.js'
import { isServedBy } from '../ecs/serving.js'
import type { LoadBalancerRecord, TargetGroupRecord } from '../elb/model.js'
import type { World } from '../world.js'
import {
  cacheShapes,
  databaseShapes,
  insightsShapes,
  loadBalancerShapes,
  logShapes,
  ownShapes,
  quietServiceShapes,
  serviceShapes,
  targetShapes,
  usageShapes,
} from './metric-shapes.js'
import type { EnvironmentSeed } from './model.js'

type Adjust = MetricSource['adjust']
type Shapes = Readonly<Record<string, MetricShape>>

const asInvented: Adjust = (_, value) => value

/** Lets CloudWatch measure something under these dimensions. @param adjust what the invented value becomes at a moment */
export function addSource(
  world: World,
  namespace: string,
  names: Record<string, string>,
  shapes: Shapes,
  adjust: Adjust,
): void {
  const dimensions: Dimension[] = Object.entries(names).map(([Name, Value]) => ({ Name, Value }))
  const key = sourceKey(namespace, dimensions)
  world.metricSources.set(key, {
    key,
    shapes: new Map(Object.entries(shapes)),
    adjust,
    incidents: [],
    overrides: [],
  })
}

/** Gives everything in an environment the metrics AWS measures for it, under the same dimensions. */
export function plantMetrics(world: World, seed: EnvironmentSeed, loadBalancer: LoadBalancerRecord): void {
  const cluster = `${seed.prefix}-cluster`
  const services = [...(world.clusters.get(cluster)?.services.values() ?? [])]
  const load = seed.environment === 'staging' ? quietServiceShapes : serviceShapes
  for (const service of services) {
    const names = { ClusterName: cluster, ServiceName: service.name }
    addSource(world, 'AWS/ECS', names, load, sharedLoad(service))
    addSource(world, 'ECS/ContainerInsights', names, insightsShapes, taskNumbers(service))
  }
  addSource(world, 'AWS/ECS', { ClusterName: cluster }, serviceShapes, asInvented)
  plantLoadBalancerMetrics(world, services, loadBalancer)
  for (const group of world.logs.groups.values()) {
    if (group.prefix !== seed.prefix) continue
    addSource(world, 'AWS/Logs', { LogGroupName: group.name }, logShapes, logVolume(world, group))
  }
  if (!seed.hasDatabases) return
  const [backend] = services.filter(({ name }) => name.endsWith('-backend'))
  if (backend !== undefined) {
    const names = { Environment: seed.environment, Service: 'backend' }
    addSource(world, 'OhMyCoins', names, ownShapes, whileItRuns(backend))
  }
  addSource(world, 'AWS/RDS', { DBInstanceIdentifier: `${seed.prefix}-postgres` }, databaseShapes, asInvented)
  for (let node = 1; node <= seed.redisNodes; node += 1) {
    const id = `${seed.prefix}-redis-00${node}`
    addSource(world, 'AWS/ElastiCache', { CacheClusterId: id }, cacheShapes, asInvented)
    addSource(world, 'AWS/ElastiCache', { CacheClusterId: id, CacheNodeId: '0001' }, cacheShapes, asInvented)
  }
}

function plantLoadBalancerMetrics(
  world: World,
  services: ServiceRecord[],
  loadBalancer: LoadBalancerRecord,
): void {
  const LoadBalancer = metricDimension(loadBalancer.arn)
  addSource(world, 'AWS/ApplicationELB', { LoadBalancer }, loadBalancerShapes, failures(services))
  for (const service of services) {
    for (const { targetGroupArn = '' } of service.loadBalancers) {
      plantTargetMetrics(world, service, { arn: targetGroupArn, loadBalancerArn: loadBalancer.arn })
    }
  }
}

export function plantTargetMetrics(
  world: World,
  service: ServiceRecord,
  group: Pick<TargetGroupRecord, 'arn' | 'loadBalancerArn'>,
): void {
  const names = {
    LoadBalancer: metricDimension(group.loadBalancerArn),
    TargetGroup: metricDimension(group.arn),
  }
  addSource(world, 'AWS/ApplicationELB', names, targetShapes, targetNumbers(service, group.arn))
}

/** The load is shared by the tasks that run: more tasks, less CPU each; no tasks, nothing measured. */
function sharedLoad(service: ServiceRecord): Adjust {
  const usual = Math.max(1, service.desiredCount)
  return (metric, value, at) => {
    const running = sampleAt(service, at)?.running ?? usual
    if (running === 0) return undefined
    // Memory is mostly what a process needs anyway.
    return metric === 'CPUUtilization' ? Math.min(100, (value * usual) / running) : value
  }
}

/** What the application publishes itself: nothing while none of it runs. */
function whileItRuns(service: ServiceRecord): Adjust {
  return (_metric, value, at) => (sampleAt(service, at)?.running === 0 ? undefined : value)
}

function taskNumbers(service: ServiceRecord): Adjust {
  return (metric, value, at) => {
    const sample = sampleAt(service, at)
    if (metric === 'DesiredTaskCount') return sample?.desired
    if (metric === 'RunningTaskCount') return sample?.running
    if (metric === 'PendingTaskCount') return sample?.pending
    return value
  }
}

/** What the quota of Fargate counts: the vCPUs of all tasks that run in the account. */
export function plantUsage(world: World): void {
  const names = { Service: 'Fargate', Resource: 'vCPU', Type: 'Resource', Class: 'Standard/OnDemand' }
  addSource(world, 'AWS/Usage', names, usageShapes, (_metric, _value, at) => {
    const services = [...world.clusters.values()].flatMap((cluster) => [...cluster.services.values()])
    return services.reduce((total, service) => {
      const cpu = Number(service.deployments[0]?.revision.taskDefinition.definition.cpu ?? 0)
      return total + ((sampleAt(service, at)?.running ?? 0) * cpu) / 1024
    }, 0)
  })
}

/** Of the group that serves the service now; the other one of two has no targets. */
function targetNumbers(service: ServiceRecord, group: string): Adjust {
  const failing = failures([service])
  return (metric, value, at) => {
    const current = service.deployments[0]?.revision
    const sample = sampleAt(service, at)
    if (metric.endsWith('HostCount') && current !== undefined && !isServedBy(current, group)) return 0
    if (metric === 'HealthyHostCount') return sample?.healthy
    if (metric === 'UnHealthyHostCount') return sample?.unhealthy
    return failing(metric, value, at)
  }
}

/** Unhealthy targets answer their share of the requests with 5xx. */
function failures(services: ServiceRecord[]): Adjust {
  return (metric, value, at) => {
    if (metric !== 'HTTPCode_Target_5XX_Count') return value
    const samples = services.map((service) => sampleAt(service, at))
    const unhealthy = samples.reduce((total, sample) => total + (sample?.unhealthy ?? 0), 0)
    return value + unhealthy * 40
  }
}

/** What the group's tasks write at that hour; nothing is measured while none runs. */
function logVolume(world: World, group: LogGroupRecord): Adjust {
  return (metric, _, at) => {
    const volume = incoming(group, world.logs.troubleSince, at)
    return metric === 'IncomingBytes' ? volume?.bytes : volume?.lines
  }
}
