import type { Statistic } from '@aws-sdk/client-cloudwatch'
import { metricDimension } from '../cloudwatch/model.js'
import type { LoadBalancerRecord } from '../elb/model.js'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import type { EnvironmentSeed } from './model.js'

interface AlarmSeed {
  /** The end of its name, after the prefix. */
  name: string
  description: string
  namespace: string
  metric: string
  dimensions: Record<string, string>
  threshold: number
  statistic?: Statistic
  period?: number
  isBelow?: boolean
  /** A period without data is neither good nor bad: where there is nothing to measure any more, nobody knows. */
  needsData?: boolean
}

/** The alarms Terraform makes for an environment, all in OK. They publish to `<prefix>-alerts`. */
export function plantAlarms(world: World, seed: EnvironmentSeed, loadBalancer: LoadBalancerRecord): void {
  const topic = arn('sns', `${seed.prefix}-alerts`)
  const createdAt = world.time.now() - 90 * 86_400_000
  for (const alarm of alarmsOf(world, seed, loadBalancer)) {
    const name = `${seed.prefix}-${alarm.name}`
    world.alarms.set(name, {
      name,
      arn: arn('cloudwatch', `alarm:${name}`),
      description: alarm.description,
      namespace: alarm.namespace,
      metric: alarm.metric,
      dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
      statistic: alarm.statistic ?? 'Average',
      period: alarm.period ?? 300,
      evaluationPeriods: 2,
      threshold: alarm.threshold,
      comparison: alarm.isBelow === true ? 'LessThanThreshold' : 'GreaterThanThreshold',
      actions: [topic],
      actionsEnabled: true,
      createdAt,
      missing: alarm.needsData === true ? 'missing' : 'notBreaching',
      state: 'OK',
      reason: 'Threshold Crossed: no datapoints were breaching in the last 2 evaluation periods.',
      updatedAt: createdAt,
      transitionedAt: createdAt,
      isHeld: false,
    })
  }
}

function alarmsOf(world: World, seed: EnvironmentSeed, loadBalancer: LoadBalancerRecord): AlarmSeed[] {
  const database = { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: `${seed.prefix}-postgres` } }
  const cache = { namespace: 'AWS/ElastiCache', dimensions: { CacheClusterId: `${seed.prefix}-redis-001` } }
  const backendService = world.clusters.get(`${seed.prefix}-cluster`)?.services.get(`${seed.prefix}-backend`)
  const targetGroup = backendService?.loadBalancers[0]?.targetGroupArn ?? ''
  const balancer = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: metricDimension(loadBalancer.arn) },
    period: 60,
  }
  const backend = {
    namespace: 'AWS/ECS',
    dimensions: { ClusterName: `${seed.prefix}-cluster`, ServiceName: `${seed.prefix}-backend` },
    needsData: true,
  }
  return [
    {
      ...database,
      name: 'rds-cpu-utilization',
      description: 'The database uses more than 80 % CPU',
      metric: 'CPUUtilization',
      threshold: 80,
    },
    {
      ...database,
      name: 'rds-free-storage',
      description: 'The database has less than 10 GB of storage left',
      metric: 'FreeStorageSpace',
      threshold: 10 * 1024 ** 3,
      isBelow: true,
    },
    {
      ...database,
      name: 'rds-database-connections',
      description: 'The database has more than 80 connections',
      metric: 'DatabaseConnections',
      threshold: 80,
    },
    {
      ...cache,
      name: 'redis-cpu-utilization',
      description: 'The Redis engine uses more than 75 % CPU',
      metric: 'EngineCPUUtilization',
      threshold: 75,
    },
    {
      ...cache,
      name: 'redis-memory-utilization',
      description: 'Redis uses more than 80 % of its memory',
      metric: 'DatabaseMemoryUsagePercentage',
      threshold: 80,
    },
    {
      ...cache,
      name: 'redis-evictions',
      description: 'Redis evicts more than 1000 keys a period',
      metric: 'Evictions',
      threshold: 1000,
      statistic: 'Sum',
    },
    {
      ...balancer,
      name: 'alb-target-response-time',
      description: 'Answers take more than 2 s on average',
      metric: 'TargetResponseTime',
      threshold: 2,
    },
    {
      ...balancer,
      // CloudWatch knows this metric by target group only.
      dimensions: { ...balancer.dimensions, TargetGroup: metricDimension(targetGroup) },
      name: 'alb-unhealthy-targets',
      description: 'A target is unhealthy',
      metric: 'UnHealthyHostCount',
      threshold: 0,
    },
    {
      ...balancer,
      name: 'alb-5xx-errors',
      description: 'More than 10 answers a minute are 5xx',
      metric: 'HTTPCode_Target_5XX_Count',
      threshold: 10,
      statistic: 'Sum',
    },
    {
      ...backend,
      name: 'ecs-high-cpu',
      description: 'The backend uses more than 80 % CPU',
      metric: 'CPUUtilization',
      threshold: 80,
    },
    {
      ...backend,
      name: 'ecs-high-memory',
      description: 'The backend uses more than 85 % of its memory',
      metric: 'MemoryUtilization',
      threshold: 85,
    },
  ]
}
