import type { ServiceRevision } from '@aws-sdk/client-ecs'
import { lastPart } from './arn.js'
import { capacityWords } from './capacity.js'

/**
 * What a service revision fixes besides task definition, network and load balancer, in words by its name; what it has not is left out. Two revisions
 * are compared by it, so whatever is not here is never called the same.
 */
export function furtherSettings(revision: ServiceRevision): Readonly<Record<string, string>> {
  const { serviceConnectConfiguration: connect, platformFamily } = revision
  const told: readonly (readonly [string, string | undefined])[] = [
    ['capacity', capacityWords(revision)],
    ['platform family', platformFamily],
    [
      'Service Connect',
      connect?.enabled === true
        ? joined([connect.namespace, ...(connect.services ?? []).map(({ portName }) => portName)])
        : undefined,
    ],
    [
      'service discovery',
      joined((revision.serviceRegistries ?? []).map(({ registryArn = '' }) => lastPart(registryArn))),
    ],
    [
      'VPC Lattice',
      joined(
        (revision.vpcLatticeConfigurations ?? []).map(({ targetGroupArn = '' }) => lastPart(targetGroupArn)),
      ),
    ],
    ['Service Gateway', joined((revision.gatewayConnectors ?? []).map(({ portName }) => portName))],
    [
      'volumes',
      joined(
        (revision.volumeConfigurations ?? []).map(({ name, managedEBSVolume: volume }) =>
          volume?.sizeInGiB === undefined ? name : `${name} of ${volume.sizeInGiB} GiB`,
        ),
      ),
    ],
  ]
  return Object.fromEntries(
    told.flatMap(([name, words]) => (words === undefined || words === '' ? [] : [[name, words]])),
  )
}

function joined(names: readonly (string | undefined)[]): string {
  return names
    .flatMap((name) => name ?? [])
    .sort()
    .join(', ')
}
