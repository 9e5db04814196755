import { mayApprove, mayBreakGlass, mayRun } from '../access/permissions.js'
import type { Caller, Place } from '../core/caller.js'
import { asJson } from '../core/json.js'
import type { Message, Reply } from '../core/message.js'
import { isEnded, type OperationRecord, type Plan } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import { type Asking, asking, askingOf } from './asking.js'
import { decide as decideOn } from './decide.js'
import { type Flows, HeldError } from '../flow/flows.js'
import { givenUpAt } from '../flow/given-up.js'
import type { ChangeFlow } from './change-flow.js'
import type { AnyOperation, OperationDefinition } from './definition.js'
import type { ChangeEngine } from './engine.js'
import { recordWords } from './recorded.js'
import { already, askForWord, askWhy, forPeople, wrongWord } from './refusals.js'
import { lockedBy, newRecord, planFor, undoIdOf } from './request.js'
import { approvalToday, type ChangeWord } from './words.js'

export interface RequestOptions {
  readonly reason?: string
  /** The word typed for a plan that asks for a confirmation. */
  readonly confirmation?: string
  readonly undoes?: string
  /** The flow that waits for it, and is looked at when it ends. */
  readonly parent?: string
  /** Approvals it takes, where the policy asks for fewer: a runbook may tighten it, never loosen it. */
  readonly approvals?: number
  /** Goes past approvals, locks and freezes, for who may; the reason is shown loudly. */
  readonly breakGlass?: string
  /** Lines for who decides, from elsewhere: shown as they are, never interpreted. */
  readonly notes?: readonly string[]
  /** Instead of a new one, `op-…`: asked for again after a crash it is the same operation. Whoever gives it looks first. */
  readonly id?: string
  /**
   * Called right before it is recorded. Rejects where whoever asked is answered by somebody else already; resolves with the store's time (ms) after which it
   * must not be recorded any more.
   */
  readonly hold?: () => Promise<number | undefined>
  /** Only show the plan. */
  readonly dryRun?: boolean
}

/** The one way in for everything that changes something. */
export interface Changes<Ports> {
  /**
   * Plans, applies policy, records and queues. The reply's card is posted and kept up to date by its flow.
   * @throws UserError when the plan, the policy or a running operation refuses; nothing was started then
   */
  request<Input>(
    operation: OperationDefinition<Input, Ports>,
    input: Input,
    caller: Caller,
    options?: RequestOptions,
  ): Promise<Reply>
  /** Confirms an operation that waits for a typed word. Without the word it is asked for. */
  confirm(id: string, word: string | undefined, caller: Caller): Promise<Reply>
  /** @param plan the fingerprint of what was on the screen, or its beginning: another plan is not approved by it */
  approve(id: string, plan: string, caller: Caller): Promise<Reply>
  /** Without a reason it is asked for. */
  reject(id: string, plan: string, reason: string | undefined, caller: Caller): Promise<Reply>
  cancel(id: string, caller: Caller): Promise<Reply>
  undo(id: string, caller: Caller): Promise<Reply>
  find(id: string): Promise<OperationRecord | undefined>
  /** Resolves when it ended; calls back at each change until then. For the terminal. */
  follow(id: string, changed: (record: OperationRecord) => void): Promise<OperationRecord>
}

/** How operations are shown. Changes know none of Slack's words. */
export interface ChangeViews {
  readonly card: (record: OperationRecord) => Message
  readonly plan: (plan: Plan) => Message
}

export function createChanges<Ports>(
  engine: ChangeEngine<Ports>,
  flow: ChangeFlow<Ports>,
  options: {
    readonly flows: Flows
    readonly views: ChangeViews
    /** Where the cards of operations go that were not asked for in a channel. */
    readonly defaultPlace: Place
  },
): Changes<Ports> {
  const { flows, views, defaultPlace } = options
  const { clock, authority } = engine

  function replyWith(record: OperationRecord): Reply {
    return { message: views.card(record), data: asJson(record), shownTo: 'place', operation: record.id }
  }

  async function find(id: string): Promise<OperationRecord> {
    const found = await flows.find(flow, id)
    if (found !== undefined) return found.record
    throw new UserError(
      'operation-not-found',
      `There is no operation ${id}.`,
      'Copy its id from the message.',
    )
  }

  async function say(id: string, word: ChangeWord): Promise<Reply> {
    const { record } = await holding(word.by, () => flows.hear(flow, id, word))
    if (isEnded(record.state)) engine.ended(record)
    await kept(record)
    return { ...replyWith(record), isRecorded: true }
  }

  /** Its worker records what cannot be recorded now, and starts nothing before. */
  async function kept(record: OperationRecord): Promise<void> {
    await recordWords(engine, askingOf(engine, record), record).catch((error: unknown) => {
      engine.logger.warn({ err: error, operation: record.id }, 'Words were not recorded; its worker does')
    })
  }

  async function permit({ operation, environment }: Asking<Ports>, caller: Caller): Promise<void> {
    const refusal = await mayRun(operation, environment, caller, authority)
    if (refusal !== undefined) throw refusal
  }

  /** Whether this person may decide on it is asked here, since that may take Slack; whether the decision still counts, in the write. */
  async function judge(id: string, word: ChangeWord & { kind: 'approve' | 'reject' }): Promise<Reply> {
    const record = await find(id)
    // The state first: who is late reads what was decided, whatever their role.
    decideOn(
      record,
      { kind: word.kind === 'approve' ? 'approved' : 'rejected', by: word.by, fingerprint: word.plan },
      clock.now(),
    )
    // Whoever could say no when it was asked may still do so.
    const { operation, input, environment } = askingOf(engine, record)
    const isApproval = word.kind === 'approve'
    const asked = isApproval
      ? approvalToday({ operation, environment, authority }, record, clock.now())
      : record.approval
    const refusal = await mayApprove(asked?.role ?? 'approver', environment, word.by, authority)
    if (refusal !== undefined) throw refusal
    const blocked = isApproval ? await engine.blockedBy(operation, input, word.by) : undefined
    if (blocked !== undefined) throw blocked
    return say(id, word)
  }

  async function request(
    operation: AnyOperation<Ports>,
    input: unknown,
    caller: Caller,
    asked: RequestOptions = {},
  ): Promise<Reply> {
    const { breakGlass, confirmation, dryRun, hold, ...rest } = asked
    const change = asking(operation, input)
    if (caller.origin === 'agent' && breakGlass !== undefined) throw forPeople('Breaking the glass')
    if (breakGlass !== undefined) {
      const refusal = await mayBreakGlass(change.environment, caller, authority)
      if (refusal !== undefined) throw refusal
    }
    const planned = await planFor(engine, change, caller, breakGlass !== undefined)
    if (dryRun === true) {
      const data = asJson({ dryRun: true, plan: planned.plan })
      return { message: views.plan(planned.plan), data, shownTo: 'caller' }
    }
    const word = planned.plan.confirmation?.word
    if (caller.origin === 'agent' && word !== undefined)
      throw forPeople('Something that is hard to take back')
    if (confirmation !== undefined && confirmation !== word) throw wrongWord(word)
    const now = clock.now()
    const place = caller.place ?? defaultPlace
    const about = { ...rest, caller, place, confirmed: confirmation !== undefined }
    const glass = breakGlass === undefined ? {} : { breakGlass }
    const record = newRecord(engine, change, planned, { ...about, ...glass }, now)
    const notAfter = await givenUpAt(clock, hold)
    const begun = await holding(caller, () => flows.begin(flow, record.id, record, { notAfter }))
    await kept(begun.record)
    return replyWith(begun.record)
  }

  return {
    request: (operation, input, caller, asked) =>
      request(operation as AnyOperation<Ports>, input, caller, asked),

    async confirm(id, word, caller) {
      const record = await find(id)
      const asked = askingOf(engine, record)
      if (record.state === 'unconfirmed' && record.breakGlass !== undefined) {
        const refusal = await mayBreakGlass(asked.environment, record.caller, authority)
        if (refusal !== undefined) throw refusal
      }
      await permit(asked, caller)
      const isTheirs = record.state === 'unconfirmed' && record.caller.id === caller.id
      if (word === undefined && isTheirs) throw askForWord(record)
      return say(id, { kind: 'confirm', by: caller, word: word ?? '' })
    },

    approve: (id, plan, by) => judge(id, { kind: 'approve', by, plan }),

    async reject(id, plan, reason, by) {
      if (reason !== undefined) return judge(id, { kind: 'reject', by, plan, reason })
      const record = await find(id)
      // Who is late reads what was decided.
      decideOn(record, { kind: 'rejected', by, fingerprint: plan }, clock.now())
      throw askWhy(record)
    },

    async cancel(id, caller) {
      const record = await find(id)
      await permit(askingOf(engine, record), caller)
      return say(id, { kind: 'cancel', by: caller })
    },

    async undo(id, caller) {
      const record = await find(id)
      const asked = askingOf(engine, record)
      // Who may not do it at all is told that, whatever the state.
      await permit(asked, caller)
      const { operation } = asked
      const input = record.offers.undo ? operation.undo?.(record, asked.input) : undefined
      if (input === undefined) throw already(record)
      const undoId = undoIdOf(record)
      const known = (await flows.find(flow, undoId))?.record
      const options = { id: undoId, undoes: id, reason: `undo of ${id}` }
      const place = { ...caller, place: record.place }
      const reply = known === undefined ? await request(operation, input, place, options) : undefined
      const undoing = known ?? (await find(undoId))
      const word = { kind: 'undone', by: undoing.caller, undoing: undoId } as const
      await flows.hear(flow, id, word)
      // Two may have pressed at once: one operation, and one of them asked for it.
      if (reply !== undefined && undoing.caller.id === caller.id) return reply
      throw already({ ...record, undoneBy: undoId })
    },

    find: async (id) => (await flows.find(flow, id))?.record,

    async follow(id, changed) {
      await find(id)
      return (await flows.follow(flow, id, changed)) ?? find(id)
    },
  }
}

/** Who is in the way is told by name. */
async function holding<T>(by: Caller, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    throw error instanceof HeldError ? lockedBy(error, by) : error
  }
}
