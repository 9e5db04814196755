import type { Diagnosis, OperationRecord, StepRecord } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import { formatDuration } from '../core/duration.js'
import type { ActStep, Finding, Step, StepContext, WaitStep } from './definition.js'
import { stepsFor } from './asking.js'
import { isPassing, newErrorId, unexpected } from '../flow/fault.js'
import { FencedError } from '../flow/flow-store.js'
import type { ChangeTurn } from './change-turn.js'
import { nextLook } from './next-look.js'
import { about } from './recorded.js'
import {
  countedTime,
  stepBegun,
  stepDone,
  stepFaulted,
  stepReported,
  stepSeen,
  stepsOf,
  type Track,
} from './walk.js'

export type StepResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly after: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly diagnosis: Diagnosis }
  /** It has not failed, and nobody looks any longer: AWS goes on with it by itself. */
  | { readonly kind: 'left'; readonly reason: string }
  /** Somebody else has changed the same: what was waited for will not come. */
  | { readonly kind: 'taken over'; readonly reason: string }

/** An act meets passing faults one after the other for at most so long (ms) before the operation fails. A wait has its own time. */
const faultsFor = 10 * 60_000
const longestPause = 30_000

/** Carries one step on: to its end, to the next look, or to a failure. */
export async function performStep<Ports>(
  run: ChangeTurn<Ports>,
  track: Track,
  index: number,
): Promise<StepResult> {
  const { operation, turn } = run
  const step = stepsFor(run, run.turn.record.plan, track)[index]
  if (step === undefined) throw new Error(`${operation.name} has no step ${index}`)
  const record = await run.write((stored) =>
    stepBegun(stored, track, index, step.kind === 'wait', turn.clock.now()),
  )
  const putsBack = step.kind === 'act' && step.putsBack === true
  const context = contextOf(run, track, index, putsBack)
  try {
    return step.kind === 'act'
      ? await act(run, track, index, step, context)
      : await look(run, track, index, step, context)
  } catch (error) {
    if (error instanceof FencedError || run.turn.lost.aborted || run.engine.isStoreAway(error)) throw error
    return afterError(run, track, index, step, record, context, error)
  }
}

async function act<Ports>(
  run: ChangeTurn<Ports>,
  track: Track,
  index: number,
  step: ActStep<unknown, Ports>,
  context: StepContext<unknown, Ports>,
): Promise<StepResult> {
  const detail = await step.act(context)
  await run.turn.checkpoint(`acted ${step.title}`)
  await run.write((record) =>
    stepDone(record, track, index, detail === undefined ? {} : { detail }, run.turn.clock.now()),
  )
  return { kind: 'done' }
}

async function look<Ports>(
  run: ChangeTurn<Ports>,
  track: Track,
  index: number,
  step: WaitStep<unknown, Ports>,
  context: StepContext<unknown, Ports>,
): Promise<StepResult> {
  const { clock } = run.turn
  const { timeScale } = run.engine
  const finding = await step.look(context)
  if (finding.done) {
    await run.write((record) => stepDone(record, track, index, finding, clock.now()))
    return { kind: 'done' }
  }
  await run.write((record) => {
    const seen = stepSeen(record, track, index, finding, clock.now())
    return finding.detail === undefined ? seen : stepReported(seen, track, index, finding.detail)
  })
  if (finding.takenOver !== undefined) return { kind: 'taken over', reason: finding.takenOver }
  const time = countedTime(stepsOf(run.turn.record, track)[index], clock.now())
  const allowed = finding.allowed ?? step.timeout
  const left = allowed * timeScale - time
  if (left > 0) return { kind: 'again', after: await untilNextLook(run, track, index, step, finding, left) }
  const where = finding.detail === undefined ? '' : ` Last seen: ${finding.detail}.`
  const late = `“${step.title}” took longer than ${formatDuration(allowed)}.${where}`
  if (finding.goesOn !== undefined) return { kind: 'left', reason: `${late} ${finding.goesOn}` }
  return { kind: 'failed', reason: late, diagnosis: await diagnose(run, context) }
}

async function untilNextLook<Ports>(
  { turn, engine, operation, input }: ChangeTurn<Ports>,
  track: Track,
  index: number,
  { every }: WaitStep<unknown, Ports>,
  { told }: Finding,
  left: number,
): Promise<number> {
  const { record, clock } = turn
  const { timeScale } = engine
  const now = clock.now()
  return nextLook({
    heard: await engine.news?.expect(operation.locks(input), told),
    begunAt: record.startedAt ?? now,
    stepBegunAt: stepsOf(record, track)[index]?.startedAt ?? now,
    ...{ every, told, now, left, timeScale },
  })
}

async function afterError<Ports>(
  run: ChangeTurn<Ports>,
  track: Track,
  index: number,
  step: Step<unknown, Ports>,
  record: OperationRecord,
  context: StepContext<unknown, Ports>,
  error: unknown,
): Promise<StepResult> {
  const { clock } = run.turn
  const { logger, timeScale, explain } = run.engine
  const { title } = step
  const stored = stepsOf(run.turn.record, track)[index]
  if (isPassing(error) && mayGoOn(step, stored, clock.now(), timeScale)) {
    const faults = stored?.faults ?? 0
    logger.warn({ err: error, operation: record.id, step: title }, 'A step met a passing fault')
    const what = error instanceof UserError ? error.what : sentence(explain(error))
    await run.write((current) => stepFaulted(current, track, index, `${what} Trying again.`, clock.now()))
    return { kind: 'again', after: Math.min(1_000 * 2 ** faults, longestPause) * timeScale }
  }
  const errorId = newErrorId()
  logger.error({ err: error, operation: record.id, step: title, errorId }, 'A step failed')
  if (error instanceof UserError && !isPassing(error)) {
    const reason = `${error.what} ${error.next}`
    return { kind: 'failed', reason, diagnosis: await diagnose(run, context) }
  }
  const explained = explain(error)
  const message = explained === undefined ? unexpected(errorId) : `${explained}.`
  if (step.kind === 'wait') {
    const changed =
      track === 'revert' ? '' : ' That says nothing against what was changed, so nothing was taken back.'
    return {
      kind: 'left',
      reason: `“${title}” cannot be followed any longer: ${message}${changed} Look at the service.`,
    }
  }
  return { kind: 'failed', reason: `“${title}” failed: ${message}`, diagnosis: await diagnose(run, context) }
}

function sentence(clause = 'something did not answer properly'): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}

/** Whether a step that met a passing fault is tried again. Looking costs nothing: it goes on until the time of the wait is over. */
function mayGoOn<Ports>(
  step: Step<unknown, Ports>,
  stored: StepRecord | undefined,
  now: number,
  timeScale: number,
): boolean {
  const failing = now - (stored?.faultsSince ?? now) < faultsFor
  if (step.kind === 'act') return failing
  return failing || countedTime(stored, now) < (stored?.allowed ?? step.timeout) * timeScale
}

/** What was found out must not stand in the way of saying that it failed. */
async function diagnose<Ports>(
  run: ChangeTurn<Ports>,
  context: StepContext<unknown, Ports>,
): Promise<Diagnosis> {
  try {
    return (await run.operation.diagnose?.(context)) ?? { lines: [], causes: [] }
  } catch (error) {
    run.engine.logger.warn({ err: error, operation: run.turn.record.id }, 'A diagnosis failed')
    return { lines: ['Why could not be found out: AWS did not answer.'], causes: [] }
  }
}

function contextOf<Ports>(
  run: ChangeTurn<Ports>,
  track: Track,
  index: number,
  putsBack: boolean,
): StepContext<unknown, Ports> {
  const { engine, operation, input, turn } = run
  const { record } = turn
  const { title = '', faults = 0 } = stepsOf(record, track)[index] ?? {}
  let changes = 0
  /** One record for each try of each change, whichever worker makes it. */
  const change = () => ({
    ...about(run, record),
    actor: record.caller,
    summary: `${title} (${track === 'revert' ? 'way back, ' : ''}step ${index + 1}, try ${faults + 1})`,
    once: `${track}:${index}:${turn.fence}:${changes}`,
  })
  return {
    input,
    plan: record.plan,
    record,
    ports: engine.ports,
    clock: turn.clock,
    elapsed: countedTime(stepsOf(record, track)[index], turn.clock.now()) / engine.timeScale,
    signal: turn.lost,
    async fence() {
      await turn.checkpoint(`before ${title}`)
      changes += 1
      await engine.audit({ kind: 'change', ...change() })
      // The way back is never barred: a freeze must not keep a bad state in place.
      const barred = track === 'steps' && !putsBack && record.breakGlass === undefined
      const blocked = barred ? await engine.blockedBy(operation, input) : undefined
      if (blocked !== undefined) throw blocked
      await turn.hold()
    },
    async changed(requestId) {
      try {
        await engine.audit({ kind: 'changed', ...change(), requestId })
      } catch (error) {
        engine.logger.error({ err: error, operation: record.id, requestId }, 'A change was not recorded')
      }
    },
    async report(detail) {
      await run.write((stored) => stepReported(stored, track, index, detail))
    },
  }
}
