import type { Checked } from '../../core/check.js'
import type { RunRecord } from '../../core/run.js'
import type { RunbookStep, StepOf } from '../../core/runbook.js'
import type { Next } from '../../flow/flow.js'
import { filledArguments } from '../language/template.js'
import { scopeOf } from './step-words.js'
import type { RunTurn } from './turn.js'
import { completed, failedAt, rechecked, withStep } from './walk.js'
import { type AtStep, currentStep, stepNamed } from '../../core/run-steps.js'

/** A wait for a check gives up after this, where the runbook says nothing else (ms). */
const waitAtMost = 15 * 60_000
/** A check may not be looked at more often, whatever a runbook says (ms). */
const lookAtLeastEvery = 5_000

/** Looks, and goes on with what was found. */
export async function performCheck(turn: RunTurn, at: AtStep): Promise<undefined> {
  const step = at.step as StepOf<'check'>
  const checked = await ask(turn, step, step.check, step.with)
  await turn.checkpoint('checked')
  const now = turn.clock.now()
  await turn.write((record) => {
    if (!isStillAt(record, at)) return record
    const { onFailure } = step
    const isBad = checked.result === 'fail' || checked.result === 'unknown'
    // What a check finds decides nothing by itself, unless the runbook says what to do when it is bad.
    if (isBad && onFailure !== 'continue') return failedAt(record, step.id, checked.figure, now, { checked })
    return completed(record, step.id, { checked }, now)
  })
  return undefined
}

/** A check of before, looked at once more. */
export async function recheck(turn: RunTurn, id: string): Promise<void> {
  const found = stepNamed(turn.record, id)
  const step = found?.step
  const now = turn.clock.now()
  const checked = step?.kind === 'check' ? await ask(turn, step, step.check, step.with) : undefined
  await turn.checkpoint('rechecked')
  await turn.write((record) =>
    rechecked(record, id, checked === undefined ? {} : { checked, endedAt: now }, now),
  )
}

/** For so long, or until a check says so. */
export async function performWait(turn: RunTurn, at: AtStep): Promise<Next | undefined> {
  const step = at.step as StepOf<'wait'>
  const { ports, clock, record } = turn
  const { until } = step
  const since = at.state.startedAt ?? record.startedAt
  if (record.mode === 'dry') {
    const checked = until === undefined ? undefined : await ask(turn, step, until.check, until.with)
    const patch = checked === undefined ? { state: 'skipped' as const } : { checked }
    await turn.write((now) => (isStillAt(now, at) ? completed(now, step.id, patch, clock.now()) : now))
    return undefined
  }
  if (until === undefined) {
    const left = since + (step.for ?? 0) * ports.timeScale - clock.now()
    if (left > 0) return { again: left }
    await turn.write((now) => (isStillAt(now, at) ? completed(now, step.id, {}, clock.now()) : now))
    return undefined
  }
  const checked = await ask(turn, step, until.check, until.with)
  await turn.checkpoint('looked')
  const isThere = until.results.includes(checked.result)
  const isLate = clock.now() - since > (step.timeout ?? waitAtMost) * ports.timeScale
  await turn.write((now) => {
    if (!isStillAt(now, at)) return now
    if (isThere) return completed(now, step.id, { checked }, clock.now())
    if (isLate)
      return failedAt(now, step.id, `In time it only came to: ${checked.figure}.`, clock.now(), { checked })
    return withStep(now, step.id, { checked })
  })
  return isThere || isLate ? undefined : { again: Math.max(until.every, lookAtLeastEvery) * ports.timeScale }
}

async function ask(
  turn: RunTurn,
  step: RunbookStep,
  check: string,
  given: Readonly<Record<string, string | number | boolean>>,
): Promise<Checked> {
  const { record, ports } = turn
  const { environment, service, ...rest } = filledArguments(given, scopeOf(record, step.item))
  const subject = {
    environment: environment === undefined ? record.environment : String(environment),
    service: service === undefined ? record.service : String(service),
  }
  return ports.check(
    check,
    subject,
    rest,
    subject.environment === record.environment ? undefined : record.caller,
  )
}

/** Somebody may have gone past it, paused or stopped the run meanwhile. */
export function isStillAt(record: RunRecord, { step, state }: AtStep): boolean {
  const at = currentStep(record)
  return (
    at?.step.id === step.id &&
    at.state.attempt === state.attempt &&
    at.state.state === 'running' &&
    record.rechecks.length === 0
  )
}
