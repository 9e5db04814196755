import { type Decision, decide as decideOn, isApproved } from '../../approvals/decide.js'
import { becameStricter, stricter } from '../../approvals/stricter.js'
import type { Caller, Place } from '../../core/caller.js'
import type { Json } from '../../core/json.js'
import type { Message, Reply } from '../../core/message.js'
import { type Approval, isEnded, type OperationRecord, type Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { Operations } from '../operations.js'
import { withOffers } from './offers.js'
import { type AnyOperation, definitionOf, type EngineParts } from './parts.js'
import type { WorkQueue } from '../../redis/work-queue.js'
import { recordWords } from './recorded.js'
import { already, wrongWord } from './refusals.js'
import { lockedBy, planFor, recordRequest, startWithin, undoIdOf } from './request.js'
import { type Change, lookWithin, type Stored } from './store.js'
import { markUndone } from './undo.js'
import { cancelRequested, ended, withoutFault } from './walk.js'

/** How operations are shown. The engine knows none of Slack's words. */
export interface EngineViews {
  readonly card: (stored: Stored) => Message
  readonly plan: (plan: Plan) => Message
}

/** How often a followed operation is looked at (ms). */
const followEvery = 300

/** The one way in for everything that changes something: see Operations for what each does. */
export function createOperations<Ports>(
  parts: EngineParts<Ports>,
  queue: WorkQueue,
  views: EngineViews,
  /** Where the cards of operations go that were not asked for in a channel. */
  defaultPlace: Place,
): Operations {
  async function show(stored: Stored): Promise<Reply> {
    await parts.publish(stored)
    await parts.checkpoint('requested')
    // Losing the wake-up is harmless: the operation is open, and workers look for open ones.
    await queue.wake(stored.record.id).catch((error: unknown) => {
      parts.logger.warn({ err: error, operation: stored.record.id }, 'The queue did not take a wake-up')
    })
    return replyWith(stored)
  }

  function replyWith(stored: Stored): Reply {
    const { record } = stored
    return { message: views.card(stored), data: asJson(record), shownTo: 'place', operation: record.id }
  }

  async function find(id: string): Promise<Stored> {
    const stored = await parts.store.read(id)
    if (stored !== undefined) return stored
    throw new UserError(
      'operation-not-found',
      `There is no operation ${id}.`,
      'Copy its id from the message.',
    )
  }

  /** Changes a record on a person's word: allowed now? still possible? then written by compare-and-set. */
  async function decide(
    id: string,
    caller: Caller,
    check: (record: OperationRecord) => void,
    change: Change,
  ) {
    const { record } = await find(id)
    const operation = definitionOf(parts, record.name)
    const input = operation.input.parse(record.input)
    const refusal = await parts.mayRun(operation, operation.environment(input), caller)
    if (refusal !== undefined) throw refusal
    return writeWord(operation, record, (current) => {
      check(current)
      return change(current)
    })
  }

  /** A person's word: with it, in the same write, the locks it needs and by when somebody must look, since everything after it may be lost. */
  async function writeWord(
    operation: AnyOperation<Ports>,
    { id, input }: OperationRecord,
    change: Change,
  ): Promise<Stored> {
    const stored = await parts.store.update(
      id,
      (current) => withOffers(operation, change(current)),
      (next) => ({
        wakeAt: parts.clock.now() + lookWithin,
        ...(next.state === 'queued'
          ? { locks: operation.locks(operation.input.parse(input)), locking: 'lock' as const }
          : {}),
      }),
    )
    if (stored === undefined) throw new Error(`${id} is gone`)
    if ('holder' in stored) throw await lockedBy(parts, stored)
    await parts.checkpoint('said')
    if (isEnded(stored.record.state)) parts.ended(stored.record)
    await recordWords(parts, stored.record)
    return stored
  }

  function queued(record: OperationRecord): OperationRecord {
    return { ...withoutFault(record), state: 'queued', startBy: parts.clock.now() + startWithin }
  }

  /** What has to be agreed to today. Nothing, where somebody who may has broken the glass. */
  function approvalOf(record: OperationRecord): Approval | undefined {
    if (record.breakGlass !== undefined) return undefined
    const rule = parts.approvalFor(definitionOf(parts, record.name), environmentOf(record))
    return stricter(record.approval, rule, parts.clock.now())
  }

  function environmentOf({ name, input }: OperationRecord): string {
    const operation = definitionOf(parts, name)
    return operation.environment(operation.input.parse(input))
  }

  function confirmed(record: OperationRecord): OperationRecord {
    const approval = approvalOf(record)
    if (approval === undefined) return queued(record)
    const expiresAt = parts.clock.now() + approval.within
    return { ...record, state: 'unapproved', approval: { ...approval, expiresAt } }
  }

  /** Approve or reject: taken once, by compare-and-set; with the last approval the locks are taken in the same write. */
  async function judge(id: string, decision: Decision): Promise<Reply> {
    const { record } = await find(id)
    const operation = definitionOf(parts, record.name)
    const input = operation.input.parse(record.input)
    // The state first: who is late reads what was decided, whatever their role.
    decideOn(record, decision, parts.clock.now())
    // Whoever could say no when it was asked may still do so.
    const asked = decision.kind === 'approved' ? approvalOf(record) : record.approval
    const role = asked?.role ?? 'approver'
    const refusal = await parts.mayApprove(role, operation.environment(input), decision.by)
    if (refusal !== undefined) throw refusal
    const blocked = decision.kind === 'approved' ? await parts.blockedBy(operation, input) : undefined
    if (blocked !== undefined) throw blocked
    return show(await writeWord(operation, record, (current) => judged(current, decision)))
  }

  function judged(record: OperationRecord, decision: Decision): OperationRecord {
    const now = parts.clock.now()
    const approval = decideOn(record, decision, now)
    const next = { ...record, approval }
    if (decision.kind === 'approved') {
      const today = approvalOf(next) ?? approval
      if (isApproved(today)) return queued({ ...next, approval: today })
      return today === approval ? next : { ...next, approval: { ...today, again: becameStricter(today) } }
    }
    const because = decision.reason === undefined ? '' : ` “${decision.reason}”`
    return ended(next, 'cancelled', now, {
      reason: `${decision.by.name} rejected it.${because} Nothing was changed.`,
    })
  }

  async function request(
    operation: AnyOperation<Ports>,
    input: unknown,
    caller: Caller,
    options: Parameters<Operations['request']>[3] = {},
  ): Promise<Reply> {
    const { breakGlass } = options
    if (breakGlass !== undefined) {
      const environment = operation.environment(operation.input.parse(input))
      const refusal = await parts.mayBreakGlass(environment, caller)
      if (refusal !== undefined) throw refusal
    }
    const planned = await planFor(parts, operation, input, caller, breakGlass !== undefined)
    if (options.dryRun === true) {
      const data = asJson({ dryRun: true, plan: planned.plan })
      return { message: views.plan(planned.plan), data, shownTo: 'caller' }
    }
    const word = planned.plan.confirmation?.word
    if (options.confirmation !== undefined && options.confirmation !== word) throw wrongWord(word)
    const stored = await recordRequest(parts, operation, planned, {
      caller,
      place: caller.place ?? defaultPlace,
      confirmed: options.confirmation !== undefined,
      ...(options.reason === undefined ? {} : { reason: options.reason }),
      ...(options.notes === undefined ? {} : { notes: options.notes }),
      ...(options.id === undefined ? {} : { id: options.id }),
      ...(options.undoes === undefined ? {} : { undoes: options.undoes }),
      ...(breakGlass === undefined ? {} : { breakGlass }),
      ...(options.hold === undefined ? {} : { hold: options.hold }),
    })
    return show({ ...stored, record: withOffers(operation, stored.record) })
  }

  return {
    request: (operation, input, caller, options) =>
      request(operation as AnyOperation<Ports>, input, caller, options),

    async confirm(id, word, caller) {
      const check = (record: OperationRecord) => {
        if (record.state !== 'unconfirmed') throw already(record)
        if (record.caller.id !== caller.id) {
          const next = 'Ask for the change yourself if you want it.'
          throw new UserError('not-yours', `Only ${record.caller.name} can confirm this.`, next)
        }
        if (word.trim() !== record.plan.confirmation?.word) throw wrongWord(record.plan.confirmation?.word)
      }
      const { record } = await find(id)
      if (record.state === 'unconfirmed' && record.breakGlass !== undefined) {
        const refusal = await parts.mayBreakGlass(environmentOf(record), record.caller)
        if (refusal !== undefined) throw refusal
      }
      return show(await decide(id, caller, check, confirmed))
    },

    approve: (id, fingerprint, caller) => judge(id, { kind: 'approved', by: caller, fingerprint }),

    reject: (id, fingerprint, reason, caller) =>
      judge(id, { kind: 'rejected', by: caller, fingerprint, reason }),

    async cancel(id, caller) {
      const check = (record: OperationRecord) => {
        if (!record.offers.cancel) throw already(record)
      }
      return show(await decide(id, caller, check, (record) => cancelRequested(record, caller)))
    },

    async undo(id, caller) {
      const { record } = await find(id)
      const operation = definitionOf(parts, record.name)
      const done = operation.input.parse(record.input)
      // Who may not do it at all is told that, whatever the state.
      const refusal = await parts.mayRun(operation, operation.environment(done), caller)
      if (refusal !== undefined) throw refusal
      if (!record.offers.undo) throw already(record)
      const input = operation.undo?.(record, done)
      if (input === undefined) throw already(record)
      const undoId = undoIdOf(id)
      const place = { ...caller, place: record.place }
      const options = { id: undoId, undoes: id, reason: `undo of ${id}` }
      const known = await parts.store.read(undoId)
      const reply = known === undefined ? await request(operation, input, place, options) : undefined
      const undoing = (await parts.store.read(undoId)) ?? known
      if (undoing !== undefined) await markUndone(parts, undoing.record)
      if (reply !== undefined && undoing?.record.caller.id === caller.id) return reply
      throw already({ ...record, undoneBy: undoId })
    },

    async find(id) {
      return (await parts.store.read(id))?.record
    },

    async follow(id, changed) {
      let version = 0
      for (;;) {
        const stored = await find(id)
        if (stored.version !== version) changed(stored.record)
        version = stored.version
        if (isEnded(stored.record.state)) return stored.record
        await new Promise((resolve) => setTimeout(resolve, followEvery))
      }
    },
  }
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
