import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { Tracing } from '../core/tracing.js'
import type { AnyFlow } from './flow.js'
import type { FlowStore, Stored } from './flow-store.js'

/** A kind of flow with what its looks may use. */
export interface Kind {
  readonly flow: AnyFlow
  readonly ports: unknown
}

/** What happens to flows, for who counts it. */
export interface FlowCounts {
  /** There is such a kind. What is counted of it begins at 0: Prometheus sees no increase in a series that begins at 1. */
  expects(kind: string): void
  begun(kind: string): void
  settled(kind: string, state: string): void
  /** @param fault `passing`: it is looked at again; `final`: it fails with it */
  fault(kind: string, fault: 'passing' | 'final'): void
}

/** What flows are run with. */
export interface FlowEngine {
  readonly kinds: readonly Kind[]
  readonly store: FlowStore
  /** The store's time, the same for every process. */
  readonly clock: Clock
  /** Hands its message over as it is now. Called again after a crash, with the same or a newer version. */
  readonly publish: (flow: AnyFlow, stored: Stored) => Promise<void>
  /** An error of a port in words for people; undefined for what nobody expected. */
  readonly explain: (error: unknown) => string | undefined
  /** Whether the store did not answer, as opposed to that it refused something: then nothing can be kept, and nothing is given up. */
  readonly isStoreAway: (error: unknown) => boolean
  readonly logger: Logger
  /** Absent: nothing is followed. */
  readonly tracing?: Tracing
  /** Absent: nobody counts. */
  readonly counts?: FlowCounts
  /** Called between any two things that a crash may fall between; the fault tests end the process there. */
  readonly checkpoint: (name: string) => Promise<void> | void
}

export function kindOf({ kinds }: Pick<FlowEngine, 'kinds'>, name: string): Kind {
  const kind = kinds.find(({ flow }) => flow.kind === name)
  if (kind === undefined) throw new Error(`No flow is of the kind ${name}`)
  return kind
}
