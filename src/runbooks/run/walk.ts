import type { RunOutcome, RunRecord, RunStep } from '../../core/run.js'
import { isRunEnded } from '../../core/run.js'
import { type AtStep, stepNamed } from '../../core/run-steps.js'
import type { RunbookStep } from '../../core/runbook.js'
import { evaluate } from '../language/expression/evaluate.js'
import { scopeOf, wordsOf } from './step-words.js'

/*
 * How a run moves: pure functions from record to record. Whoever works on a run, or says a word to it, only decides which of them comes next, so that a crash between
 * any two leaves a record from which the next worker goes on.
 */

/** What is kept of a step that is come to again. */
type Patch = Partial<Omit<RunStep, 'id'>>

export function pendingStep({ id }: Pick<RunbookStep, 'id'>): RunStep {
  return { id, state: 'pending', attempt: 0, visits: 0, tries: 0 }
}

/** Comes to the first step. */
export function begun(record: RunRecord, now: number): RunRecord {
  return comeTo(record, record.runbook.steps[0]?.id ?? 'end', now)
}

/** Comes to a step, or to the next one that is not left out; after the last one the run is done. */
export function comeTo(record: RunRecord, target: string, now: number): RunRecord {
  let walked = record
  let id = target
  // Each round leaves out one step: more rounds than steps would be a loop of steps that are left out.
  for (let round = 0; round <= record.runbook.steps.length; round++) {
    if (id === 'end') return ended(walked, 'done', now)
    const found = stepNamed(walked, id)
    if (found === undefined) return ended(walked, 'failed', now, { reason: `There is no step ${id}.` })
    const { step, state } = found
    if (!isLeftOut(walked, step)) return arrived(walked, found, now)
    const skipped = { state: 'skipped', reason: 'Not needed here.', endedAt: now } as const
    walked = state.state === 'pending' ? withStep(walked, id, skipped) : walked
    id = followerInOrder(walked, found)
  }
  return ended(walked, 'failed', now, { reason: 'Its steps only lead to steps that are left out.' })
}

/** A dry walk shows what every step would be. */
function isLeftOut(record: RunRecord, { when, item }: RunbookStep): boolean {
  return when !== undefined && record.mode !== 'dry' && !evaluate(when, scopeOf(record, item))
}

function arrived(record: RunRecord, { step, state }: AtStep, now: number): RunRecord {
  const { id, attempt, visits } = state
  if (visits >= step.mostVisits) {
    const times = step.mostVisits === 1 ? 'once' : `${step.mostVisits} times`
    const reason = `It was come to ${times} already, which is as often as the runbook allows.`
    const failed = { state: 'failed', attempt: attempt + 1, reason, startedAt: now } as const
    return { ...replaced(record, { id, ...failed, visits, tries: 1, ...wordsOf(record, step) }), at: id }
  }
  const fresh: RunStep = {
    id,
    state: isForPeople(record, step) ? 'waiting' : 'running',
    attempt: attempt + 1,
    visits: visits + 1,
    tries: 1,
    startedAt: now,
    ...wordsOf(record, step),
  }
  const at = { ...replaced(record, fresh), at: id }
  const suggested = suggestionOf(at, step)
  return suggested === undefined ? at : withStep(at, id, { suggested })
}

/** Whether somebody has to say something before it goes on. */
function isForPeople({ mode }: RunRecord, { kind }: RunbookStep): boolean {
  return mode !== 'dry' && kind !== 'check' && kind !== 'wait'
}

/** The option that the results so far speak for: the first whose `if` is true. */
function suggestionOf(record: RunRecord, step: RunbookStep): string | undefined {
  if (step.kind !== 'decision') return undefined
  const scope = scopeOf(record, step.item)
  return step.options.find((option) => option.if !== undefined && evaluate(option.if, scope))?.label
}

/** The step is done; the run goes on where it, or what was chosen, says. */
export function completed(
  record: RunRecord,
  id: string,
  patch: Patch,
  now: number,
  next?: string,
): RunRecord {
  const found = stepNamed(record, id)
  if (found === undefined) return record
  const done = withStep(record, id, { ...patch, state: patch.state ?? 'done', endedAt: now })
  return comeTo(done, next ?? followerOf(record, found), now)
}

/** The step has failed: what its `on_failure` says is done. */
export function failedAt(record: RunRecord, id: string, reason: string, now: number, patch: Patch = {}) {
  const found = stepNamed(record, id)
  if (found === undefined) return record
  const { step, state } = found
  const failed = withStep(record, id, { ...patch, state: 'failed', reason, endedAt: now })
  const { onFailure } = step
  if (record.mode === 'dry' || onFailure === 'continue') return goneOn(failed, id, now)
  if (onFailure === 'abort') return ended(failed, 'failed', now, { reason: `${step.title}: ${reason}` })
  if (onFailure === 'ask') return failed
  if ('goto' in onFailure) return comeTo(failed, onFailure.goto, now)
  // The first try is none of the tries that are made again.
  return state.tries <= onFailure.retry ? triedAgain(failed, id, now) : failed
}

/** Goes past a step that has failed or is left out by somebody. */
export function goneOn(record: RunRecord, id: string, now: number): RunRecord {
  const found = stepNamed(record, id)
  if (found === undefined) return record
  return comeTo(record, followerOf(record, found), now)
}

/** The same step once more, with nothing left of the try before. */
export function triedAgain(record: RunRecord, id: string, now: number): RunRecord {
  const found = stepNamed(record, id)
  if (found === undefined) return record
  const { step, state } = found
  const waits = isForPeople(record, step)
  const fresh: RunStep = {
    id,
    state: waits ? 'waiting' : 'running',
    attempt: state.attempt + 1,
    visits: state.visits,
    tries: state.tries + 1,
    startedAt: now,
    ...wordsOf(record, step),
    ...(state.suggested === undefined ? {} : { suggested: state.suggested }),
  }
  return { ...replaced(record, fresh), at: id }
}

/** Ends it, once; what was under way stays as it was. */
export function ended(
  record: RunRecord,
  outcome: RunOutcome,
  now: number,
  { reason, by }: { readonly reason?: string; readonly by?: RunRecord['endedBy'] } = {},
): RunRecord {
  if (isRunEnded(record.state)) return record
  const { at, pausedSince: _paused, trouble: _trouble, ...rest } = record
  return {
    ...rest,
    state: outcome,
    endedAt: now,
    rechecks: [],
    reportsOwed: 3,
    ...(at === undefined || outcome === 'done' ? {} : { stoppedAt: at }),
    ...(by === undefined ? {} : { endedBy: by }),
    ...(reason === undefined ? {} : { outcomeReason: reason }),
  }
}

/** Takes up a run that failed or was aborted, from a step on; checks before it are looked at again first. */
export function takenUp(record: RunRecord, from: string, now: number): RunRecord {
  const found = stepNamed(record, from)
  if (found === undefined) return record
  const { endedAt: _at, endedBy: _by, outcomeReason: _why, stoppedAt: _where, ...rest } = record
  const before = record.runbook.steps.slice(0, found.index)
  const rechecks = before
    .filter(({ kind, id }) => kind === 'check' && stepNamed(record, id)?.state.checked !== undefined)
    .map(({ id }) => id)
  // It may be come to as often as it might from the beginning.
  const steps = record.steps.map((step, index): RunStep => {
    if (index < found.index) return step
    return { ...step, visits: 0, ...(index === found.index ? { state: 'pending' } : {}) }
  })
  const open: RunRecord = {
    ...rest,
    state: 'running',
    steps,
    rechecks,
    rounds: record.rounds + 1,
    reportsOwed: 0,
    at: from,
  }
  return rechecks.length > 0 ? open : comeTo(open, from, now)
}

/** A check of before was looked at again. */
export function rechecked(record: RunRecord, id: string, patch: Patch, now: number): RunRecord {
  if (record.rechecks[0] !== id) return record
  const looked = { ...withStep(record, id, patch), rechecks: record.rechecks.slice(1) }
  return looked.rechecks.length === 0 && looked.at !== undefined ? comeTo(looked, looked.at, now) : looked
}

export function withStep(record: RunRecord, id: string, patch: Patch): RunRecord {
  const index = record.steps.findIndex((step) => step.id === id)
  const step = record.steps[index]
  return step === undefined ? record : { ...record, steps: record.steps.with(index, { ...step, ...patch }) }
}

/** The same run with this step in the place of the one of its name. */
export function replaced(record: RunRecord, step: RunStep): RunRecord {
  const index = record.steps.findIndex(({ id }) => id === step.id)
  return { ...record, steps: record.steps.with(index, step) }
}

/** Where it goes on after a step; a dry walk shows every step, in order. */
function followerOf(record: RunRecord, at: AtStep): string {
  return record.mode === 'dry' ? followerInOrder(record, at) : (at.step.next ?? followerInOrder(record, at))
}

function followerInOrder({ runbook }: RunRecord, { index }: AtStep): string {
  return runbook.steps[index + 1]?.id ?? 'end'
}
