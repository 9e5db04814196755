import type { Environment, ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import type { LockScope } from '../core/lock.js'

/** What was named: a service of an environment, an environment, or everything. Throws a UserError for nothing and for two of them. */
export function scopeOf(args: {
  readonly all: boolean
  readonly service: ServiceRef | undefined
  readonly environment: Environment | undefined
}): LockScope {
  const { all, service, environment } = args
  if (all && (service !== undefined || environment !== undefined)) {
    const what = '`all` is everything there is, so it stands without an environment or a service.'
    throw new UserError('scope-contradicts-itself', what, 'Say which of the two you mean.')
  }
  if (all) return { kind: 'everything' }
  if (service !== undefined) return { kind: 'service', service: { ...service } }
  if (environment !== undefined) return { kind: 'environment', environment: environment.name }
  throw new UserError(
    'scope-missing',
    'It does not say what.',
    'Name an environment (`production`), a service and its environment (`backend production`), or `all`.',
    { choice: { argument: 'environment', label: 'What?' } },
  )
}
