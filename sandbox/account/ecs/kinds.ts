import type { Deployment, Service, ServiceRevision, Task } from '@aws-sdk/client-ecs'
import { invalidParameter } from '../errors.js'
import { fraction } from '../identity.js'
import type { RevisionRecord, ServiceRecord, TaskRecord } from './model.js'
import type { ServiceKind } from './service-kind.js'

/** What DescribeServices says otherwise of such a service. */
export function kindOfService({ kind }: ServiceRecord): Partial<Service> {
  if (kind === undefined) return {}
  return {
    ...(kind.isDaemon === true ? { schedulingStrategy: 'DAEMON' } : {}),
    ...(kind.isExpress === true ? { resourceManagementType: 'ECS', taskDefinition: undefined } : {}),
    ...capacityOf(kind),
    ...(kind.serviceRegistries === undefined ? {} : { serviceRegistries: kind.serviceRegistries }),
  }
}

/** What DescribeServices says otherwise of its deployments. */
export function kindOfDeployment({ kind }: RevisionRecord): Partial<Deployment> {
  if (kind === undefined) return {}
  return { ...(kind.isExpress === true ? { taskDefinition: undefined } : {}), ...capacityOf(kind) }
}

/** What DescribeServiceRevisions says otherwise. */
export function kindOfRevision({ kind }: RevisionRecord): Partial<ServiceRevision> {
  if (kind === undefined) return {}
  const { isExpress: _, isDaemon: __, ...settings } = kind
  return { ...settings, ...capacityOf(kind) }
}

/** A strategy stands in the place of the launch type. */
function capacityOf({ capacityProviderStrategy }: ServiceKind): Partial<Service> {
  return capacityProviderStrategy === undefined ? {} : { launchType: undefined, capacityProviderStrategy }
}

/** What DescribeTasks says otherwise: which of the providers started it, by their weights. */
export function kindOfTask({ id, revision }: TaskRecord): Partial<Task> {
  const strategy = revision.kind?.capacityProviderStrategy ?? []
  const total = strategy.reduce((sum, { weight = 0 }) => sum + weight, 0)
  let left = fraction(`capacity ${id}`) * total
  const chosen = strategy.find(({ weight = 0 }) => (left -= weight) < 0) ?? strategy[0]
  if (chosen === undefined) return {}
  return { capacityProviderName: chosen.capacityProvider, launchType: undefined }
}

/** UpdateService is not for what ECS keeps itself. */
export function refuseExpress({ kind }: ServiceRecord): void {
  if (kind?.isExpress !== true) return
  throw invalidParameter('This service is managed by Amazon ECS. Use UpdateExpressGatewayService instead.')
}
