import type {
  DescribeServicesCommandInput,
  DescribeServicesCommandOutput,
  Failure,
  ListServicesCommandInput,
  ListServicesCommandOutput,
  Service,
} from '@aws-sdk/client-ecs'
import { invalidParameter } from '../errors.js'
import type { CallContext, Handler } from '../handler.js'
import { arn } from '../identity.js'
import { page } from '../paging.js'
import { describeService } from './describe-service.js'
import { findCluster, lastPart, pageSize } from './lookup.js'
import type { ServiceRecord } from './model.js'
import { updateService } from './update-service.js'

const listServices: Handler<ListServicesCommandInput, ListServicesCommandOutput> = (input, { world }) => {
  const cluster = findCluster(world, input.cluster)
  const { items, nextToken } = page([...cluster.services.values()], {
    nextToken: input.nextToken,
    size: pageSize(input.maxResults, 10),
  })
  return { serviceArns: items.map((service) => service.arn), nextToken }
}

const describeServices: Handler<DescribeServicesCommandInput, DescribeServicesCommandOutput> = (
  input,
  call,
) => {
  const cluster = findCluster(call.world, input.cluster)
  const names = input.services ?? []
  if (names.length === 0) throw invalidParameter('Services cannot be empty.')
  if (names.length > 10) throw invalidParameter('Services may contain at most 10 elements.')
  const services: Service[] = []
  const failures: Failure[] = []
  for (const name of names) {
    const service = cluster.services.get(lastPart(name))
    if (service === undefined) {
      failures.push({ arn: arn('ecs', `service/${cluster.name}/${lastPart(name)}`), reason: 'MISSING' })
      continue
    }
    const description = perhapsStale(service, call)
    services.push(input.include?.includes('TAGS') ? { ...description, tags: service.tags } : description)
  }
  return { services, failures }
}

function perhapsStale(service: ServiceRecord, call: CallContext): Service {
  const { beforeChange } = service
  const isRecent =
    beforeChange !== undefined && call.world.time.now() - beforeChange.changedAt < call.staleFor
  return isRecent ? beforeChange.description : describeService(service)
}

export const serviceHandlers = {
  ListServices: listServices,
  DescribeServices: describeServices,
  UpdateService: updateService,
}
