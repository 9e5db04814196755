import type { Aws } from '../../aws/aws.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'

type Configured = Pick<Ports, 'aws' | 'config'>

/** The configured environment of a service: a queued operation may be older than a change of the configuration. */
export function environmentOf(ports: Configured, service: ServiceRef): Environment {
  return environmentNamed(ports, service.environment)
}

export function environmentNamed(ports: Configured, name: string): Environment {
  const found = ports.config.environments.find((environment) => environment.name === name)
  if (found !== undefined) return found
  const what = `There is no environment ${name} in the configuration.`
  throw new UserError('environment-not-found', what, 'Add it to ohmy.yaml, or name another one.')
}

export function awsOf(ports: Configured, service: ServiceRef): Aws {
  return ports.aws(environmentOf(ports, service))
}
