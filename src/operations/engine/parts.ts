import type { Logger } from 'pino'
import type { Caller } from '../../core/caller.js'
import type { Clock } from '../../core/clock.js'
import type { UserError } from '../../core/user-error.js'
import type { OperationDefinition } from './definition.js'
import type { OperationStore, Stored } from './store.js'

/** The engine does not know what an operation's input is: the definition's schema does. */
// Definitions of different inputs stand in one list.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyOperation<Ports> = OperationDefinition<any, Ports>

export interface AuditEvent {
  readonly kind: 'requested' | 'refused' | 'started' | 'change' | 'cancel-requested' | 'ended'
  readonly operation: string
  readonly actor: Caller
  readonly summary: string
}

/** What the engine is built from. */
export interface EngineParts<Ports> {
  readonly operations: readonly AnyOperation<Ports>[]
  readonly ports: Ports
  readonly store: OperationStore
  readonly clock: Clock
  readonly logger: Logger
  /** Shows the operation's card as it is now. Called again after a crash, with the same or a newer version. */
  readonly publish: (stored: Stored) => Promise<void>
  /** Rejects when the record could not be kept: then the change does not happen. */
  readonly audit: (event: AuditEvent) => Promise<void>
  /** Why this caller may not run it, if so. Asked at the request and again before the start. */
  readonly mayRun: (
    operation: AnyOperation<Ports>,
    environment: string,
    caller: Caller,
  ) => Promise<UserError | undefined>
  /** 1, or less to run the polling of waits faster, as the sandbox does. */
  readonly timeScale: number
  /** Called between any two things that a crash may fall between; the fault tests end the process there. */
  readonly checkpoint: (name: string) => Promise<void> | void
}

export function definitionOf<Ports>(parts: EngineParts<Ports>, name: string): AnyOperation<Ports> {
  const definition = parts.operations.find((operation) => operation.name === name)
  if (definition === undefined) throw new Error(`No operation is called ${name}`)
  return definition
}
