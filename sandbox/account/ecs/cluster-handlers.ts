import type {
  Cluster,
  DescribeClustersCommandInput,
  DescribeClustersCommandOutput,
  Failure,
  ListClustersCommandInput,
  ListClustersCommandOutput,
} from '@aws-sdk/client-ecs'
import { invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { arn } from '../identity.js'
import { page } from '../paging.js'
import { countTasks } from './counts.js'
import { lastPart, pageSize } from './lookup.js'
import type { ClusterRecord } from './model.js'

const listClusters: Handler<ListClustersCommandInput, ListClustersCommandOutput> = (input, { world }) => {
  const { items, nextToken } = page([...world.clusters.values()], {
    nextToken: input.nextToken,
    size: pageSize(input.maxResults, 100),
  })
  return { clusterArns: items.map((cluster) => cluster.arn), nextToken }
}

const describeClusters: Handler<DescribeClustersCommandInput, DescribeClustersCommandOutput> = (
  input,
  call,
) => {
  const names = input.clusters ?? ['default']
  if (names.length > 100) throw invalidParameter('Clusters may contain at most 100 elements.')
  const clusters: Cluster[] = []
  const failures: Failure[] = []
  for (const name of names) {
    const cluster = call.world.clusters.get(lastPart(name))
    if (cluster === undefined) {
      failures.push({ arn: arn('ecs', `cluster/${lastPart(name)}`), reason: 'MISSING' })
      continue
    }
    clusters.push({
      ...describeCluster(cluster),
      ...(input.include?.includes('TAGS') ? { tags: cluster.tags } : {}),
      ...(input.include?.includes('SETTINGS')
        ? { settings: [{ name: 'containerInsights', value: 'enabled' }] }
        : {}),
    })
  }
  return { clusters, failures }
}

function describeCluster(cluster: ClusterRecord): Cluster {
  let running = 0
  let pending = 0
  let active = 0
  for (const service of cluster.services.values()) {
    const counts = countTasks(service)
    running += counts.running
    pending += counts.pending
    if (service.status === 'ACTIVE') active += 1
  }
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: active,
    statistics: [],
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  }
}

export const clusterHandlers = { ListClusters: listClusters, DescribeClusters: describeClusters }
