import type { Environment, ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import { type Lock, type LockScope, scopeKey } from '../core/lock.js'

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

/**
 * What is locked under the name of a service, which may be called otherwise in ECS where services are discovered, be gone there, or be another environment's by now.
 * What was meant where nothing is.
 */
export function lockedAs(scope: LockScope, locks: readonly Pick<Lock, 'scope'>[]): LockScope {
  if (scope.kind !== 'service') return scope
  const { environment, name, service } = scope.service
  const meant = new Set([name, service].map((word) => word.toLowerCase()))
  const fits = locks
    .map((lock) => lock.scope)
    .filter(
      (other) =>
        other.kind === 'service' &&
        other.service.environment === environment &&
        [other.service.name, other.service.service].some((word) => meant.has(word.toLowerCase())),
    )
  return fits.find((other) => scopeKey(other) === scopeKey(scope)) ?? fits[0] ?? scope
}
