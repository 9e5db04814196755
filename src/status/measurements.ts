import type { MetricQuestion } from '../aws/aws.js'
import type { Thresholds } from '../config/config.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { Measurement } from '../core/status.js'

/** One figure that is wanted: what to ask CloudWatch for, and how the answers become the figure. */
export interface MeasurementPlan extends Pick<Measurement, 'subject' | 'metric' | 'unit' | 'target'> {
  readonly questions: readonly MetricQuestion[]
  /** The answers in the order of the questions; absent ones had no data. */
  readonly combine: (answers: readonly (number | undefined)[]) => number | undefined
}

/** Seconds: what is asked for is the latest minute with data within this time. */
export const within = 15 * 60
const period = 60

const first = (answers: readonly (number | undefined)[]) => answers.find((answer) => answer !== undefined)

function highest(answers: readonly (number | undefined)[]): number | undefined {
  const known = answers.filter((answer) => answer !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

/** CPU and memory of one service. */
export function serviceMeasurements(ref: ServiceRef, thresholds: Thresholds): readonly MeasurementPlan[] {
  const cluster = ref.cluster.slice(ref.cluster.lastIndexOf('/') + 1)
  const dimensions = { ClusterName: cluster, ServiceName: ref.service }
  const plan = (metric: 'cpu' | 'memory', name: string, below: number): MeasurementPlan => ({
    subject: ref.name,
    metric,
    unit: 'percent',
    target: { below },
    questions: [question(`service ${ref.service} ${metric}`, 'AWS/ECS', name, dimensions, 'Average')],
    combine: first,
  })
  return [
    plan('cpu', 'CPUUtilization', thresholds.cpuPercent),
    plan('memory', 'MemoryUtilization', thresholds.memoryPercent),
  ]
}

/** The figures of what the services share: database and cache, as far as configured. */
export function sharedMeasurements(
  environment: Environment,
  thresholds: Thresholds,
): readonly MeasurementPlan[] {
  return [
    ...(environment.database === undefined ? [] : databaseMeasurements(environment.database, thresholds)),
    ...(environment.cache === undefined ? [] : cacheMeasurements(environment.cache, thresholds)),
  ]
}

function databaseMeasurements(database: string, thresholds: Thresholds): readonly MeasurementPlan[] {
  const dimensions = { DBInstanceIdentifier: database }
  const ask = (metric: string) => [question(`database ${metric}`, 'AWS/RDS', metric, dimensions, 'Average')]
  return [
    {
      subject: 'database',
      metric: 'cpu',
      unit: 'percent',
      target: { below: thresholds.databaseCpuPercent },
      questions: ask('CPUUtilization'),
      combine: first,
    },
    {
      subject: 'database',
      metric: 'connections',
      unit: 'count',
      target: { below: thresholds.databaseConnections },
      questions: ask('DatabaseConnections'),
      combine: first,
    },
  ]
}

function cacheMeasurements(cache: string, thresholds: Thresholds): readonly MeasurementPlan[] {
  // A replication group has no metrics of its own: its members do, and are named `<group>-001`, `-002`, …
  const ids = [cache, `${cache}-001`, `${cache}-002`]
  const ask = (metric: string) =>
    ids.map((id) =>
      question(`cache ${id} ${metric}`, 'AWS/ElastiCache', metric, { CacheClusterId: id }, 'Average'),
    )
  const plan = (
    metric: 'cpu' | 'memory' | 'hit rate',
    name: string,
    target: Measurement['target'],
  ): MeasurementPlan => ({
    subject: 'cache',
    metric,
    unit: 'percent',
    target,
    questions: ask(name),
    // Nobody may read from a replica, so the member with the best hit rate is the one that is used.
    combine: highest,
  })
  return [
    plan('hit rate', 'CacheHitRate', { above: thresholds.cacheHitRatePercent }),
    plan('cpu', 'EngineCPUUtilization', { below: thresholds.cacheCpuPercent }),
    plan('memory', 'DatabaseMemoryUsagePercentage', { below: thresholds.cacheMemoryPercent }),
  ]
}

/** Errors and response time of the load balancer; `dimension` as CloudWatch wants it. */
export function loadBalancerMeasurements(
  dimension: string,
  thresholds: Thresholds,
): readonly MeasurementPlan[] {
  const ask = (metric: string, statistic: string) =>
    question(`load balancer ${metric}`, 'AWS/ApplicationELB', metric, { LoadBalancer: dimension }, statistic)
  return [
    {
      subject: 'load balancer',
      metric: '5xx',
      unit: 'count',
      target: { below: thresholds.loadBalancer5xx },
      // The errors are only reported when there are some, the requests always: no errors among known requests is zero.
      questions: [ask('HTTPCode_Target_5XX_Count', 'Sum'), ask('RequestCount', 'Sum')],
      combine: ([errors, requests]) => errors ?? (requests === undefined ? undefined : 0),
    },
    {
      subject: 'load balancer',
      metric: 'response time',
      unit: 'seconds',
      target: { below: thresholds.responseTimeSeconds },
      questions: [ask('TargetResponseTime', 'p95')],
      combine: first,
    },
  ]
}

/** How many targets of a group are unhealthy, where asking the load balancer about each group would be too many calls. */
export function unhealthyTargets(targetGroupArn: string, loadBalancer: string): MetricQuestion {
  const dimensions = {
    TargetGroup: targetGroupArn.slice(targetGroupArn.indexOf('targetgroup/')),
    LoadBalancer: loadBalancer,
  }
  return question(targetGroupArn, 'AWS/ApplicationELB', 'UnHealthyHostCount', dimensions, 'Maximum')
}

/** The figure against its target. Without data nothing is met and nothing is missed: `value` is absent. */
export function measure(plan: MeasurementPlan, answers: ReadonlyMap<string, number>): Measurement {
  const { subject, metric, unit, target } = plan
  const value = plan.combine(plan.questions.map(({ key }) => answers.get(key)))
  if (value === undefined) return { subject, metric, unit, target, met: false }
  const met = 'below' in target ? value < target.below : value > target.above
  return { subject, metric, unit, target, value, met }
}

/** A question for the latest minute. */
export function question(
  key: string,
  namespace: string,
  metric: string,
  dimensions: Readonly<Record<string, string>>,
  statistic: string,
): MetricQuestion {
  return { key, namespace, metric, dimensions, statistic, period }
}
