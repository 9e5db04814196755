import type { MetricQuestion } from '../aws/aws.js'
import type { EcsService } from '../aws/aws.js'
import type { Thresholds } from '../config/config.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { Measurement } from '../core/status.js'
import type { Figure, FigureTarget } from '../core/metrics.js'
import type { MetricUnit } from '../core/metric-words.js'
import {
  loadBalancerMeasurements,
  type MeasurementPlan,
  serviceMeasurements,
  sharedMeasurements,
  question,
} from '../status/measurements.js'
import { targets } from './targets.js'

type Answers = readonly (number | undefined)[]

/** One figure over time: what to ask for, and how the answers of one moment become its value. */
export interface FigurePlan extends Pick<Figure, 'subject' | 'name' | 'unit' | 'bad'> {
  readonly questions: readonly MetricQuestion[]
  readonly combine: (answers: Answers) => number | undefined
  /** The target, from the newest answers. */
  readonly target?: (answers: Answers) => FigureTarget | undefined
  /** It counts something: told a minute, whatever the period. */
  readonly perMinute?: true
  /** The team publishes it: where it has no data, its name may be another one. */
  readonly own?: true
  /** Nothing is said where nobody measures it, but once for all: how it would be measured. */
  readonly optional?: string
}

const first = (answers: Answers) => answers.find((answer) => answer !== undefined)

function highest(answers: Answers): number | undefined {
  const known = answers.filter((answer) => answer !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

const names: Readonly<Record<Measurement['metric'], string>> = {
  cpu: 'CPU',
  memory: 'memory',
  '5xx': '5xx a minute',
  'response time': 'response time (p95)',
  'hit rate': 'hit rate',
  connections: 'connections',
  'unhealthy targets': 'unhealthy targets',
}

/** The figures that a status compares, over time. */
function fromStatus(plan: MeasurementPlan): FigurePlan {
  const { subject, metric, unit, target, questions, combine } = plan
  return {
    subject,
    name: subject === 'cache' && metric === 'cpu' ? 'engine CPU' : names[metric],
    unit,
    bad: 'above' in target ? 'low' : 'high',
    questions,
    combine,
    target: () => target,
    ...(metric === '5xx' ? { perMinute: true as const } : {}),
  }
}

/** CPU, memory and running tasks. */
export function servicePlans(ref: ServiceRef, thresholds: Thresholds): readonly FigurePlan[] {
  const cluster = ref.cluster.slice(ref.cluster.lastIndexOf('/') + 1)
  const dimensions = { ClusterName: cluster, ServiceName: ref.service }
  const ask = (metric: string) =>
    question(`${ref.service} ${metric}`, 'ECS/ContainerInsights', metric, dimensions, 'Minimum')
  return [
    ...serviceMeasurements(ref, thresholds).map(fromStatus),
    {
      subject: ref.name,
      name: 'running tasks',
      unit: 'count',
      bad: 'low',
      questions: [ask('RunningTaskCount'), ask('DesiredTaskCount')],
      combine: ([running]) => running,
      target: ([, desired]) => (desired === undefined ? undefined : { atLeast: Math.round(desired) }),
      optional: 'Running and desired tasks over time: switch Container Insights on for the cluster.',
    },
  ]
}

/** Healthy and unhealthy targets of a service: CloudWatch knows them by target group, and `groups` are those that serve it. */
export function targetPlans(
  service: EcsService,
  groups: readonly string[],
  loadBalancer: string,
): readonly FigurePlan[] {
  const ask = (metric: string, statistic: string) =>
    groups.map((arn) =>
      question(
        `${arn} ${metric}`,
        'AWS/ApplicationELB',
        metric,
        { TargetGroup: arn.slice(arn.indexOf('targetgroup/')), LoadBalancer: loadBalancer },
        statistic,
      ),
    )
  if (groups.length === 0) return []
  const subject = service.ref.name
  return [
    {
      subject,
      name: 'healthy targets',
      unit: 'count',
      bad: 'low',
      questions: ask('HealthyHostCount', 'Minimum'),
      combine: (answers) => {
        const known = answers.filter((answer) => answer !== undefined)
        return known.length === 0 ? undefined : Math.min(...known)
      },
      target: () => ({ atLeast: service.running }),
    },
    {
      subject,
      name: 'unhealthy targets',
      unit: 'count',
      bad: 'high',
      questions: ask('UnHealthyHostCount', 'Maximum'),
      combine: highest,
      target: () => ({ below: 1 }),
    },
  ]
}

export function databasePlans(environment: Environment, thresholds: Thresholds): readonly FigurePlan[] {
  const { database } = environment
  if (database === undefined) return []
  const dimensions = { DBInstanceIdentifier: database }
  const plan = (
    metric: string,
    name: string,
    unit: MetricUnit,
    bad: Figure['bad'],
    target?: FigureTarget,
  ): FigurePlan => ({
    subject: 'database',
    name,
    unit,
    bad,
    questions: [question(`database ${metric}`, 'AWS/RDS', metric, dimensions, 'Average')],
    combine: first,
    ...(target === undefined ? {} : { target: () => target }),
  })
  return [
    ...sharedOf('database', environment, thresholds),
    plan('FreeStorageSpace', 'free storage', 'bytes', 'low', targets.databaseFreeStorage),
    plan('ReadLatency', 'read latency', 'seconds', 'high'),
    plan('WriteLatency', 'write latency', 'seconds', 'high'),
  ]
}

export function cachePlans(environment: Environment, thresholds: Thresholds): readonly FigurePlan[] {
  const shared = sharedOf('cache', environment, thresholds)
  const members = shared[0]?.questions ?? []
  if (members.length === 0) return []
  return [
    ...shared,
    {
      subject: 'cache',
      name: 'evictions a minute',
      unit: 'count',
      bad: 'high',
      perMinute: true,
      questions: members.map((member) => ({
        ...member,
        key: `${member.key} evictions`,
        metric: 'Evictions',
        statistic: 'Sum',
      })),
      combine: highest,
      target: () => targets.cacheEvictions,
    },
  ]
}

export function loadBalancerPlans(dimension: string, thresholds: Thresholds): readonly FigurePlan[] {
  const measured = loadBalancerMeasurements(dimension, thresholds)
  const ask = (metric: string, statistic: string) =>
    question(
      `load balancer ${metric} ${statistic}`,
      'AWS/ApplicationELB',
      metric,
      { LoadBalancer: dimension },
      statistic,
    )
  const plan = (name: string, unit: MetricUnit, asked: MetricQuestion): FigurePlan => ({
    subject: 'load balancer',
    name,
    unit,
    bad: 'high',
    questions: [asked],
    combine: first,
  })
  /** Answers of a kind are reported only when there are some, requests always. */
  const answers = (kind: '2XX' | '4XX', bad: Figure['bad']): FigurePlan => ({
    ...plan(`${kind.toLowerCase()} a minute`, 'count', ask(`HTTPCode_Target_${kind}_Count`, 'Sum')),
    bad,
    perMinute: true,
    questions: [ask(`HTTPCode_Target_${kind}_Count`, 'Sum'), ask('RequestCount', 'Sum')],
    combine: ([count, requests]) => count ?? (requests === undefined ? undefined : 0),
  })
  return [
    ...measured.map(fromStatus),
    plan('response time (average)', 'seconds', ask('TargetResponseTime', 'Average')),
    plan('response time (p99)', 'seconds', ask('TargetResponseTime', 'p99')),
    answers('4XX', 'high'),
    answers('2XX', 'low'),
  ]
}

function sharedOf(
  subject: 'database' | 'cache',
  environment: Environment,
  thresholds: Thresholds,
): readonly FigurePlan[] {
  return sharedMeasurements(environment, thresholds)
    .filter((plan) => plan.subject === subject)
    .map(fromStatus)
}
