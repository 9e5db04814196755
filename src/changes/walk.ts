import type { Caller } from '../core/caller.js'
import {
  type Afterword,
  type Diagnosis,
  isEnded,
  type OperationRecord,
  type Outcome,
  type StepRecord,
} from '../core/operation.js'
import type { Finding } from './definition.js'

/*
 * The operation's state machine: pure functions from record to record. Whoever runs an operation only decides which of them comes next,
 * so that a crash between any two leaves a record from which the next worker goes on.
 */

/** Which way the operation goes: forward, or back after a cancellation. */
export type Track = 'steps' | 'revert'

/** What kept it from starting before is over. */
export function withoutFault(record: OperationRecord): OperationRecord {
  const { startFault, ...rest } = record
  return startFault === undefined ? record : rest
}

export function begun(record: OperationRecord, now: number): OperationRecord {
  return { ...withoutFault(record), state: 'running', startedAt: record.startedAt ?? now }
}

export function stepBegun(
  record: OperationRecord,
  track: Track,
  index: number,
  waiting: boolean,
  now: number,
) {
  return withStep(record, track, index, (step) => ({
    ...step,
    state: waiting ? 'waiting' : 'running',
    startedAt: step.startedAt ?? now,
  }))
}

export function stepReported(record: OperationRecord, track: Track, index: number, detail: string) {
  return withStep(record, track, index, (step) => (step.detail === detail ? step : { ...step, detail }))
}

export function stepFaulted(
  record: OperationRecord,
  track: Track,
  index: number,
  detail: string,
  now: number,
) {
  return withStep(record, track, index, (step) => ({
    ...step,
    detail,
    faults: (step.faults ?? 0) + 1,
    faultsSince: step.faultsSince ?? now,
  }))
}

/** A look at what is waited for succeeded: how long it may take, and whether a person's decision holds it. */
export function stepSeen(
  record: OperationRecord,
  track: Track,
  index: number,
  { allowed, held = false }: Pick<Finding, 'allowed' | 'held'>,
  now: number,
) {
  return withStep(record, track, index, (step) => {
    const same =
      step.faultsSince === undefined && step.allowed === allowed && held === (step.heldSince !== undefined)
    if (same) return step
    const { faultsSince: _, heldSince, heldFor = 0, allowed: __, ...rest } = step
    const before = heldSince === undefined || held ? heldFor : heldFor + now - heldSince
    return {
      ...rest,
      ...(allowed === undefined ? {} : { allowed }),
      ...(held ? { heldSince: heldSince ?? now } : {}),
      ...(before === 0 ? {} : { heldFor: before }),
    }
  })
}

/** ms that count since the step began: without those in which somebody had to decide. */
export function countedTime(step: StepRecord | undefined, now: number): number {
  if (step?.startedAt === undefined) return 0
  const { startedAt, heldFor = 0, heldSince = now } = step
  return now - startedAt - heldFor - (now - heldSince)
}

export function stepDone(
  record: OperationRecord,
  track: Track,
  index: number,
  { detail, wrote = [] }: Pick<Finding, 'detail' | 'wrote'>,
  now: number,
) {
  return withStep(record, track, index, (step) => ({
    ...step,
    state: 'done',
    endedAt: now,
    ...(detail === undefined ? {} : { detail }),
    ...(wrote.length === 0 ? {} : { wrote }),
  }))
}

/** From here on the operation takes its way back. */
export function turnedBack(record: OperationRecord, revert: readonly StepRecord[]): OperationRecord {
  return { ...record, state: 'reverting', revert, steps: record.steps.map(unfinishedAs('skipped')) }
}

/** A step failed and the operation turns back because of it. */
export function failing(
  record: OperationRecord,
  reason: string,
  { lines, causes }: Diagnosis,
): OperationRecord {
  return {
    ...record,
    failure: { reason, diagnosis: lines, ...(causes.length === 0 ? {} : { causes }) },
    steps: record.steps.map((step) => (isActive(step) ? { ...step, state: 'failed' } : step)),
  }
}

export function ended(
  record: OperationRecord,
  outcome: Outcome,
  now: number,
  words: { reason?: string; diagnosis?: Diagnosis; afterwards?: readonly Afterword[] } = {},
): OperationRecord {
  if (isEnded(record.state)) return record
  const unfinished = unfinishedAs(outcome === 'failed' ? 'failed' : 'skipped')
  const { diagnosis = { lines: [], causes: [] }, afterwards = [] } = words
  return {
    ...record,
    state: outcome,
    endedAt: now,
    steps: record.steps.map(unfinished),
    ...(record.revert === undefined ? {} : { revert: record.revert.map(unfinished) }),
    ...(words.reason === undefined ? {} : { outcomeReason: words.reason }),
    ...(afterwards.length === 0 ? {} : { afterwards }),
    ...(diagnosis.lines.length === 0 ? {} : { diagnosis: diagnosis.lines }),
    ...(diagnosis.causes.length === 0 ? {} : { causes: diagnosis.causes }),
  }
}

export function cancelRequested(record: OperationRecord, by: Caller): OperationRecord {
  return record.cancelRequestedBy === undefined ? { ...record, cancelRequestedBy: by } : record
}

/** Whether anything outside may have been changed: a step that acts was begun. */
export function mayHaveChanged(record: OperationRecord, acts: readonly boolean[]): boolean {
  return record.steps.some((step, index) => acts[index] === true && step.startedAt !== undefined)
}

/** The first step that is neither done nor left out. */
export function currentStep(record: OperationRecord, track: Track): number | undefined {
  const index = stepsOf(record, track).findIndex((step) => step.state !== 'done' && step.state !== 'skipped')
  return index === -1 ? undefined : index
}

export function stepsOf(record: OperationRecord, track: Track): readonly StepRecord[] {
  return (track === 'steps' ? record.steps : record.revert) ?? []
}

function isActive(step: StepRecord): boolean {
  return step.state === 'running' || step.state === 'waiting'
}

function unfinishedAs(state: 'failed' | 'skipped') {
  return (step: StepRecord): StepRecord => {
    if (isActive(step)) return { ...step, state }
    return step.state === 'pending' ? { ...step, state: 'skipped' } : step
  }
}

function withStep(
  record: OperationRecord,
  track: Track,
  index: number,
  change: (step: StepRecord) => StepRecord,
): OperationRecord {
  const steps = stepsOf(record, track)
  const step = steps[index]
  if (step === undefined || isEnded(record.state)) return record
  const changed = change(step)
  return changed === step ? record : { ...record, [track]: steps.with(index, changed) }
}
