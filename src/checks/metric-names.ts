import type { InfrastructurePart } from '../metrics/read-metrics.js'

/** A metric as runbooks name it, and where it stands among the figures of an environment. */
export interface MetricName {
  /** Whose it is: the service's that is asked about, or a part's of the environment. */
  readonly of: 'service' | InfrastructurePart
  /** The figure's name. */
  readonly figure: string
  /** It has no target: it must be said what is too much. */
  readonly onlyWatched?: true
}

export const metricNames = {
  cpu: { of: 'service', figure: 'CPU' },
  memory: { of: 'service', figure: 'memory' },
  'running-tasks': { of: 'service', figure: 'running tasks' },
  'healthy-targets': { of: 'service', figure: 'healthy targets' },
  'unhealthy-targets': { of: 'service', figure: 'unhealthy targets' },
  'database-cpu': { of: 'rds', figure: 'CPU' },
  'database-connections': { of: 'rds', figure: 'connections' },
  'database-free-storage': { of: 'rds', figure: 'free storage' },
  'database-read-latency': { of: 'rds', figure: 'read latency', onlyWatched: true },
  'database-write-latency': { of: 'rds', figure: 'write latency', onlyWatched: true },
  'cache-hit-rate': { of: 'redis', figure: 'hit rate' },
  'cache-cpu': { of: 'redis', figure: 'engine CPU' },
  'cache-memory': { of: 'redis', figure: 'memory' },
  'cache-evictions': { of: 'redis', figure: 'evictions a minute' },
  '5xx': { of: 'alb', figure: '5xx a minute' },
  '4xx': { of: 'alb', figure: '4xx a minute', onlyWatched: true },
  '2xx': { of: 'alb', figure: '2xx a minute', onlyWatched: true },
  'response-time': { of: 'alb', figure: 'response time (p95)' },
  'response-time-average': { of: 'alb', figure: 'response time (average)', onlyWatched: true },
  'response-time-p99': { of: 'alb', figure: 'response time (p99)', onlyWatched: true },
} as const satisfies Readonly<Record<string, MetricName>>

export type MetricKey = keyof typeof metricNames
export const metricKeys = Object.keys(metricNames) as readonly MetricKey[]

/** Whether it is a figure of one service: nothing else tells which. */
export function isOfService(key: unknown): boolean {
  const found = Object.entries(metricNames).find(([name]) => name === key)?.[1]
  return found?.of === 'service'
}
