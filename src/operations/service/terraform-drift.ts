import type { AfterwardsContext } from '../../changes/definition.js'
import type { ServiceRef } from '../../core/environment.js'
import type { Afterword } from '../../core/operation.js'
import { serviceLock } from '../../core/service-lock.js'
import { findInTerraform } from '../../terraform/read-folder.js'
import type { Ports } from '../operations.js'
import { environmentOf } from './service-environment.js'

/** What of a service in Terraform ohmy changes. */
export type Drifting = 'desired_count' | 'task_definition'

const both: readonly Drifting[] = ['desired_count', 'task_definition']
const names = ['scale-service', 'deploy-service', 'rollback-service']

/** What is known of how Terraform keeps a service. */
interface Kept {
  /** What it leaves alone; absent: everything, or it does not manage the service. */
  readonly ignores?: readonly string[]
  /** `aws_ecs_service.backend (ecs.tf, line 13)`; absent: nobody knows whether it manages the service. */
  readonly by?: string
}

/**
 * Which next apply of Terraform would take a change back, and the lines that keep it from doing so: once for each service, whatever was changed
 * first. Known from the configuration or from the files of the configured folder, asked otherwise.
 */
export async function driftAfter(
  { ports, record, clock }: AfterwardsContext<unknown, Ports>,
  services: readonly ServiceRef[],
  changed: Drifting,
): Promise<readonly Afterword[]> {
  const told = await Promise.all(
    services.map(async (service): Promise<readonly Afterword[]> => {
      const word = wordOf(service, await keptBy(ports, service), changed)
      if (word === undefined) return []
      const before = await ports.past.ofLocks([serviceLock(service)], names, clock.now())
      const wasSaid = before.some(({ id, afterwards = [] }) => id !== record.id && afterwards.length > 0)
      return wasSaid ? [] : [word]
    }),
  )
  return told.flat()
}

async function keptBy(ports: Ports, service: ServiceRef): Promise<Kept> {
  const { folder, ignores } = environmentOf(ports, service).terraform ?? {}
  if (ignores !== undefined) return { ignores, by: `${service.environment}, by what ohmy.yaml says,` }
  if (folder === undefined) return { ignores: [] }
  const found = await findInTerraform(folder, service.service)
  if (found.kind !== 'found') return found.kind === 'none' ? {} : { ignores: [] }
  const { address, file, line, ignores: left } = found.service
  return { ...(left === undefined ? {} : { ignores: left }), by: `${address} (${file}, line ${line})` }
}

/** Pure: what is said of it, where something is. */
function wordOf(service: ServiceRef, { ignores, by }: Kept, changed: Drifting): Afterword | undefined {
  if (ignores === undefined || ignores.includes(changed)) return undefined
  const wanted = [...ignores, ...both.filter((attribute) => !ignores.includes(attribute))]
  const lines = ['lifecycle {', `  ignore_changes = [${wanted.join(', ')}]`, '}']
  if (by !== undefined) {
    const says = `Terraform’s next apply would take this back: ${by} does not ignore ${changed}. The resource needs:`
    return { says, lines }
  }
  const says = `If Terraform manages ${service.name}, its next apply takes this back, unless the resource has these lines. What it ignores can be written down for ohmy (environments.${service.environment}.terraform in ohmy.yaml).`
  return { says, lines }
}
