import type { AfterwardsContext } from '../../changes/definition.js'
import type { ServiceRef } from '../../core/environment.js'
import type { Afterword } from '../../core/operation.js'
import { serviceLock } from '../../core/service-lock.js'
import { findInTerraform, findScalingInTerraform } from '../../terraform/read-folder.js'
import type { Ports } from '../operations.js'
import { environmentOf } from './service-environment.js'

/** What ohmy changes that Terraform's files hold. */
export type Drifting = 'desired_count' | 'task_definition' | 'min_capacity' | 'max_capacity'

/** Attributes of one resource: its lines name them together. */
const ofService: readonly Drifting[] = ['desired_count', 'task_definition']
const ofTarget: readonly Drifting[] = ['min_capacity', 'max_capacity']
const names = ['scale-service', 'deploy-service', 'rollback-service']

/** What is known of how Terraform keeps a service. */
interface Kept {
  /** What it leaves alone; absent: everything, or it does not manage the resource. */
  readonly ignores?: readonly string[]
  /** `aws_ecs_service.backend (ecs.tf, line 13)`; absent: nobody knows whether it manages the resource. */
  readonly by?: string
}

/**
 * Which next apply of Terraform would take a change back, and the lines that keep it from doing so: once for each resource of a service, whatever
 * was changed first. Known from the configuration or from the files of the configured folder, asked otherwise.
 */
export async function driftAfter(
  { ports, record, clock }: AfterwardsContext<unknown, Ports>,
  services: readonly ServiceRef[],
  changed: readonly Drifting[],
): Promise<readonly Afterword[]> {
  const told = await Promise.all(
    services.map(async (service): Promise<readonly Afterword[]> => {
      const words = await Promise.all(
        [ofService, ofTarget].map(async (resource) => {
          const attributes = resource.filter((attribute) => changed.includes(attribute))
          if (attributes.length === 0) return []
          const word = wordOf(service, await keptBy(ports, service, resource), attributes, resource)
          return word === undefined ? [] : [word]
        }),
      )
      if (words.flat().length === 0) return []
      const past = await ports.past.ofLocks([serviceLock(service)], names, clock.now())
      const said = past.flatMap(({ id, afterwards = [] }) => (id === record.id ? [] : afterwards))
      return words.flat().filter((word) => !said.some((one) => isOfOneResource(one, word)))
    }),
  )
  return told.flat()
}

/** Words of one resource name its attributes in their lines. */
function isOfOneResource(one: Afterword, other: Afterword): boolean {
  const isTarget = ({ lines }: Afterword) => ofTarget.some((attribute) => lines.join(' ').includes(attribute))
  return isTarget(one) === isTarget(other)
}

async function keptBy(ports: Ports, service: ServiceRef, resource: readonly Drifting[]): Promise<Kept> {
  const { folder, ignores } = environmentOf(ports, service).terraform ?? {}
  if (ignores !== undefined) {
    const ofThis = ignores.filter((attribute) => resource.includes(attribute))
    // What is written of services says nothing of what scales them.
    if (resource === ofTarget && ofThis.length === 0) return { ignores: [] }
    return { ignores: ofThis, by: `${service.environment}, by what ohmy.yaml says,` }
  }
  if (folder === undefined) return { ignores: [] }
  const find = resource === ofTarget ? findScalingInTerraform : findInTerraform
  const found = await find(folder, service.service)
  if (found.kind !== 'found') return found.kind === 'none' ? {} : { ignores: [] }
  const { address, file, line, ignores: left } = found.resource
  return { ...(left === undefined ? {} : { ignores: left }), by: `${address} (${file}, line ${line})` }
}

/** Pure: what is said of it, where something is. */
function wordOf(
  service: ServiceRef,
  { ignores, by }: Kept,
  changed: readonly Drifting[],
  resource: readonly Drifting[],
): Afterword | undefined {
  const open = changed.filter((attribute) => ignores?.includes(attribute) === false)
  if (ignores === undefined || open.length === 0) return undefined
  const wanted = [...ignores, ...resource.filter((attribute) => !ignores.includes(attribute))]
  const lines = ['lifecycle {', `  ignore_changes = [${wanted.join(', ')}]`, '}']
  if (by !== undefined) {
    const says = `Terraform’s next apply would take this back: ${by} does not ignore ${open.join(', ')}. The resource needs:`
    return { says, lines }
  }
  const what = resource === ofTarget ? `what scales ${service.name}` : service.name
  const says = `If Terraform manages ${what}, its next apply takes this back, unless the resource has these lines. What it ignores can be written down for ohmy (environments.${service.environment}.terraform in ohmy.yaml).`
  return { says, lines }
}
