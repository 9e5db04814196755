import type { Aws } from '../aws/aws.js'
import type { ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import type { CheckPorts, Subject } from './check.js'

export function awsOf({ environment }: Subject, { aws }: CheckPorts): Aws {
  return aws(environment)
}

/** The service it is about. @throws UserError `check-needs-service` */
export function serviceOf({ service, environment }: Subject): ServiceRef {
  if (service !== undefined) return service
  const what = `The check is about one service of ${environment.name}, and none was named.`
  throw new UserError('check-needs-service', what, 'Name one: `service` among its arguments, or as an input.')
}
