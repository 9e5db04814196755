import type { Environment, Freeze } from '../core/environment.js'
import { currentOrNext, formatWeekly, type Occurrence } from '../core/time-windows.js'
import type { Zone } from '../core/time-zone.js'
import { type FreezeTime, freezesAhead, holdsIn } from './freezes.js'
import { environmentOf, type Lock } from './lock.js'

/** How far ahead freezes are told (ms). */
export const ahead = 7 * 24 * 3_600_000

export interface Maintenance {
  readonly environment: string
  /** `Sun 02:00–04:00` */
  readonly window: string
  /** The one that is on, or the next one. */
  readonly occurrence: Occurrence
  /** Verbs that start in it only. */
  readonly only: readonly string[]
}

/** All that may keep a change from happening in some environments, now and soon. */
export interface LocksOverview {
  readonly environments: readonly string[]
  readonly locks: readonly Lock[]
  /** Those that hold now, and those that begin within `ahead`. */
  readonly freezes: readonly FreezeTime[]
  readonly maintenance: readonly Maintenance[]
}

export function overviewOf(parts: {
  readonly locks: readonly Lock[]
  readonly environments: readonly Environment[]
  readonly freezes: readonly Freeze[]
  readonly zone: Zone
  readonly now: number
}): LocksOverview {
  const { zone, now } = parts
  const names = parts.environments.map(({ name }) => name)
  const isAsked = (environment: string | undefined) =>
    environment === undefined || names.includes(environment)
  const freezes = parts.freezes.filter((freeze) => names.some((name) => holdsIn(freeze, name)))
  return {
    environments: names,
    locks: parts.locks.filter(({ scope }) => isAsked(environmentOf(scope))),
    freezes: freezesAhead(freezes, zone, now, ahead),
    maintenance: parts.environments.flatMap(({ name, policy }) => {
      const { maintenanceWindow: window, onlyInMaintenanceWindow: only = [] } = policy
      const occurrence = window === undefined ? undefined : currentOrNext(window, zone, now)
      if (window === undefined || occurrence === undefined) return []
      return [{ environment: name, window: formatWeekly(window), occurrence, only }]
    }),
  }
}
