import { randomInt } from 'node:crypto'
import type { Caller, Place } from '../../core/caller.js'
import type { Json } from '../../core/json.js'
import type { OperationRecord, Plan } from '../../core/operation.js'
import { isEnded } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { fingerprintOf } from './fingerprint.js'
import type { AnyOperation, EngineParts } from './parts.js'
import type { Held, Stored } from './store.js'

/** Not started within this time: it expires (ms). A change that comes late surprises more than one that does not come. */
const startWithin = 5 * 60_000
const confirmWithin = 10 * 60_000
/** A request the store answers later than this was given up: it must not start anything (ms). */
const createWithin = 2_000
/** No letters and digits that are easily mistaken for one another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

export function newOperationId(): string {
  return `op-${Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('')}`
}

/** Plans without changing anything. Refuses with a UserError whoever may not, and whatever cannot be. */
export async function planFor<Ports>(
  parts: EngineParts<Ports>,
  operation: AnyOperation<Ports>,
  input: unknown,
  caller: Caller,
): Promise<{ input: Json; plan: Plan; fingerprint: string }> {
  const parsed = operation.input.parse(input)
  const refusal = await parts.mayRun(operation, operation.environment(parsed), caller)
  if (refusal !== undefined) throw refusal
  const plan = await operation.plan({ input: parsed, ports: parts.ports, clock: parts.clock })
  // What is kept is what survives JSON, so that the fingerprint at execution is taken of the same.
  const kept = JSON.parse(JSON.stringify(parsed)) as Json
  return { input: kept, plan, fingerprint: fingerprintOf(operation.name, kept, plan) }
}

/** Records a planned operation, so that a worker starts it, or waits for its confirmation. */
export async function recordRequest<Ports>(
  parts: EngineParts<Ports>,
  operation: AnyOperation<Ports>,
  planned: { input: Json; plan: Plan; fingerprint: string },
  request: { caller: Caller; place: Place; reason?: string; undoes?: string; confirmed: boolean },
): Promise<Stored> {
  const now = parts.clock.now()
  const waits = planned.plan.confirmation !== undefined && !request.confirmed
  const record: OperationRecord = {
    id: newOperationId(),
    name: operation.name,
    ...planned,
    caller: request.caller,
    place: request.place,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
    state: waits ? 'unconfirmed' : 'queued',
    steps: operation.steps.map((step) => ({ title: step.title, state: 'pending' })),
    requestedAt: now,
    startBy: now + (waits ? confirmWithin : startWithin),
    offers: { cancel: true, undo: false },
  }
  const { id: operationId, caller: actor } = record
  await parts.audit({ kind: 'requested', operation: operationId, actor, summary: planned.plan.summary })
  const locks = operation.locks(operation.input.parse(planned.input))
  const options = {
    locks,
    takeLocks: !waits,
    wakeAt: now + 2_000,
    notAfter: (await parts.store.time()) + createWithin,
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
