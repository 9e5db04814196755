import { askFor } from '../../approvals/decide.js'
import type { Caller, Place } from '../../core/caller.js'
import { idFrom, newId } from '../../core/ids.js'
import type { Json } from '../../core/json.js'
import type { OperationRecord, Plan } from '../../core/operation.js'
import { isEnded } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { RequestOptions } from '../operations.js'
import { fingerprintOf } from './fingerprint.js'
import { type AnyOperation, type EngineParts, pendingSteps } from './parts.js'
import { type Held, lookWithin, type Stored } from './store.js'

/** Not started within this time: it expires (ms). A change that comes late surprises more than one that does not come. */
export const startWithin = 5 * 60_000
const confirmWithin = 10 * 60_000
/** A request the store answers later than this was given up: it must not start anything (ms). */
const createWithin = 2_000

export function newOperationId(): string {
  return newId('op')
}

/** The one operation that takes another back: pressed twice, or again after a crash, Undo asks for the same one. */
export function undoIdOf(id: string): string {
  return idFrom('op', `undo ${id}`)
}

export interface Planned {
  readonly input: Json
  readonly plan: Plan
  readonly fingerprint: string
}

/** Plans without changing anything. Refuses with a UserError whoever may not, and whatever cannot be. */
export async function planFor<Ports>(
  parts: EngineParts<Ports>,
  operation: AnyOperation<Ports>,
  input: unknown,
  caller: Caller,
  breakGlass = false,
): Promise<Planned> {
  const parsed = operation.input.parse(input)
  const refusal = await parts.mayRun(operation, operation.environment(parsed), caller)
  if (refusal !== undefined) throw refusal
  const blocked = breakGlass ? undefined : await parts.blockedBy(operation, parsed)
  if (blocked !== undefined) throw blocked
  const plan = await operation.plan({ input: parsed, ports: parts.ports, clock: parts.clock })
  // What is kept is what survives JSON, so that the fingerprint at execution is taken of the same.
  const kept = JSON.parse(JSON.stringify(parsed)) as Json
  return { input: kept, plan, fingerprint: fingerprintOf(operation.name, kept, plan) }
}

/** Records a planned operation, so that a worker starts it, or waits for its confirmation. */
export async function recordRequest<Ports>(
  parts: EngineParts<Ports>,
  operation: AnyOperation<Ports>,
  planned: Planned,
  request: {
    readonly caller: Caller
    readonly place: Place
    readonly reason?: string
    readonly notes?: readonly string[]
    readonly id?: string
    readonly undoes?: string
    readonly confirmed: boolean
    /** Why the glass is broken, if it is. */
    readonly breakGlass?: string
    readonly hold?: RequestOptions['hold']
  },
): Promise<Stored> {
  const now = parts.clock.now()
  const unconfirmed = planned.plan.confirmation !== undefined && !request.confirmed
  const environment = operation.environment(operation.input.parse(planned.input))
  const rule = request.breakGlass === undefined ? parts.approvalFor(operation, environment) : undefined
  const waits = unconfirmed || rule !== undefined
  const record: OperationRecord = {
    id: request.id ?? newOperationId(),
    name: operation.name,
    ...planned,
    caller: request.caller,
    place: request.place,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(request.notes === undefined ? {} : { notes: request.notes }),
    ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
    ...(request.breakGlass === undefined ? {} : { breakGlass: request.breakGlass }),
    ...(rule === undefined ? {} : { approval: askFor(rule, now) }),
    state: unconfirmed ? 'unconfirmed' : rule === undefined ? 'queued' : 'unapproved',
    steps: pendingSteps(operation, planned, 'steps'),
    requestedAt: now,
    startBy: now + (unconfirmed ? confirmWithin : startWithin),
    offers: { cancel: true, undo: false },
  }
  const { id: operationId, caller: actor } = record
  const glass = request.breakGlass === undefined ? '' : ` (glass broken: ${request.breakGlass})`
  await parts.audit({
    kind: 'requested',
    operation: operationId,
    environment,
    once: 'requested',
    actor,
    summary: `${planned.plan.summary}${glass}`,
  })
  const locks = operation.locks(operation.input.parse(planned.input))
  const options = {
    locks,
    takeLocks: !waits,
    wakeAt: now + lookWithin,
    notAfter: Math.min((await parts.store.time()) + createWithin, (await request.hold?.()) ?? Infinity),
  }
  let answer = await parts.store.create(record, options)
  if (typeof answer === 'object' && (await freeAbandoned(parts, answer)))
    answer = await parts.store.create(record, options)
  if (answer === 'late') {
    throw new UserError(
      'store-slow',
      'The store answered too late, so nothing was started.',
      'Try again in a minute.',
    )
  }
  if (typeof answer === 'object') throw await lockedBy(parts, answer)
  await parts.checkpoint('recorded')
  return { record, version: 1 }
}

/** A lock whose operation ended, or whose record a failing-over store lost, is nobody's. */
async function freeAbandoned<Ports>(parts: EngineParts<Ports>, held: Held): Promise<boolean> {
  const holder = await parts.store.read(held.holder)
  if (holder !== undefined && !isEnded(holder.record.state)) return false
  await parts.store.freeIfHeldBy(held.lock, held.holder)
  return true
}

export async function lockedBy<Ports>(parts: EngineParts<Ports>, held: Held): Promise<UserError> {
  const holder = await parts.store.read(held.holder)
  const what =
    holder === undefined
      ? `Another operation (${held.holder}) is working on it.`
      : `${holder.record.caller.name} is already changing it: ${holder.record.plan.summary} (${held.holder}).`
  return new UserError('locked', what, 'Wait until it has ended, or cancel it first.')
}
