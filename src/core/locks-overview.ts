import type { Freeze } from './environment.js'
import type { Lock } from './lock.js'
import type { Occurrence } from './time-windows.js'

/** A freeze with the time it holds, or will hold next. */
export interface FreezeTime {
  readonly freeze: Freeze
  readonly occurrence: Occurrence
}

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
