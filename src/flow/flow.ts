import type { z } from 'zod'
import type { Caller, Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'

/** What somebody says to a flow that is there already: `approve`, `stop`, … and whatever belongs to it. */
export interface Word {
  readonly kind: string
  readonly by: Caller
}

/** What the engine has to know of a record. */
export interface About {
  readonly environment?: string
  /** Where its one message stands; absent: it is shown nowhere. */
  readonly place?: Place
  /** Its message tells of many things at once: it goes before the others of its channel, as last words do. */
  readonly isFirst?: boolean
  /** Nothing but its last duties is left to do. */
  readonly ended: boolean
  /** One word for how it stands, such as `running`: for counting, and the names of checkpoints. */
  readonly state: string
  /** What it holds as long as the record says so: taken and freed in the same write. */
  readonly holds: readonly Hold[]
  /** The flow that waits for it, and is looked at when it ends. */
  readonly parent?: string
}

/** Something of which there is only so much: the service that is changed, the queries one person may run at a time. */
export interface Hold {
  /** `service:cluster/name` */
  readonly name: string
  /** How many flows may have it at a time. */
  readonly most: number
}

/** When it is looked at again, in milliseconds, 0: at once; or that it has ended and nothing is left to do. */
export type Next = { readonly again: number } | 'settled'

/** One look at a flow, by a worker that has taken it. */
export interface Turn<R, Ports> {
  readonly id: string
  /** As it is now: what `write` wrote, or somebody's word in between. */
  readonly record: R
  /** Of the record, as its message is counted. */
  readonly version: number
  readonly ports: Ports
  /** The store's time, the same for every process. */
  readonly clock: Clock
  /** Names this turn among all turns: a flow that is taken over has another one. */
  readonly fence: string
  /** Aborted when another worker has the flow. */
  readonly lost: AbortSignal
  /** Aborted when another worker has the flow, or this process ends: come back soon. */
  readonly signal: AbortSignal
  /**
   * Keeps the changed record under the fence and shows it. The change may be tried again on what others have written meanwhile; the same
   * record, or an equal one, writes nothing.
   * @throws FencedError when another worker has the flow
   */
  write(change: (record: R) => R): Promise<R>
  /** Reads the record again, for a look that lasts: somebody may have had a word. @throws FencedError when it is gone */
  refresh(): Promise<R>
  /**
   * Call right before each change of the outside world: whether the flow, and what it holds, are still this worker's. Prolongs the lease.
   * @throws FencedError when they are not; then nothing may be changed any more
   */
  hold(): Promise<void>
  /** For fault tests: somewhere a crash may fall. */
  checkpoint(name: string): Promise<void> | void
}

/**
 * One kind of durable work: a record, a look, the words it hears. Everything that lasts longer than a moment is one: it survives every crash, because
 * whoever looks next knows nothing but the record.
 */
export interface Flow<R, Ports, W extends Word = never> {
  /** `change`, `logs.follow`, …: the record's kind in the store. */
  readonly kind: string
  /** Its queue: a long tail of questions never starves a deployment. */
  readonly lane: Lane
  /** Parsed at every read. */
  readonly record: z.ZodType<R>
  /** How long it is kept after it has ended, and found in lists (ms). */
  readonly keptFor: number
  about(record: R): About
  /**
   * Carries it on as far as it goes now. Idempotent: it runs again after a crash, with the same record. It acts only behind `turn.hold()`. Also
   * called once it has ended, for its last duties, until it says `settled`.
   * @throws an error with `passing: true`: tried again, slower and slower; a UserError: it fails with these words; anything else is a defect
   */
  look(turn: Turn<R, Ports>): Promise<Next>
  /**
   * The record after a word. Pure: it runs inside the compare-and-set, and again where somebody else was faster. The same record: nothing is written.
   * @throws UserError why it does not count any more
   */
  hear?(record: R, word: W, now: number): R
  /** The record while a passing trouble keeps it from going on, so that what is shown is not taken for news; absent: it stays as it was. */
  trouble?(record: R, words: string): R
  /** The record once it cannot go on. @param words for people, not escaped */
  fail(record: R, words: string, now: number): R
}

// Flows of different records stand in one list; each parses its own.
// oxlint-disable-next-line typescript/no-explicit-any
export type FlowOf<R, W extends Word = any> = Flow<R, any, W>
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyFlow = FlowOf<any>

export const lanes = ['changing', 'reading'] as const
export type Lane = (typeof lanes)[number]
