import type { Aws } from '../aws/aws.js'
import type { Thresholds } from '../config/config.js'
import type { Environment } from '../core/environment.js'
import type { RealNames } from './templates/template.js'

const servicesRead = 20

type Ask = Pick<Aws, 'services' | 'loadBalancerDimension' | 'seenMetrics'>

/**
 * What things are called in this environment, asked where the configuration does not say it in CloudWatch's words.
 * @returns the names, and a sentence for each widget that has to be left out or stays empty
 */
export async function readRealNames(
  aws: Ask,
  environment: Environment,
  thresholds: Thresholds,
): Promise<{ readonly names: RealNames; readonly warnings: readonly string[] }> {
  const [services, loadBalancer, cache, insights] = await Promise.all([
    readServices(aws),
    environment.loadBalancer === undefined ? undefined : aws.loadBalancerDimension(environment.loadBalancer),
    environment.cache === undefined ? undefined : cacheCluster(aws, environment.cache),
    aws.seenMetrics({ namespace: 'ECS/ContainerInsights', metric: 'RunningTaskCount' }, 4),
  ])
  const cluster = environment.cluster.slice(environment.cluster.lastIndexOf('/') + 1)
  const { database } = environment
  const isMeasured = insights.metrics.some(({ dimensions }) => dimensions['ClusterName'] === cluster)
  return {
    names: {
      region: environment.region,
      cluster,
      services,
      thresholds,
      ...(loadBalancer === undefined ? {} : { loadBalancer }),
      ...(database === undefined ? {} : { database }),
      ...(cache === undefined ? {} : { cache: cache.id }),
    },
    warnings: [
      ...(services.length === 0
        ? [`There are no services in ${cluster}: the ECS widgets are left out.`]
        : []),
      ...(loadBalancer === undefined ? [withoutLoadBalancer(environment)] : []),
      ...(database === undefined ? ['No database is configured: its widget is left out.'] : []),
      ...(cache === undefined ? ['No cache is configured: its widget is left out.'] : []),
      ...(cache?.isSeen === false
        ? [
            `CloudWatch has measured no cache ${cache.id} within two weeks: its widget stays empty until it does.`,
          ]
        : []),
      ...(isMeasured || !insights.complete
        ? []
        : [
            `Container Insights measures nothing in ${cluster}: the widget of tasks stays empty until it is switched on.`,
          ]),
    ],
  }
}

function withoutLoadBalancer({ loadBalancer }: Environment): string {
  return loadBalancer === undefined
    ? 'No load balancer is configured: its widgets are left out.'
    : `AWS knows no load balancer ${loadBalancer}: its widgets are left out.`
}

/** `backend` first: it is what the team watches. */
async function readServices(aws: Ask): Promise<RealNames['services']> {
  const services: { name: string; service: string }[] = []
  for await (const page of aws.services()) {
    services.push(...page.map(({ name, service }) => ({ name, service })))
    if (services.length >= servicesRead) break
  }
  const isFirst = ({ name }: { name: string }) => (name === 'backend' ? 0 : 1)
  return services.toSorted(
    (left, right) => isFirst(left) - isFirst(right) || (left.name < right.name ? -1 : 1),
  )
}

/** A replication group has no metrics of its own: its members do, and are named `<group>-001`, `-002`, … */
async function cacheCluster(aws: Ask, cache: string): Promise<{ id: string; isSeen: boolean }> {
  const { metrics } = await aws.seenMetrics({ namespace: 'AWS/ElastiCache', metric: 'CacheHitRate' }, 4)
  const ids = new Set(metrics.map(({ dimensions }) => dimensions['CacheClusterId']))
  const id = [cache, `${cache}-001`, `${cache}-0001-001`].find((candidate) => ids.has(candidate))
  return { id: id ?? `${cache}-001`, isSeen: id !== undefined }
}
