import type { OperationRecord, Plan, StepRecord } from '../core/operation.js'
import type { AnyOperation, Step } from './definition.js'
import type { ChangeEngine } from './engine.js'

export function definitionOf<Ports>(
  engine: Pick<ChangeEngine<Ports>, 'operations'>,
  name: string,
): AnyOperation<Ports> {
  const definition = engine.operations.find((operation) => operation.name === name)
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
  engine: Pick<ChangeEngine<Ports>, 'operations'>,
  record: Pick<OperationRecord, 'name' | 'input'>,
): Asking<Ports> {
  return asking(definitionOf(engine, record.name), record.input)
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
