import { isEnded, type OperationRecord, type Outcome } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { fingerprintOf } from './fingerprint.js'
import { changed, withOffers } from './offers.js'
import { type AnyOperation, definitionOf, type EngineParts } from './parts.js'
import { performStep } from './perform-step.js'
import { type Change, FencedError, type Lease, type Stored } from './store.js'
import { begun, currentStep, ended, type Track, turnedBack } from './walk.js'

/** What the queue should do with the job: run it again after so many milliseconds, or nothing more. */
export type Leg = { readonly again: number } | 'settled'

/** A worker holding an operation: what it knows of it, and how it writes. */
export interface Run<Ports> {
  readonly parts: EngineParts<Ports>
  readonly operation: AnyOperation<Ports>
  readonly locks: readonly string[]
  readonly lease: Lease
  readonly signal: AbortSignal
  current: Stored
  /** Writes the change under the fence and shows the card. */
  write(change: Change, options?: { unlock?: boolean }): Promise<OperationRecord>
}

/** While another worker has the operation, look again this often (ms): it may have died. */
const busyFor = 500

/**
 * Takes an operation over and carries it on until it has to wait or has ended. Safe to call at any time, from any number of processes: only the
 * one that draws the fence goes on. Throws when the store is away; then the operation stays open and is taken up again.
 * @param leaseFor as given to the store; the lease is prolonged three times within it
 */
export async function runOperation<Ports>(
  parts: EngineParts<Ports>,
  id: string,
  leaseFor: number,
): Promise<Leg> {
  const lease = await parts.store.take(id, parts.clock.now())
  if (lease === 'gone') return 'settled'
  if (lease === 'held') return { again: busyFor }
  await parts.checkpoint('taken')
  const lost = new AbortController()
  const run = startRun(parts, lease, lost.signal)
  const heartbeat = setInterval(() => {
    lease.holds(run.locks, parts.clock.now()).then(
      (held) => held || lost.abort(),
      () => undefined,
    )
  }, leaseFor / 3)
  try {
    const leg = await carryOn(run)
    await lease.release(leg === 'settled' ? undefined : parts.clock.now() + leg.again)
    return leg
  } catch (error) {
    // Another worker goes on with it: nothing is lost, and nothing is ours to say.
    if (error instanceof FencedError) return 'settled'
    throw error
  } finally {
    clearInterval(heartbeat)
  }
}

function startRun<Ports>(parts: EngineParts<Ports>, lease: Lease, signal: AbortSignal): Run<Ports> {
  const operation = definitionOf(parts, lease.taken.record.name)
  const holding = lease.taken.record.state !== 'unconfirmed' && !isEnded(lease.taken.record.state)
  const locks = operation.locks(operation.input.parse(lease.taken.record.input))
  const run: Run<Ports> = {
    parts,
    operation,
    locks: holding ? locks : [],
    lease,
    signal,
    current: lease.taken,
    async write(change, options = {}) {
      const stored = await parts.store.update(
        lease.taken.record.id,
        (record) => withOffers(operation, change(record)),
        {
          fence: lease.fence,
          from: run.current,
          ...(options.unlock === true ? { locks, locking: 'unlock' as const } : {}),
        },
      )
      if (stored === undefined || 'holder' in stored)
        throw new FencedError(`${lease.taken.record.id} is gone`)
      run.current = stored
      await parts.checkpoint(`written ${stored.record.state}`)
      await parts.publish(stored)
      await parts.checkpoint(`published ${stored.record.state}`)
      return stored.record
    },
  }
  return run
}

async function carryOn<Ports>(run: Run<Ports>): Promise<Leg> {
  for (;;) {
    const record = run.current.record
    if (isEnded(record.state)) return settle(run)
    if (record.cancelRequestedBy !== undefined && record.state !== 'reverting') {
      await cancel(run)
    } else if (record.state === 'unconfirmed') {
      const left = record.startBy - run.parts.clock.now()
      if (left > 0) return { again: left }
      await end(run, 'expired', 'Nobody confirmed it in time, so nothing was changed.')
    } else if (record.state === 'queued') {
      await start(run)
    } else {
      const leg = await advance(run, record.state === 'reverting' ? 'revert' : 'steps')
      if (leg !== undefined) return leg
    }
  }
}

/** The last card is shown once more before nobody looks any longer: whoever wrote the outcome may have died before showing it. */
async function settle<Ports>(run: Run<Ports>): Promise<Leg> {
  const { record } = run.current
  await run.parts.publish(run.current)
  await run.parts.checkpoint('shown')
  await run.parts.audit({
    kind: 'ended',
    operation: record.id,
    actor: record.caller,
    summary: `${record.state}: ${record.plan.summary}`,
  })
  return 'settled'
}

/** Everything is checked again here: time has passed since the request, and this may be another process. */
async function start<Ports>(run: Run<Ports>): Promise<void> {
  const { parts, operation, current } = run
  const { record } = current
  if (parts.clock.now() > record.startBy) {
    return end(run, 'expired', 'No worker was free to start it in time, so nothing was changed.')
  }
  const input = operation.input.parse(record.input)
  const refusal = await parts.mayRun(operation, operation.environment(input), record.caller)
  if (refusal !== undefined) return end(run, 'failed', `Nothing was changed. ${refusal.what} ${refusal.next}`)
  try {
    const plan = await operation.plan({ input, ports: parts.ports, clock: parts.clock })
    if (fingerprintOf(operation.name, record.input, plan) !== record.fingerprint) {
      const changes = plan.changes.map((change) => `${change.what}: ${change.from} → ${change.to}`)
      return end(
        run,
        'failed',
        'Something else changed it in the meantime, so nothing was changed. Ask again.',
        [`Now it would be: ${changes.join(', ')}`],
      )
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return end(run, 'failed', `Nothing was changed. ${error.what} ${error.next}`)
  }
  await parts.checkpoint('planned again')
  await parts.audit({
    kind: 'started',
    operation: record.id,
    actor: record.caller,
    summary: record.plan.summary,
  })
  await run.write((stored) => (stored.state === 'queued' ? begun(stored, parts.clock.now()) : stored))
}

async function cancel<Ports>(run: Run<Ports>): Promise<void> {
  const by = run.current.record.cancelRequestedBy?.name ?? 'somebody'
  const { revert } = run.operation
  if (!changed(run.operation, run.current.record)) {
    return end(run, 'cancelled', `${by} cancelled it before anything was changed.`)
  }
  if (revert === undefined) throw new Error(`${run.operation.name} cannot be cancelled after a change`)
  await run.write((record) =>
    turnedBack(
      record,
      revert.map((step) => step.title),
    ),
  )
}

async function advance<Ports>(run: Run<Ports>, track: Track): Promise<Leg | undefined> {
  const index = currentStep(run.current.record, track)
  if (index === undefined) {
    const back = track === 'revert'
    const by = run.current.record.cancelRequestedBy?.name
    await end(
      run,
      back ? 'cancelled' : 'succeeded',
      back ? `${by} cancelled it, and it was taken back.` : undefined,
    )
    return undefined
  }
  const result = await performStep(run, track, index)
  if (result.kind === 'again') return { again: result.after }
  if (result.kind === 'failed') await end(run, 'failed', result.reason, result.diagnosis)
  return undefined
}

async function end<Ports>(
  run: Run<Ports>,
  outcome: Outcome,
  reason?: string,
  diagnosis?: readonly string[],
): Promise<void> {
  const words = {
    ...(reason === undefined ? {} : { reason }),
    ...(diagnosis === undefined ? {} : { diagnosis }),
  }
  await run.write((record) => ended(record, outcome, run.parts.clock.now(), words), { unlock: true })
}
