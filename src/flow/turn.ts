import type { FlowEngine, Kind } from './engine.js'
import type { AnyFlow, Turn } from './flow.js'
import { FencedError, type Lease, type Stored } from './flow-store.js'
import { readFlow, stillThere, update } from './update.js'

/** A turn as the engine keeps it. */
export interface HeldTurn extends Turn<unknown, unknown> {
  readonly flow: AnyFlow
  /** The version that was shown. */
  readonly shown: number
  /** Hands the message over, where the record has moved on since it was. */
  show(): Promise<void>
  /** Whether somebody had a word that a write of this turn took over, since it was asked last: what the look found out does not know of it. */
  wasOvertaken(): boolean
}

export function beginTurn(
  engine: FlowEngine,
  { flow, ports }: Kind,
  lease: Lease,
  given: { readonly shown: number; readonly lost: AbortSignal; readonly signal: AbortSignal },
): HeldTurn {
  const { store } = engine
  const { id, stored: taken } = lease
  let stored: Stored = { ...taken, record: flow.record.parse(taken.record) }
  let shown = Math.max(lease.shown, given.shown)
  let isOvertaken = false

  async function show(): Promise<void> {
    if (stored.version === shown) return
    await engine.publish(flow, stored)
    shown = stored.version
  }

  function overtaken(): void {
    isOvertaken = true
  }

  async function refresh(): Promise<unknown> {
    stored = stillThere(id, await readFlow(store, flow, id))
    return stored.record
  }

  return {
    id,
    flow,
    ports,
    lost: given.lost,
    signal: given.signal,
    fence: lease.fence,
    clock: engine.clock,
    get record() {
      return stored.record
    },
    get version() {
      return stored.version
    },
    get shown() {
      return shown
    },
    show,
    refresh,
    checkpoint: engine.checkpoint,
    wasOvertaken() {
      const was = isOvertaken
      isOvertaken = false
      return was
    },

    async write(change) {
      const before = stored.version
      stored = stillThere(id, await update(store, flow, stored, change as never, lease.fence, overtaken))
      if (stored.version === before) return stored.record
      const { state } = flow.about(stored.record)
      await engine.checkpoint(`written ${state}`)
      await show()
      await engine.checkpoint(`shown ${state}`)
      return stored.record
    },

    async hold() {
      if (given.lost.aborted || !(await lease.holds(flow.about(stored.record).holds)))
        throw new FencedError(id)
    },
  }
}
