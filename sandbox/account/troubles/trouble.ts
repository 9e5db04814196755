import type { WorldControl } from '../control-contract.js'
import type { Faults } from '../faults.js'
import type { World } from '../world.js'

export interface TroubleGrounds {
  readonly world: World
  readonly control: WorldControl
  readonly faults: Faults
}

/** Something that goes wrong in the account, and really looks there as it would in AWS: tasks, events, figures, alarms, logs or the bill. */
export interface Trouble {
  /** `out-of-memory` */
  readonly name: string
  readonly title: string
  /** What AWS shows while it lasts, one sentence. */
  readonly says: string
  /** Whose message of ohmy tells of it: any of these words stands in it. */
  readonly signs: readonly string[]
  /** What to ask ohmy where nothing rings by itself. */
  readonly ask?: string
  readonly begin: (grounds: TroubleGrounds) => Ongoing
}

/** A trouble while it lasts. */
export interface Ongoing {
  /** The alarms that ring for it. */
  readonly alarms: readonly string[]
  /** Its cause is gone, though nobody has mended it here: a release was taken back. */
  readonly isOver: () => boolean
  /** Takes its cause away, as whoever owns it would. Figures and alarms follow by themselves. */
  readonly end: () => void
}

/** The production of the sandbox's company: where troubles happen. */
export const stricken = {
  prefix: 'ohmycoins-prod',
  cluster: 'ohmycoins-prod-cluster',
  service: 'ohmycoins-prod-backend',
  repository: 'ohmycoins/backend',
} as const

/** An alarm of it by the end of its name. */
export function alarmOf(name: string): string {
  return `${stricken.prefix}-${name}`
}

export const minute = 60_000
