import { AwsError } from '../aws/aws-error.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'

/** @throws UserError `log-group-unconfigured`, which names the key */
export function logGroupOf(environment: Environment, service: ServiceRef): string {
  const group = Object.hasOwn(environment.logGroups, service.name)
    ? environment.logGroups[service.name]
    : undefined
  if (group !== undefined) return group
  const known = Object.keys(environment.logGroups)
  throw new UserError(
    'log-group-unconfigured',
    `ohmy.yaml names no log group for ${service.name} in ${environment.name}.`,
    `Set environments.${environment.name}.logGroups.${service.name} to the group's name${
      known.length === 0 ? '' : ` (it has ${known.join(' and ')})`
    }, then restart ohmy.`,
  )
}

/** What to throw when the lines of a log group could not be read: in words where there is no such group, else the error itself. */
export function orMissingLogGroup(
  error: unknown,
  environment: Environment,
  service: ServiceRef,
  logGroup: string,
): unknown {
  if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') return error
  return new UserError(
    'log-group-missing',
    `There is no log group ${logGroup} in ${environment.region}.`,
    `Check environments.${environment.name}.logGroups.${service.name} in ohmy.yaml, and that the service has started once: the log driver may be what creates it.`,
    { cause: error },
  )
}
