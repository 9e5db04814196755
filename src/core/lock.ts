import { z } from 'zod'
import { serviceLock } from './service-lock.js'

const Service = z.object({
  environment: z.string(),
  name: z.string(),
  service: z.string(),
  cluster: z.string(),
})

const Scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('environment'), environment: z.string() }),
  z.object({ kind: z.literal('service'), service: Service }),
])

/** What is kept of a lock. Times in ms since the epoch. */
export const Lock = z.object({
  version: z.literal(1),
  scope: Scope,
  /** What somebody typed: untrusted text. */
  reason: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }),
  since: z.number(),
  /** Absent: until somebody unlocks it. */
  until: z.number().optional(),
})

/** What a lock keeps as it is: one service, one environment, or everything. */
export type LockScope = z.infer<typeof Scope>
/** Somebody's word that nothing is to be changed here, for now. */
export type Lock = z.infer<typeof Lock>

/** The same for the same scope: under which name its lock is kept. */
export function scopeKey(scope: LockScope): string {
  if (scope.kind === 'everything') return 'everything'
  return scope.kind === 'environment' ? `environment:${scope.environment}` : serviceLock(scope.service)
}

/** `everything`, `production`, `backend in production` */
export function scopeName(scope: LockScope): string {
  if (scope.kind === 'everything') return 'everything'
  return scope.kind === 'environment'
    ? scope.environment
    : `${scope.service.name} in ${scope.service.environment}`
}

/** What stands after `lock` and `unlock`: `all`, `production`, `backend production`. */
export function scopeWords(scope: LockScope): string {
  if (scope.kind === 'everything') return 'all'
  return scope.kind === 'environment'
    ? scope.environment
    : `${scope.service.name} ${scope.service.environment}`
}

/** The environment it is about; undefined: all of them. */
export function environmentOf(scope: LockScope): string | undefined {
  if (scope.kind === 'everything') return undefined
  return scope.kind === 'environment' ? scope.environment : scope.service.environment
}

/**
 * Whether a lock is in the way of a change.
 * @param change.names what the change holds for itself: `service:cluster/name` for each service it touches
 */
export function bars(
  lock: Lock,
  change: { readonly environment: string; readonly names: readonly string[] },
): boolean {
  const { scope } = lock
  if (scope.kind === 'everything') return true
  if (scope.kind === 'environment') return scope.environment === change.environment
  return change.names.includes(serviceLock(scope.service))
}
