import type { Role } from '../core/caller.js'
import type { Environment, Freeze } from '../core/environment.js'

/** People of a role: by Slack user id and by Slack user group id, everywhere or in some environments only. */
export interface Grant {
  readonly role: Role
  readonly users: readonly string[]
  readonly groups: readonly string[]
  /** Environment names; empty: all of them. */
  readonly environments: readonly string[]
}

/** Targets that a status compares with; the field and the figure's unit are in the name. */
export interface Thresholds {
  readonly cpuPercent: number
  readonly memoryPercent: number
  readonly databaseCpuPercent: number
  readonly databaseConnections: number
  readonly cacheHitRatePercent: number
  readonly cacheCpuPercent: number
  readonly cacheMemoryPercent: number
  /** A minute. */
  readonly loadBalancer5xx: number
  readonly responseTimeSeconds: number
}

/** What ohmy.yaml means, as opposed to what is written in it (config/schema.ts). */
export interface Config {
  readonly environments: readonly Environment[]
  /** Used where a reading verb names no environment. Never for a change. */
  readonly defaultEnvironment: string
  readonly channels: {
    /** Names without # or ids. */
    readonly operations: string
    readonly alerts: string
    readonly incidents: string
  }
  readonly grants: readonly Grant[]
  /** The role of people whom no grant names; absent: they may do nothing. */
  readonly everyone?: Role
  readonly thresholds: Thresholds
  /** Times in which nothing is to be changed. */
  readonly freezes: readonly Freeze[]
  /** IANA name: `Australia/Sydney`. */
  readonly timeZone: string
  /** Whose roles count for what CI asks for; absent: nothing is taken from CI. */
  readonly ci?: { readonly user: string }
  /** Operating-system user → Slack user id, for the terminal. */
  readonly terminalUsers: Readonly<Record<string, string>>
}
