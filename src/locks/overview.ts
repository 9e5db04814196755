import type { Environment, Freeze } from '../core/environment.js'
import type { LocksOverview } from '../core/locks-overview.js'
import { currentOrNext, formatWeekly } from '../core/time-windows.js'
import type { Zone } from '../core/time-zone.js'
import { freezesAhead, holdsIn } from './freezes.js'
import { environmentOf, type Lock } from '../core/lock.js'

/** How far ahead freezes are told (ms). */
export const ahead = 7 * 24 * 3_600_000

export function overviewOf(options: {
  readonly locks: readonly Lock[]
  readonly environments: readonly Environment[]
  readonly freezes: readonly Freeze[]
  readonly zone: Zone
  readonly now: number
}): LocksOverview {
  const { zone, now } = options
  const names = options.environments.map(({ name }) => name)
  const isAsked = (environment: string | undefined) =>
    environment === undefined || names.includes(environment)
  const freezes = options.freezes.filter((freeze) => names.some((name) => holdsIn(freeze, name)))
  return {
    environments: names,
    locks: options.locks.filter(({ scope }) => isAsked(environmentOf(scope))),
    freezes: freezesAhead(freezes, zone, now, ahead),
    maintenance: options.environments.flatMap(({ name, policy }) => {
      const { maintenanceWindow: window, onlyInMaintenanceWindow: only = [] } = policy
      const occurrence = window === undefined ? undefined : currentOrNext(window, zone, now)
      if (window === undefined || occurrence === undefined) return []
      return [{ environment: name, window: formatWeekly(window), occurrence, only }]
    }),
  }
}
