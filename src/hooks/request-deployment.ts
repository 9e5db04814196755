import type { Config } from '../config/config.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'
import { deployService } from '../operations/deploy/deploy-service.js'
import type { Operations } from '../operations/operations.js'
import type { DeploymentHookOptions } from './deployments.js'

/** What ECS has under a name in an environment whose services are discovered: as the prefix has it, and as it stands. @throws AwsError */
type Discovered = (
  environment: Environment,
  prefixed: ServiceRef,
  named: string,
) => Promise<readonly ServiceRef[]>

/** Enters where everybody enters: the same plan, policy, approvals and locks. */
export function createRequestDeployment(
  config: Config,
  discovered: Discovered,
  operations: Pick<Operations, 'request'>,
): DeploymentHookOptions['requestDeployment'] {
  return async ({ environment: named, services, tag, container, reason, notes, id }, caller) => {
    const environment = environmentOf(config, named)
    const refs = await Promise.all(
      [...new Set(services)].map((name) => serviceOf(environment, name, discovered)),
    )
    const forContainer = container === undefined ? {} : { container }
    const input = { environment: environment.name, services: refs, image: tag, ...forContainer }
    const reply = await operations.request(deployService, input, caller, { reason, notes, id })
    if (reply.operation === undefined) throw new Error('A deployment was asked for and none was recorded')
    return { operation: reply.operation }
  }
}

function environmentOf({ environments }: Config, named: string): Environment {
  const wanted = named.toLowerCase()
  const found = environments.find(({ name, aliases }) =>
    [name, ...aliases].some((word) => word.toLowerCase() === wanted),
  )
  if (found !== undefined) return found
  const names = environments.map(({ name }) => name)
  throw new UserError('environment-unknown', `There is no environment ${named}.`, oneOf(names, named))
}

/** Names are not guessed here: nobody is there to be asked. @throws AwsError */
async function serviceOf(
  environment: Environment,
  named: string,
  discovered: Discovered,
): Promise<ServiceRef> {
  const { services, servicePrefix, cluster, name: place } = environment
  const found = services.find(({ name, service }) => name === named || service === named)
  if (found !== undefined) return found
  if (services.length === 0) {
    const service = named.startsWith(servicePrefix) ? named : `${servicePrefix}${named}`
    const prefixed = { environment: place, name: service.slice(servicePrefix.length), service, cluster }
    const [only = prefixed, other] = await discovered(environment, prefixed, named)
    if (other === undefined) return only
    const what = `${named} may be ${only.service} or ${other.service} in ${place}: its cluster runs both.`
    throw new UserError(
      'service-ambiguous',
      what,
      `Name ${only.service}, or write both under services in ohmy.yaml.`,
    )
  }
  const names = services.map(({ name }) => name)
  throw new UserError('service-unknown', `There is no service ${named} in ${place}.`, oneOf(names, named))
}

function oneOf(names: readonly string[], typed: string): string {
  const meant = nearest(typed, names)
  const hint = meant === undefined ? '' : `Did you mean ${meant}? `
  return `${hint}There are ${names.join(', ')}.`
}
