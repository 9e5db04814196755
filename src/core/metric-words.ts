import type { Environment } from './environment.js'

export type MetricUnit = 'percent' | 'count' | 'seconds' | 'bytes' | 'none'

/** A metric in words: `5xx answers`, a plural that is counted. */
export interface MetricWords {
  readonly words: string
  readonly unit: MetricUnit
  readonly plural: boolean
}

const one = (words: string, unit: MetricUnit): MetricWords => ({ words, unit, plural: false })
const many = (words: string): MetricWords => ({ words, unit: 'count', plural: true })

/** By namespace and name: the metrics of what ohmy runs. */
const known: Readonly<Record<string, Readonly<Record<string, MetricWords>>>> = {
  'AWS/ECS': { CPUUtilization: one('CPU', 'percent'), MemoryUtilization: one('memory', 'percent') },
  'ECS/ContainerInsights': {
    RunningTaskCount: many('running tasks'),
    DesiredTaskCount: many('desired tasks'),
    PendingTaskCount: many('starting tasks'),
  },
  'AWS/RDS': {
    CPUUtilization: one('CPU', 'percent'),
    DatabaseConnections: many('connections'),
    FreeStorageSpace: one('free storage', 'bytes'),
    FreeableMemory: one('free memory', 'bytes'),
    ReadLatency: one('read latency', 'seconds'),
    WriteLatency: one('write latency', 'seconds'),
  },
  'AWS/ElastiCache': {
    CacheHitRate: one('hit rate', 'percent'),
    CPUUtilization: one('CPU', 'percent'),
    EngineCPUUtilization: one('engine CPU', 'percent'),
    DatabaseMemoryUsagePercentage: one('memory', 'percent'),
    Evictions: many('evictions'),
    CurrConnections: many('connections'),
  },
  'AWS/ApplicationELB': {
    TargetResponseTime: one('response time', 'seconds'),
    RequestCount: many('requests'),
    HTTPCode_Target_2XX_Count: many('2xx answers'),
    HTTPCode_Target_4XX_Count: many('4xx answers'),
    HTTPCode_Target_5XX_Count: many('5xx answers'),
    HTTPCode_ELB_5XX_Count: many('5xx answers of its own'),
    HealthyHostCount: many('healthy targets'),
    UnHealthyHostCount: many('unhealthy targets'),
  },
}

/** What people call a metric. One that is not known keeps its name, without anything that could mean something to Slack. */
export function metricWords(namespace: string, metric: string): MetricWords {
  const found = known[namespace]?.[metric]
  if (found !== undefined) return found
  return one(harmless(metric), /(Utilization|Percentage|Percent)$/.test(metric) ? 'percent' : 'none')
}

/** Whose metric it is: `the database`, `backend`, `the load balancer`. */
export function metricSubject(
  dimensions: Readonly<Record<string, string>>,
  environment: Pick<Environment, 'services' | 'servicePrefix' | 'database' | 'cache'>,
): string {
  const { ServiceName, ClusterName, DBInstanceIdentifier, CacheClusterId, TargetGroup, LoadBalancer } =
    dimensions
  if (ServiceName !== undefined) return serviceNamed(ServiceName, environment)
  if (DBInstanceIdentifier !== undefined) {
    return DBInstanceIdentifier === environment.database
      ? 'the database'
      : `database ${harmless(DBInstanceIdentifier)}`
  }
  if (CacheClusterId !== undefined) {
    const { cache } = environment
    const ours = cache !== undefined && (CacheClusterId === cache || CacheClusterId.startsWith(`${cache}-`))
    return ours ? 'the cache' : `cache ${harmless(CacheClusterId)}`
  }
  if (TargetGroup !== undefined || LoadBalancer !== undefined) return 'the load balancer'
  if (ClusterName !== undefined) return 'the cluster'
  return Object.values(dimensions).map(harmless).join(', ')
}

function serviceNamed(name: string, environment: Pick<Environment, 'services' | 'servicePrefix'>): string {
  const configured = environment.services.find(({ service }) => service === name)
  if (configured !== undefined) return configured.name
  const { servicePrefix } = environment
  return harmless(
    servicePrefix !== '' && name.startsWith(servicePrefix) ? name.slice(servicePrefix.length) : name,
  )
}

/** Names from elsewhere stand in our sentences: nothing that formats, mentions or links stays in them. */
function harmless(name: string): string {
  return name
    .replace(/[^\p{L}\p{N} ./_-]/gu, '')
    .replace(/[_ ]+/g, ' ')
    .trim()
    .slice(0, 100)
}

/** A value as people read it: `93 %`, `1.4 ms`, `14.3 GB`, `1,204`. */
export function formatFigure(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'percent':
      return `${short(value)} %`
    case 'seconds':
      return Math.abs(value) < 1 ? `${short(value * 1_000)} ms` : `${short(value)} s`
    case 'bytes':
      return formatBytes(value)
    default:
      return short(value)
  }
}

const sizes = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** 1,024 of one are the next, as AWS counts storage. */
function formatBytes(value: number): string {
  const power = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log2(Math.abs(value) || 1) / 10)))
  return `${short(value / 1_024 ** power)} ${sizes[power]}`
}

/** Made once: `toLocaleString` makes one at each call, which was a tenth of the time of a metrics answer. */
const withDigits = [0, 1, 2].map((digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits }))

/** Two digits that count at least, no more than people read. */
function short(value: number): string {
  const size = Math.abs(value)
  const digits = size >= 10 ? 0 : size >= 1 ? 1 : 2
  return withDigits[digits]?.format(value) ?? String(value)
}
