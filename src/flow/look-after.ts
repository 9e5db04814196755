import { type Span, untraced } from '../core/tracing.js'
import type { Next } from './flow.js'
import { FencedError, type Lease } from './flow-store.js'
import { faultOf, GiveUp } from './fault.js'
import { type FlowEngine, kindOf } from './engine.js'
import { beginTurn, type HeldTurn } from './turn.js'

export interface LookAfterOptions {
  /** The version that whoever woke it has shown. */
  readonly shown: number
  /** As given to the store; the lease is prolonged three times within it (ms). */
  readonly leaseFor: number
  /** Aborted when this process ends. */
  readonly closing: AbortSignal
  /** Has a flow looked at now. */
  readonly wake: (id: string) => Promise<void>
}

/**
 * Carries a flow on that was taken over, until it has to wait or is settled. Throws when the store is away; then the flow stays open and is taken up again.
 * @returns ms until it is to be looked at again; undefined: it is settled, or another worker has it
 */
export function lookAfter(
  engine: FlowEngine,
  lease: Lease,
  options: LookAfterOptions,
): Promise<number | undefined> {
  const { id, kind } = lease
  const attributes = { 'ohmy.flow': id, 'ohmy.flow.kind': kind }
  const words = { name: `look ${kind}`, kind: 'consumer', attributes, logged: { flow: id } } as const
  return (engine.tracing ?? untraced).resume(lease.trace, words, (span) =>
    carryOn(engine, lease, options, span),
  )
}

async function carryOn(
  engine: FlowEngine,
  lease: Lease,
  options: LookAfterOptions,
  span: Span,
): Promise<number | undefined> {
  const { shown, leaseFor, closing } = options
  await engine.checkpoint('taken')
  const lost = new AbortController()
  const signals = { lost: lost.signal, signal: AbortSignal.any([lost.signal, closing]) }
  const turn = beginTurn(engine, kindOf(engine, lease.kind), lease, { shown, ...signals })
  const heartbeat = setInterval(() => {
    turn.hold().catch((error: unknown) => {
      if (error instanceof FencedError) lost.abort()
    })
  }, leaseFor / 3)
  try {
    for (let faults = lease.faults; ; ) {
      // Whoever wrote the record last may have died before it was shown.
      await turn.show()
      const { next: found, faults: met } = await lookOnce(engine, turn, faults)
      faults = met
      // The wake-up of whoever was faster may be lost with its process: nobody else would look before the time that is said here.
      const next: Next = turn.wasOvertaken() ? { again: 0 } : found
      if (next !== 'settled' && next.again <= 0 && !signals.signal.aborted) continue
      if (next === 'settled') {
        await wakeParent(turn, options.wake)
        await engine.checkpoint('settled')
      }
      const { version, shown } = turn
      const released = await lease.release({ version, shown, faults, next, keptFor: turn.flow.keptFor })
      if (released === 'released') {
        const { state } = turn.flow.about(turn.record)
        span.set({ 'ohmy.flow.state': state })
        if (next === 'settled') settled(engine, lease, state)
      }
      if (released === 'released') return next === 'settled' ? undefined : next.again
      if (released === 'fenced') return undefined
      await turn.refresh()
    }
  } catch (error) {
    // Another worker goes on with it: nothing is lost, and nothing is ours to say.
    if (error instanceof FencedError || lost.signal.aborted) return undefined
    throw error
  } finally {
    clearInterval(heartbeat)
  }
}

function settled({ counts, logger }: FlowEngine, { id, kind }: Lease, state: string): void {
  counts?.settled(kind, state)
  logger.info({ flow: id, kind, state }, 'A flow has ended')
}

/** A look, and what its fault means: a flow that cannot go on ends with the words for it. */
async function lookOnce(
  engine: FlowEngine,
  turn: HeldTurn,
  faults: number,
): Promise<{ readonly next: Next; readonly faults: number }> {
  const { flow } = turn
  try {
    return { next: await flow.look(turn), faults: 0 }
  } catch (error) {
    const met = error instanceof GiveUp ? error.cause : error
    if (met instanceof FencedError || turn.lost.aborted || engine.isStoreAway(met)) throw met
    const fault = faultOf(error, { id: turn.id, kind: flow.kind, faults }, engine)
    engine.counts?.fault(flow.kind, fault.kind)
    if (fault.kind === 'passing') {
      const { words, again } = fault
      if (words !== undefined && flow.trouble !== undefined) {
        await turn.write((record) => flow.trouble?.(record, words))
      }
      return { next: { again }, faults: faults + 1 }
    }
    // What cannot even do its last duties has said so in the log, and is not asked for ever.
    if (flow.about(turn.record).ended) return { next: 'settled', faults: faults + 1 }
    await turn.write((record) => flow.fail(record, fault.words, turn.clock.now()))
    return { next: { again: 0 }, faults: 0 }
  }
}

/** Before it is settled: a process that dies in between does it again. */
async function wakeParent({ flow, record }: HeldTurn, wake: LookAfterOptions['wake']): Promise<void> {
  const { parent } = flow.about(record)
  if (parent !== undefined) await wake(parent)
}
