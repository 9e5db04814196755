import { AwsError, clientException, invalidParameter } from '../errors.js'
import type { World } from '../world.js'
import type { ClusterRecord, ServiceRecord, TaskDefinitionRecord, TaskRecord } from './model.js'

/** The part of an ARN after its last slash; a bare name is itself. */
export function lastPart(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)
}

export function findCluster(world: World, nameOrArn: string | undefined): ClusterRecord {
  const cluster = world.clusters.get(lastPart(nameOrArn ?? 'default'))
  if (cluster === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
  return cluster
}

export function findService(
  world: World,
  cluster: string | undefined,
  nameOrArn: string | undefined,
): ServiceRecord {
  if (nameOrArn === undefined || nameOrArn === '') throw invalidParameter('Service cannot be empty.')
  // A long service ARN names its cluster: arn:…:service/<cluster>/<name>.
  const parts = nameOrArn.split('/')
  const service = findCluster(world, cluster ?? (parts.length === 3 ? parts[1] : undefined)).services.get(
    lastPart(nameOrArn),
  )
  if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
  return service
}

export function findTask(world: World, cluster: string | undefined, idOrArn: string): TaskRecord | undefined {
  const { name } = findCluster(world, cluster)
  const task = world.tasks.get(lastPart(idOrArn))
  return task?.service.cluster.name === name ? task : undefined
}

/** Finds `family`, `family:revision` or a full ARN; a family alone means its newest ACTIVE revision. */
export function findTaskDefinition(world: World, reference: string | undefined): TaskDefinitionRecord {
  if (reference === undefined || reference === '') throw clientException('TaskDefinition cannot be empty.')
  const [family = '', revision] = lastPart(reference).split(':')
  const revisions = world.taskDefinitions.get(family) ?? []
  const found =
    revision === undefined
      ? revisions.findLast(({ status }) => status === 'ACTIVE')
      : revisions.find((definition) => String(definition.revision) === revision)
  if (found === undefined) throw clientException('Unable to describe task definition.')
  return found
}

/** `maxResults` within 1..100, in the words ECS refuses others with. */
export function pageSize(maxResults: number | undefined, standard: number): number {
  if (maxResults === undefined) return standard
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > 100) {
    throw invalidParameter('maxResults must be between 1 and 100.')
  }
  return maxResults
}
