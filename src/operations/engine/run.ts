import type { Leg } from '../../redis/work-queue.js'
import { isEnded, type OperationRecord, type StepRecord } from '../../core/operation.js'
import { changed } from './offers.js'
import { type EngineParts, pendingSteps } from './parts.js'
import { performStep } from './perform-step.js'
import { end, type Run, startRun } from './running.js'
import { about, recordWords } from './recorded.js'
import { startOperation } from './start.js'
import { FencedError } from './store.js'
import { markUndone } from './undo.js'
import { currentStep, failing, type Track, turnedBack } from './walk.js'

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
    await markUndone(parts, run.current.record)
    const leg = await carryOn(run)
    const again = leg === 'settled' ? undefined : parts.clock.now() + leg.again
    const released = await lease.release(run.current.version, again)
    return released === 'moved' ? { again: 0 } : leg
  } catch (error) {
    // Another worker goes on with it: nothing is lost, and nothing is ours to say.
    if (error instanceof FencedError) return 'settled'
    throw error
  } finally {
    clearInterval(heartbeat)
  }
}

async function carryOn<Ports>(run: Run<Ports>): Promise<Leg> {
  for (;;) {
    const record = run.current.record
    if (isEnded(record.state)) return settle(run)
    if (isCancelling(record)) {
      await cancel(run)
    } else if (record.state === 'unconfirmed') {
      const left = record.startBy - run.parts.clock.now()
      if (left > 0) return waitForPeople(run, left)
      await end(run, 'expired', 'Nobody confirmed it in time, so nothing was changed.')
    } else if (record.state === 'unapproved') {
      const left = (record.approval?.expiresAt ?? 0) - run.parts.clock.now()
      if (left > 0) return waitForPeople(run, left)
      await end(
        run,
        'expired',
        'Nobody decided on it in time, which counts as rejected. Nothing was changed.',
      )
    } else if (record.state === 'queued') {
      const leg = await startOperation(run)
      if (leg !== undefined && !isCancelling(run.current.record)) return leg
    } else {
      const leg = await advance(run, record.state === 'reverting' ? 'revert' : 'steps')
      if (leg !== undefined && !isCancelling(run.current.record)) return leg
    }
  }
}

/** Somebody pressed Cancel, maybe while a step was looking, and it is not on its way back yet. */
function isCancelling({ cancelRequestedBy, state }: OperationRecord): boolean {
  return cancelRequestedBy !== undefined && state !== 'reverting' && !isEnded(state)
}

/** The card is shown once more: whoever recorded the request may have died before showing it, and then nobody could decide. */
async function waitForPeople<Ports>(run: Run<Ports>, left: number): Promise<Leg> {
  await run.parts.publish(run.current)
  return { again: left }
}

/** The last card is shown once more before nobody looks any longer: whoever wrote the outcome may have died before showing it. */
async function settle<Ports>(run: Run<Ports>): Promise<Leg> {
  const { record } = run.current
  await run.parts.publish(run.current)
  await run.parts.checkpoint('shown')
  await recordWords(run.parts, record)
  await run.parts.audit({
    ...about(run.operation, record),
    kind: 'ended',
    actor: record.caller,
    summary: `${record.state}: ${record.plan.summary}`,
    once: 'ended',
  })
  return 'settled'
}

async function cancel<Ports>(run: Run<Ports>): Promise<void> {
  const by = run.current.record.cancelRequestedBy?.name ?? 'somebody'
  if (!changed(run.operation, run.current.record)) {
    return end(run, 'cancelled', `${by} cancelled it before anything was changed.`)
  }
  const revert = revertSteps(run)
  if (revert.length === 0) throw new Error(`${run.operation.name} cannot be cancelled after a change`)
  await run.write((record) => turnedBack(record, revert))
}

async function advance<Ports>(run: Run<Ports>, track: Track): Promise<Leg | undefined> {
  const index = currentStep(run.current.record, track)
  if (index === undefined) {
    await (track === 'revert' ? endTakenBack(run) : end(run, 'succeeded'))
    return undefined
  }
  const result = await performStep(run, track, index)
  if (result.kind === 'again') return { again: result.after }
  if (result.kind === 'failed') await failed(run, track, result.reason, result.diagnosis)
  if (result.kind === 'left') await leave(run, result.reason)
  return undefined
}

/** A failed step turns the operation back where its definition says so; what fails on the way back stays failed. */
async function failed<Ports>(
  run: Run<Ports>,
  track: Track,
  reason: string,
  diagnosis: readonly string[],
): Promise<void> {
  const { operation, current } = run
  const turnsBack = track === 'steps' && operation.rollsBack?.(current.record.plan) === true
  if (turnsBack && changed(operation, current.record)) {
    const revert = revertSteps(run)
    await run.write((record) => turnedBack(failing(record, { reason, diagnosis }), revert))
    return
  }
  const first = current.record.failure
  if (first === undefined) return end(run, 'failed', reason, diagnosis)
  await end(run, 'failed', `${first.reason} Taking it back failed too: ${reason}`, [
    ...first.diagnosis,
    ...diagnosis,
  ])
}

/** What made it turn back stays said where the way back is no longer followed. */
async function leave<Ports>(run: Run<Ports>, reason: string): Promise<void> {
  const { failure, cancelRequestedBy } = run.current.record
  const cancelled = cancelRequestedBy === undefined ? '' : `${cancelRequestedBy.name} cancelled it. `
  const first = failure === undefined ? cancelled : `${failure.reason} `
  await end(run, 'no longer followed', `${first}${reason}`, failure?.diagnosis)
}

async function endTakenBack<Ports>(run: Run<Ports>): Promise<void> {
  const { failure, cancelRequestedBy } = run.current.record
  if (failure !== undefined) return end(run, 'rolled back', failure.reason, failure.diagnosis)
  await end(run, 'cancelled', `${cancelRequestedBy?.name} cancelled it, and it was taken back.`)
}

function revertSteps<Ports>(run: Run<Ports>): readonly StepRecord[] {
  return pendingSteps(run.operation, run.current.record, 'revert')
}
