import type { LaneStanding } from '../flow/standing.js'
import type { OpenFlow } from '../flow/open-flows.js'

/** What waits, as the page shows it. */
export interface Board {
  readonly lanes: readonly {
    readonly lane: string
    readonly standing: LaneStanding
    /** Those that are due first. */
    readonly first: readonly OpenFlow[]
  }[]
  readonly outbox: { readonly letters: number; readonly waitedFor: number }
}
