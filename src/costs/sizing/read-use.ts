import type { Aws, EcsService, EcsTaskDefinition, MetricQuestion } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import type { MetricPoint } from '../../core/metrics.js'
import type { SizeUse } from '../../core/task-sizing.js'
import { deployedSizes } from './deployed-sizes.js'
import { sizeSince } from './size-since.js'

const hour = 3_600_000
/** Two weeks, of which CloudWatch keeps every hour. */
const lookedAt = 336 * hour

/** A service that runs, and what its tasks are made from. */
export interface RunningService {
  readonly ref: ServiceRef
  readonly definition: EcsTaskDefinition
  readonly deployments: EcsService['deployments']
}

type Part = 'cpu' | 'memory'
const metricOf: Readonly<Record<Part, string>> = { cpu: 'CPUUtilization', memory: 'MemoryUtilization' }

/**
 * How much of their size services used in the last two weeks, by short name: every hour's p95 and maximum, in one question for all. What was used of another size
 * says nothing of this one, so it counts from when only tasks of this size ran.
 * @throws AwsError
 */
export async function readUse(
  aws: Aws,
  services: readonly RunningService[],
  now: number,
): Promise<ReadonlyMap<string, SizeUse>> {
  const until = Math.floor(now / hour) * hour
  const from = until - lookedAt
  if (services.length === 0) return new Map()
  const questions = services.flatMap(({ ref }) => [
    question(ref, 'cpu', 'p95'),
    question(ref, 'cpu', 'Maximum'),
    question(ref, 'memory', 'Maximum'),
  ])
  const [{ points }, histories] = await Promise.all([
    aws.metricHistory(questions, { from, until, period: hour / 1_000 }),
    deployedSizes(
      aws,
      services.map(({ ref }) => ref),
    ),
  ])
  const series = (asked: MetricQuestion, begin: number) =>
    (points.get(asked.key) ?? []).filter(({ at }) => at >= begin)
  return new Map(
    services.map(({ ref, definition, deployments }, index) => {
      const since = sizeSince(deployments, histories[index] ?? [], definition, { from, until })
      const begin = Math.ceil(since / hour) * hour
      const [busy, highest, memory] = [
        series(question(ref, 'cpu', 'p95'), begin),
        series(question(ref, 'cpu', 'Maximum'), begin),
        series(question(ref, 'memory', 'Maximum'), begin),
      ]
      return [ref.name, useOf(busy, highest, memory, Math.max(0, (until - begin) / hour))] as const
    }),
  )
}

function useOf(
  busy: readonly MetricPoint[],
  highest: readonly MetricPoint[],
  memory: readonly MetricPoint[],
  of: number,
): SizeUse {
  const hours = Math.min(highest.length, memory.length)
  const top = most(highest)
  const topMemory = most(memory)
  return {
    hours,
    of,
    // Where nothing but sums and extremes was published, CloudWatch has no percentiles.
    ...(top === undefined ? {} : { cpu: { busy: most(busy) ?? top, highest: top } }),
    ...(topMemory === undefined ? {} : { memory: { highest: topMemory } }),
  }
}

function most(points: readonly MetricPoint[]): number | undefined {
  return points.reduce<number | undefined>(
    (highest, { value }) => (highest === undefined || value > highest ? value : highest),
    undefined,
  )
}

function question(ref: ServiceRef, part: Part, statistic: 'p95' | 'Maximum'): MetricQuestion {
  return {
    key: `${ref.service} ${part} ${statistic}`,
    namespace: 'AWS/ECS',
    metric: metricOf[part],
    dimensions: { ClusterName: ref.cluster, ServiceName: ref.service },
    statistic,
    period: hour / 1_000,
  }
}
