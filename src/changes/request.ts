import { approvalFor, mayRun } from '../access/permissions.js'
import { askFor } from './decide.js'
import type { Caller, Place } from '../core/caller.js'
import { idFrom, newId } from '../core/ids.js'
import { asJson, type Json } from '../core/json.js'
import { OperationRecord, type Plan } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import type { HeldError } from '../flow/flows.js'
import { fingerprintOf } from './fingerprint.js'
import { withOffers } from './offers.js'
import { type Asking, pendingSteps } from './asking.js'
import type { ChangeEngine, LookedBefore } from './engine.js'

/** Not started within this time: it expires (ms). A change that comes late surprises more than one that does not come. */
export const startWithin = 5 * 60_000
const confirmWithin = 10 * 60_000
/** The one operation that takes another back: pressed twice, or again after a crash, Undo asks for the same one; for another where that came to nothing. */
export function undoIdOf({ id, undoTries = 0 }: Pick<OperationRecord, 'id' | 'undoTries'>): string {
  return idFrom('op', `undo ${id} ${undoTries}`)
}

export interface Planned {
  /** What is kept of the input. */
  readonly input: Json
  readonly plan: Plan
  readonly fingerprint: string
}

/** Plans without changing anything. Refuses with a UserError whoever may not, and whatever cannot be. */
export async function planFor<Ports>(
  engine: ChangeEngine<Ports>,
  { operation, input, environment }: Asking<Ports>,
  caller: Caller,
  breakGlass = false,
): Promise<Planned> {
  const refusal = await mayRun(operation, environment, caller, engine.authority)
  if (refusal !== undefined) throw refusal
  const blocked = breakGlass ? undefined : await engine.blockedBy(operation, input, caller)
  if (blocked !== undefined) throw blocked
  // The plan first: what cannot be done at all is said as that.
  const planned = await operation.plan({ input, ports: engine.ports, clock: engine.clock })
  const looked = await engine.lookBefore?.(operation, input, caller)
  if (looked?.refusal !== undefined && !breakGlass) throw looked.refusal
  const plan = looked === undefined ? planned : withLooked(planned, looked)
  // What is kept is what survives JSON, so that the fingerprint at execution is taken of the same.
  const kept = asJson(input)
  return { input: kept, plan, fingerprint: fingerprintOf(operation.name, kept, plan) }
}

function withLooked(plan: Plan, { details, warnings }: LookedBefore): Plan {
  return {
    ...plan,
    details: [...(plan.details ?? []), ...details],
    warnings: [...plan.warnings, ...warnings],
  }
}

/** What is recorded of a planned operation. */
export interface Asked {
  readonly caller: Caller
  readonly place: Place
  readonly reason?: string
  readonly notes?: readonly string[]
  readonly id?: string
  readonly undoes?: string
  readonly parent?: string
  /** Approvals it takes, where the policy asks for fewer. */
  readonly approvals?: number
  readonly confirmed: boolean
  /** Why the glass is broken, if it is. */
  readonly breakGlass?: string
}

/** The record a planned operation begins with: it starts at once, or waits for its confirmation or approval. @param now the store's time (ms) */
export function newRecord<Ports>(
  engine: ChangeEngine<Ports>,
  asking: Asking<Ports>,
  planned: Planned,
  asked: Asked,
  now: number,
): OperationRecord {
  const unconfirmed = planned.plan.confirmation !== undefined && !asked.confirmed
  const { operation, environment } = asking
  const { config } = engine.authority
  // What no person asked for, one has to agree to, whatever the policy says.
  const atLeast = Math.max(asked.approvals ?? 0, asked.caller.origin === 'agent' ? 1 : 0)
  const rule =
    asked.breakGlass === undefined ? approvalFor(operation, environment, config, atLeast) : undefined
  const record: OperationRecord = {
    v: 1,
    id: asked.id ?? newId('op'),
    name: operation.name,
    ...planned,
    caller: asked.caller,
    place: asked.place,
    ...(asked.reason === undefined ? {} : { reason: asked.reason }),
    ...(asked.notes === undefined || asked.notes.length === 0 ? {} : { notes: asked.notes }),
    ...(asked.undoes === undefined ? {} : { undoes: asked.undoes }),
    ...(asked.parent === undefined ? {} : { parent: asked.parent }),
    ...(asked.breakGlass === undefined ? {} : { breakGlass: asked.breakGlass }),
    ...(rule === undefined ? {} : { approval: askFor(rule, now) }),
    state: unconfirmed ? 'unconfirmed' : rule === undefined ? 'queued' : 'unapproved',
    steps: pendingSteps(asking, planned.plan, 'steps'),
    requestedAt: now,
    startBy: now + (unconfirmed ? confirmWithin : startWithin),
    offers: { cancel: true, undo: false },
  }
  return withOffers(asking, record)
}

/** Who is in the way, and what helps: whoever asks may be in the way of themselves. */
export function lockedBy({ holders }: HeldError, caller: Pick<Caller, 'id'>): UserError {
  const [holder] = holders
  const record = OperationRecord.safeParse(holder?.record).data
  if (record === undefined) {
    const what = `Another operation (${holder?.id}) is working on it.`
    return new UserError('locked', what, 'Ask again when it has ended.', { passes: true })
  }
  const { id, offers, plan } = record
  const who = record.caller.id === caller.id ? 'You are' : `${record.caller.name} is`
  const cancel = offers.cancel ? [{ text: 'Cancel it', line: `cancel ${id}` }] : []
  const next = `Ask again when it has ended${offers.cancel ? ', or cancel it first' : ''}.`
  return new UserError('locked', `${who} already changing it: ${plan.summary} (${id}).`, next, {
    offers: cancel,
    passes: true,
    // The end of one's own operation is told in any case.
    ...(record.caller.id === caller.id ? {} : { waitFor: id }),
  })
}
