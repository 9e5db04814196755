import { type Diagnosis, holdsLocks, isEnded, OperationRecord, type StepRecord } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import type { About, Flow, Next, Turn } from '../flow/flow.js'
import { type ChangeTurn, changeTurn, end, succeed } from './change-turn.js'
import { changed } from './offers.js'
import { pendingSteps } from './asking.js'
import type { ChangeEngine } from './engine.js'
import { noticesOf, remindedAt } from './notices.js'
import { performStep } from './perform-step.js'
import { about, recordWords } from './recorded.js'
import { startOperation } from './start.js'
import { currentStep, ended, failing, type Track, turnedBack } from './walk.js'
import { type ChangeWord, hearWord, undoWord } from './words.js'

/** An operation's record is kept for 90 days (ms). What the audit says of it stays. */
export const keptFor = 90 * 24 * 3_600_000

export type ChangeFlow<Ports> = Flow<OperationRecord, ChangeEngine<Ports>, ChangeWord>

/** What changes something: plan, approval, locks, steps, the way back. One kind of flow for all operations. */
export function createChangeFlow<Ports>(
  engine: Pick<ChangeEngine<Ports>, 'operations' | 'authority'>,
): ChangeFlow<Ports> {
  return {
    kind: 'change',
    lane: 'changing',
    record: OperationRecord,
    keptFor,
    about: (record) => aboutChange(engine, record),
    look: carryOn,
    hear: (record, word, now) => hearWord(engine, record, word, now),
    fail: (record, reason, now) => ended(record, 'failed', now, { reason }),
  }
}

function aboutChange<Ports>(engine: Pick<ChangeEngine<Ports>, 'operations'>, record: OperationRecord): About {
  const { place, state, parent } = record
  // Of an operation that this release does not know nothing can be said; it ends at the first look.
  const operation = engine.operations.find(({ name }) => name === record.name)
  const input: unknown = operation?.input.safeParse(record.input).data
  const locks =
    operation === undefined || input === undefined || !holdsLocks(state) ? [] : operation.locks(input)
  const holds = locks.map((name) => ({ name, most: 1 }))
  return { place, state, ended: isEnded(state), holds, ...(parent === undefined ? {} : { parent }) }
}

async function carryOn<Ports>(turn: Turn<OperationRecord, ChangeEngine<Ports>>): Promise<Next> {
  const run = changeTurn(turn)
  if (!isEnded(turn.record.state)) {
    await tellWhatIsUndone(run)
    await tellPeople(run)
  }
  for (;;) {
    const { record, clock } = turn
    if (isEnded(record.state)) return settle(run)
    if (isCancelling(record)) {
      await cancel(run)
    } else if (record.state === 'unconfirmed') {
      const left = record.startBy - clock.now()
      if (left > 0) return waitForPeople(run, left)
      await end(run, 'expired', 'Nobody confirmed it in time, so nothing was changed.')
    } else if (record.state === 'unapproved') {
      const left = (record.approval?.expiresAt ?? 0) - clock.now()
      if (left > 0) return waitForPeople(run, left)
      await end(
        run,
        'expired',
        'Nobody decided on it in time, which counts as rejected. Nothing was changed.',
      )
    } else if (record.state === 'queued') {
      const next = await startOperation(run)
      if (next !== undefined && !isCancelling(turn.record)) return next
    } else {
      const next = await advance(run, record.state === 'reverting' ? 'revert' : 'steps')
      if (next !== undefined && !isCancelling(turn.record)) return next
    }
  }
}

/** Somebody pressed Cancel, maybe while a step was looking, and it is not on its way back yet. */
function isCancelling({ cancelRequestedBy, state }: OperationRecord): boolean {
  return cancelRequestedBy !== undefined && state !== 'reverting' && !isEnded(state)
}

/** What the requester may have died before recording is recorded before anybody decides. */
async function waitForPeople<Ports>(run: ChangeTurn<Ports>, left: number): Promise<Next> {
  const { engine, turn } = run
  await recordWords(engine, run, turn.record)
  if (!(await tellPeople(run))) return { again: Math.min(left, tellAgain) }
  const reminder = (remindedAt(turn.record) ?? 0) - turn.clock.now()
  return { again: reminder > 0 ? Math.min(left, reminder) : left }
}

/** So soon it is looked again whether the message is there that people are told of (ms). */
const tellAgain = 1_000

/** @returns whether everybody knows what they have to know by now */
async function tellPeople<Ports>({ engine, environment, turn }: ChangeTurn<Ports>): Promise<boolean> {
  let all = true
  for (const notice of noticesOf(turn.record, turn.clock.now())) {
    all = (await engine.tell(notice, turn.record, environment)) && all
  }
  return all
}

async function settle<Ports>(run: ChangeTurn<Ports>): Promise<Next> {
  const { engine, turn } = run
  const { record } = turn
  await tellWhatIsUndone(run)
  await turn.checkpoint('shown')
  await recordWords(engine, run, record)
  await engine.audit({
    ...about(run, record),
    kind: 'ended',
    actor: record.caller,
    summary: `${record.state}: ${record.plan.summary}`,
    once: 'ended',
  })
  return (await tellPeople(run)) ? 'settled' : { again: tellAgain }
}

/** Says to the operation that it takes back that it does so, or that it came to nothing: whoever pressed Undo may have died before. */
async function tellWhatIsUndone<Ports>(run: ChangeTurn<Ports>): Promise<void> {
  const { engine, turn } = run
  const { record } = turn
  const word = undoWord(record, changed(run, record))
  if (word === undefined || record.undoes === undefined) return
  const flow = createChangeFlow(engine)
  await engine.flows.hear(flow, record.undoes, word).catch((error: unknown) => {
    // It is older than records are kept.
    if (!(error instanceof UserError)) throw error
  })
}

async function cancel<Ports>(run: ChangeTurn<Ports>): Promise<void> {
  const { operation, turn } = run
  const by = turn.record.cancelRequestedBy?.name ?? 'somebody'
  if (!changed(run, turn.record)) {
    return end(run, 'cancelled', `${by} cancelled it before anything was changed.`)
  }
  const revert = revertSteps(run)
  if (revert.length === 0) throw new Error(`${operation.name} cannot be cancelled after a change`)
  await run.write((record) => turnedBack(record, revert))
}

async function advance<Ports>(run: ChangeTurn<Ports>, track: Track): Promise<Next | undefined> {
  const index = currentStep(run.turn.record, track)
  if (index === undefined) {
    await (track === 'revert' ? endTakenBack(run) : succeed(run))
    return undefined
  }
  const result = await performStep(run, track, index)
  if (result.kind === 'again') return { again: result.after }
  if (result.kind === 'failed') await failed(run, track, result.reason, result.diagnosis)
  if (result.kind === 'left') await leave(run, 'no longer followed', result.reason)
  if (result.kind === 'taken over') await leave(run, 'taken over', result.reason)
  return undefined
}

/** A failed step turns the operation back where its definition says so; what fails on the way back stays failed. */
async function failed<Ports>(
  run: ChangeTurn<Ports>,
  track: Track,
  reason: string,
  diagnosis: Diagnosis,
): Promise<void> {
  const { operation, turn } = run
  const turnsBack = track === 'steps' && operation.rollsBack?.(turn.record.plan) === true
  if (turnsBack && changed(run, turn.record)) {
    const revert = revertSteps(run)
    await run.write((record) => turnedBack(failing(record, reason, diagnosis), revert))
    return
  }
  const first = turn.record.failure
  if (first === undefined) return end(run, 'failed', reason, diagnosis)
  const before = found(first)
  await end(run, 'failed', `${first.reason} Taking it back failed too: ${reason}`, {
    lines: [...before.lines, ...diagnosis.lines],
    causes: [...new Set([...before.causes, ...diagnosis.causes])],
  })
}

/** What made it turn back stays said where the way back is no longer followed. */
async function leave<Ports>(
  run: ChangeTurn<Ports>,
  outcome: 'no longer followed' | 'taken over',
  reason: string,
): Promise<void> {
  const { failure, cancelRequestedBy } = run.turn.record
  const cancelled = cancelRequestedBy === undefined ? '' : `${cancelRequestedBy.name} cancelled it. `
  const first = failure === undefined ? cancelled : `${failure.reason} `
  await end(run, outcome, `${first}${reason}`, found(failure))
}

async function endTakenBack<Ports>(run: ChangeTurn<Ports>): Promise<void> {
  const { failure, cancelRequestedBy, plan } = run.turn.record
  if (failure !== undefined) return end(run, 'rolled back', failure.reason, found(failure), 'revert')
  const words = `${cancelRequestedBy?.name} cancelled it, and ${plan.takenBack ?? 'it was taken back'}.`
  await end(run, 'cancelled', words, undefined, 'revert')
}

/** What was found out when it turned back. */
function found(failure: OperationRecord['failure']): Diagnosis {
  return { lines: failure?.diagnosis ?? [], causes: failure?.causes ?? [] }
}

function revertSteps<Ports>(run: ChangeTurn<Ports>): readonly StepRecord[] {
  return pendingSteps(run, run.turn.record.plan, 'revert')
}
