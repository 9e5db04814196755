import type { Logger } from 'pino'
import type { Authority } from '../access/authority.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { OperationRecord } from '../core/operation.js'
import type { UserError } from '../core/user-error.js'
import type { Flows } from '../flow/flows.js'
import type { AuditEvent } from './audit-events.js'
import type { AnyOperation } from './definition.js'
import type { News } from './next-look.js'
import type { Tell } from './notices.js'

/** What changes are run with. */
export interface LookedBefore {
  readonly details: readonly string[]
  readonly warnings: readonly string[]
  readonly refusal?: UserError
}

export interface ChangeEngine<Ports> {
  readonly operations: readonly AnyOperation<Ports>[]
  readonly ports: Ports
  /** The store's: what one process writes as a deadline, another one meets. */
  readonly clock: Clock
  /** For what one change has to say to another. */
  readonly flows: Pick<Flows, 'hear' | 'find'>
  readonly logger: Logger
  /** An operation has just ended: called by whoever wrote the outcome, so once. For counting; not called when the process dies right then. */
  readonly ended: (record: OperationRecord) => void
  /** Why a port failed, as one clause for people: no jargon, no internals, safe to show. Undefined for what nobody expected. */
  readonly explain: (error: unknown) => string | undefined
  /** Whether the store did not answer: then nothing is given up. */
  readonly isStoreAway: (error: unknown) => boolean
  /** Rejects when the record could not be kept: then the change does not happen. */
  readonly audit: (event: AuditEvent) => Promise<void>
  /** Tells people what they would otherwise not see. */
  readonly tell: Tell
  /** Who may do what, and what policy asks for. Asked at every word of a person's, and of everybody once more, afresh, before the start. */
  readonly authority: Authority
  /** A lock of people's or a freeze in the way, if there is one. Asked at the request, before the start and before each change. */
  readonly blockedBy: (
    operation: AnyOperation<Ports>,
    input: unknown,
    /** Who alone is told of it; absent: everybody who sees the operation's message. */
    caller?: Caller,
  ) => Promise<UserError | undefined>
  /** What AWS tells by itself of what changes hold; absent: nobody listens. */
  readonly news?: News
  /**
   * What was looked at before a change of this kind, for who decides on it, and what of that stands against it. Asked at the request and before the start, not
   * once it runs: what a change does to the world is no reason against itself. Absent or undefined: nothing is looked at. Rejects: it does not happen.
   */
  readonly lookBefore?: (
    operation: AnyOperation<Ports>,
    input: unknown,
    /** Who asks for it. */
    requester: Caller,
  ) => Promise<LookedBefore | undefined>
  /** 1, or less to run the polling of waits faster, as the sandbox does. */
  readonly timeScale: number
}
