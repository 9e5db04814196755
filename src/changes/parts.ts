import type { Logger } from 'pino'
import type { Authority } from '../access/authority.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { UserError } from '../core/user-error.js'
import type { OperationRecord, Plan, StepRecord } from '../core/operation.js'
import type { OperationDefinition, Step } from './definition.js'
import type { Flows } from '../flow/flows.js'

/** A change does not know what its operation's input is: the definition's schema does. */
// Definitions of different inputs stand in one list.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyOperation<Ports> = OperationDefinition<any, Ports>

export interface AuditEvent {
  readonly kind:
    | 'requested'
    | 'started'
    | 'change'
    | 'changed'
    | 'approved'
    | 'rejected'
    | 'asked again'
    | 'cancel-requested'
    | 'ended'
  readonly operation: string
  readonly actor: Caller
  readonly summary: string
  readonly environment?: string
  /** What AWS calls the request that made the change. */
  readonly requestId?: string
  /** Names the event among those of its kind: tried again after a crash, it is kept once. Absent: each one counts. */
  readonly once?: string
}

/** What changes are made of. */
export interface ChangeParts<Ports> {
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
  /** Who may do what, and what policy asks for. Asked at every word of a person's, and of everybody once more, afresh, before the start. */
  readonly authority: Authority
  /** A lock of people's or a freeze in the way, if there is one. Asked at the request, before the start and before each change. */
  readonly blockedBy: (operation: AnyOperation<Ports>, input: unknown) => Promise<UserError | undefined>
  /** 1, or less to run the polling of waits faster, as the sandbox does. */
  readonly timeScale: number
}

export function definitionOf<Ports>(
  parts: Pick<ChangeParts<Ports>, 'operations'>,
  name: string,
): AnyOperation<Ports> {
  const definition = parts.operations.find((operation) => operation.name === name)
  if (definition === undefined) throw new Error(`No operation is called ${name}`)
  return definition
}

/** An operation and what was asked of it, as its schema has read it: once a request, a word or a turn. */
export interface Asking<Ports> {
  readonly operation: AnyOperation<Ports>
  readonly input: unknown
  readonly environment: string
}

/** @throws where the input is none of this operation's */
export function asking<Ports>(operation: AnyOperation<Ports>, input: unknown): Asking<Ports> {
  const read: unknown = operation.input.parse(input)
  return { operation, input: read, environment: operation.environment(read) }
}

/** What a record was begun with; it stays the same as long as the record lives. */
export function askingOf<Ports>(
  parts: Pick<ChangeParts<Ports>, 'operations'>,
  record: Pick<OperationRecord, 'name' | 'input'>,
): Asking<Ports> {
  return asking(definitionOf(parts, record.name), record.input)
}

/** The steps of one way of an operation, as its record was begun with. */
export function stepsFor<Ports>(
  { operation, input }: Asking<Ports>,
  plan: Plan,
  track: 'steps' | 'revert',
): readonly Step<unknown, Ports>[] {
  const steps = operation[track]
  return typeof steps === 'function' ? steps(input, plan) : (steps ?? [])
}

/** How those steps are recorded before any was begun; what this plan does not need is left out from the start. */
export function pendingSteps<Ports>(
  asked: Asking<Ports>,
  plan: Plan,
  track: 'steps' | 'revert',
): readonly StepRecord[] {
  return stepsFor(asked, plan, track).map(({ title, applies }) => ({
    title,
    state: applies?.(plan) === false ? 'skipped' : 'pending',
  }))
}
