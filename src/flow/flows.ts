import { type SpanWords, untraced } from '../core/tracing.js'
import { UserError } from '../core/user-error.js'
import type { AnyFlow, FlowOf, Word } from './flow.js'
import { FullError, type Stored } from './flow-store.js'
import { type FlowEngine, kindOf } from './engine.js'
import type { FlowQueue } from './queue.js'
import { readFlow, update } from './update.js'

/** A record with its version: what a follower compares. */
export interface Read<R> {
  readonly record: R
  readonly version: number
}

/** Something a flow needs is held by as many others as may. */
export class HeldError extends Error {
  override readonly name = 'HeldError'
  constructor(
    /** As in `Hold`. */
    readonly held: string,
    readonly holders: readonly Stored[],
  ) {
    super(`${held} is held by ${holders.map(({ id }) => id).join(', ')}`)
  }
}

/** The way in: flows are begun here, and hear what people say. */
export interface Flows {
  /**
   * Keeps a new flow, shows it and has it looked at. With an id that is kept already nothing is begun, and what is there is returned: a child's
   * id derived from its parent begins it once.
   * @param options.notAfter the store's time (ms) after which it is not begun any more
   * @throws HeldError; UserError `store-slow` past `notAfter`
   */
  begin<R>(flow: FlowOf<R>, id: string, record: R, options?: { readonly notAfter?: number }): Promise<Read<R>>
  /**
   * Writes down what the flow makes of a word, at once and once; then shows it and has it looked at.
   * @throws UserError why the word does not count; HeldError
   */
  hear<R, W extends Word>(flow: FlowOf<R, W>, id: string, word: W): Promise<Read<R>>
  find<R>(flow: FlowOf<R>, id: string): Promise<Read<R> | undefined>
  /** Calls back at each change, until it has ended; undefined: it is gone. For the terminal. */
  follow<R>(flow: FlowOf<R>, id: string, changed: (record: R) => void): Promise<R | undefined>
  /** Has any flow looked at now, if it is open. Never rejects: losing it is harmless. */
  wake(id: string): Promise<void>
}

/** How often a followed flow is looked at (ms). */
const followEvery = 300

export function createFlows(engine: FlowEngine, queue: FlowQueue): Flows {
  const { store, clock, logger, checkpoint, tracing = untraced } = engine

  const read = (flow: AnyFlow, id: string) =>
    readFlow(store, flow, id) as Promise<(Stored & Read<never>) | undefined>

  async function wake(id: string, { lane }: Pick<AnyFlow, 'lane'>, version = 0): Promise<void> {
    await queue.wake(id, lane, version).catch((error: unknown) => {
      logger.warn(
        { err: error, flow: id },
        'The queue did not take a wake-up; it is looked at a little later',
      )
    })
  }

  async function showAndWake(flow: AnyFlow, stored: Stored): Promise<void> {
    let shown = stored.version
    // Shown by whoever wrote it, for the one who waits; where that fails the worker shows it.
    await engine.publish(flow, stored).catch((error: unknown) => {
      logger.warn({ err: error, flow: stored.id }, 'A flow could not be shown; its worker shows it')
      shown = 0
    })
    await checkpoint('requested')
    await wake(stored.id, flow, shown)
  }

  /**
   * Frees what is held by a flow that has ended, or whose record a failing-over store lost.
   * @throws HeldError where all hold it by right
   */
  async function freeAbandoned(key: string): Promise<void> {
    const ids = await store.holders(key)
    const holders = (await store.readAll(ids)).filter(({ kind, record }) => {
      const { flow } = kindOf(engine, kind)
      return !flow.about(flow.record.parse(record) as never).ended
    })
    const gone = ids.filter((id) => !holders.some((holder) => holder.id === id))
    if (gone.length === 0) throw new HeldError(nameOf(key), holders)
    for (const id of gone) await store.free(key, id)
  }

  /** Tries again as long as something is held by nobody. */
  async function taking<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof FullError)) throw error
        await freeAbandoned(error.key)
      }
    }
  }

  async function begin(
    flow: AnyFlow,
    id: string,
    record: unknown,
    { notAfter }: { readonly notAfter?: number } = {},
  ): Promise<Read<never>> {
    const { kind, lane, keptFor } = flow
    const { holds, state } = flow.about(record as never)
    const begun = { id, kind, lane, record, holds, keptFor, notAfter, state, trace: tracing.carried() }
    const created = await taking(() => store.create(begun))
    if (created === 'late') throw late()
    if (created === 'created') {
      engine.counts?.begun(kind)
      logger.info({ flow: id, kind }, 'A flow was begun')
    }
    await checkpoint('recorded')
    const stored = created === 'created' ? { id, kind, version: 1, record } : await read(flow, id)
    if (stored === undefined) throw new Error(`${id} is kept under another kind than ${kind}`)
    await showAndWake(flow, stored)
    return { record: stored.record as never, version: stored.version }
  }

  async function hear(flow: AnyFlow, id: string, word: Word): Promise<Read<never>> {
    const stored = await read(flow, id)
    if (stored === undefined) throw notFound(id)
    tracing.relate(stored.trace ?? '')
    const heard = await taking(() =>
      update(store, flow, stored, (record) => flow.hear?.(record, word as never, clock.now()) ?? record),
    )
    if (heard === undefined) throw notFound(id)
    if (heard.version === stored.version) return stored
    logger.info({ flow: id, kind: flow.kind, word: word.kind }, 'A flow has heard a word')
    await checkpoint('said')
    await showAndWake(flow, heard)
    return { record: heard.record as never, version: heard.version }
  }

  return {
    async wake(id) {
      const stored = await store.read(id).catch(() => undefined)
      if (stored !== undefined) await wake(id, kindOf(engine, stored.kind).flow)
    },
    find: read,

    begin: (flow: AnyFlow, id, record, options) =>
      tracing.span(wordsFor('begin', flow, id), () => begin(flow, id, record, options)),
    hear: (flow: AnyFlow, id, word) => tracing.span(wordsFor('hear', flow, id), () => hear(flow, id, word)),

    async follow(flow: AnyFlow, id, changed) {
      for (let version = 0; ; ) {
        const stored = await read(flow, id)
        if (stored === undefined) return undefined
        if (stored.version !== version) changed(stored.record)
        version = stored.version
        if (flow.about(stored.record).ended) return stored.record
        await new Promise((resolve) => setTimeout(resolve, followEvery))
      }
    },
  }
}

function wordsFor(what: string, { kind }: AnyFlow, id: string): SpanWords {
  return { name: `${what} ${kind}`, attributes: { 'ohmy.flow': id, 'ohmy.flow.kind': kind } }
}

/** `service:cluster/name`, from the key of the store. */
function nameOf(key: string): string {
  return key.slice(key.indexOf(':held:') + ':held:'.length)
}

function notFound(id: string): UserError {
  return new UserError('flow-not-found', `There is no ${id} any more.`, 'Copy its id from the message.')
}

function late(): UserError {
  return new UserError(
    'store-slow',
    'The store answered too late, so nothing was started.',
    'Try again in a minute.',
  )
}
