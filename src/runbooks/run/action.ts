import { idFrom } from '../../core/ids.js'
import { isEnded, type OperationRecord } from '../../core/operation.js'
import { isRunEnded, type RunRecord, type RunStep } from '../../core/run.js'
import type { StepOf } from '../../core/runbook.js'
import type { Next } from '../../flow/flow.js'
import { isStillAt } from './ask.js'
import type { Said } from './ports.js'
import type { RunTurn } from './turn.js'
import { unknownIn } from './step-words.js'
import { completed, failedAt, pendingStep, replaced, triedAgain, withStep } from './walk.js'
import { type AtStep, stepNamed, stepReference } from '../../core/run-steps.js'

/** The operation that ends wakes its run; where that is lost, the run looks itself (ms). */
export const lookAgainAt = 15_000

/** The one operation of one try of a step: killed anywhere, it is started once. */
export function operationIdOf({ id }: Pick<RunRecord, 'id'>, reference: string): string {
  return idFrom('op', `${id} ${reference}`)
}

/** What somebody pressed Run for; in a dry walk its plan; without a person's word there is nothing to do by itself. */
export async function performAction(turn: RunTurn, at: AtStep): Promise<Next | undefined> {
  const { record, clock } = turn
  if (record.mode === 'dry') return performDry(turn, at)
  const step = at.step as StepOf<'action'>
  const { asked } = at.state
  if (step.kind !== 'action' || asked === undefined) {
    await turn.write((now) => (isStillAt(now, at) ? withStep(now, step.id, { state: 'waiting' }) : now))
    return undefined
  }
  const operation = operationIdOf(record, stepReference(at.state))
  const started = await turn.ports.operation(operation)
  if (started !== undefined) return followOperation(turn, at, started)
  if (at.state.operation !== undefined) {
    const gone = `${operation} is not there any more. Look at the environment yourself.`
    await turn.write((now) => (isStillAt(now, at) ? failedAt(now, step.id, gone, clock.now()) : now))
    return undefined
  }
  // As it was shown to whoever pressed.
  const line = at.state.said ?? ''
  await turn.hold()
  // Who stopped or paused it since is told so: then nothing is begun any more.
  const fresh = await turn.refresh()
  if (fresh.state !== 'running' || !isStillAt(fresh, at)) return undefined
  await turn.checkpoint('acting')
  const answer = await turn.ports.say(line, asked, {
    operation,
    parent: turn.id,
    isDrill: record.mode === 'drill',
    ...(step.approvals === undefined ? {} : { approvals: step.approvals }),
  })
  // A store that went away in the middle may have kept what it is said to have refused.
  const kept = answer.kind === 'refused' ? await turn.ports.operation(operation) : undefined
  const said: Said = kept === undefined ? answer : { kind: 'operation', id: kept.id }
  await turn.checkpoint('acted')
  await turn.write((now) => {
    if (isStillAt(now, at)) return afterSaid(now, at, said, clock.now())
    return isLeftOpen(now, at.state) ? afterSaidTooLate(now, at, said, clock.now()) : now
  })
  return undefined
}

/** The run was stopped while it was said: what came of it is kept all the same. An operation is followed to its end. */
function afterSaidTooLate(record: RunRecord, { step }: AtStep, said: Said, now: number): RunRecord {
  if (said.kind === 'operation') return withStep(record, step.id, { operation: said.id })
  const state = said.kind === 'said' ? 'done' : 'failed'
  const outcome = said.kind === 'said' ? { outcome: 'succeeded' } : {}
  return withStep(record, step.id, { state, ...outcome, reason: said.words, endedAt: now })
}

/** Its run has ended, and it is the same try that was going on then: a run that was taken up again has another one. */
function isLeftOpen(record: RunRecord, { id, attempt }: Pick<RunStep, 'id' | 'attempt'>): boolean {
  const state = stepNamed(record, id)?.state
  return isRunEnded(record.state) && state?.state === 'running' && state.attempt === attempt
}

function afterSaid(record: RunRecord, at: AtStep, said: Said, now: number): RunRecord {
  const { id } = at.step
  const by = at.state.asked === undefined ? {} : { by: { id: at.state.asked.id, name: at.state.asked.name } }
  switch (said.kind) {
    case 'operation':
      return withStep(record, id, { operation: said.id, ...by })
    case 'said':
      return completed(record, id, { outcome: 'succeeded', reason: said.words, ...by }, now)
    case 'refused':
      // Nothing was done: the step stays open, with the reason.
      return {
        ...withStep(triedAgain(record, id, now), id, { reason: said.words }),
        actions: record.actions - 1,
      }
  }
}

async function followOperation(
  turn: RunTurn,
  at: AtStep,
  operation: OperationRecord,
): Promise<Next | undefined> {
  const { step } = at
  const { clock } = turn
  if (!isEnded(operation.state)) {
    const allowed = (step.timeout ?? Infinity) * turn.ports.timeScale
    if (clock.now() - (at.state.startedAt ?? 0) > allowed) {
      const late = `It has not ended in time. ${operation.id} goes on by itself.`
      const own = { operation: operation.id, ...byOf(operation) }
      await turn.write((now) => (isStillAt(now, at) ? failedAt(now, step.id, late, clock.now(), own) : now))
      return undefined
    }
    const waitsFor = waitsOf(operation)
    if (at.state.operation !== operation.id || at.state.waitsFor !== waitsFor)
      await turn.write((now) => (isStillAt(now, at) ? followed(now, at, operation, waitsFor) : now))
    return { again: lookAgainAt * turn.ports.timeScale }
  }
  const { state: outcome, outcomeReason } = operation
  const patch = { operation: operation.id, outcome, ...byOf(operation) }
  await turn.write((now) => {
    if (!isStillAt(now, at)) return now
    if (outcome === 'succeeded') return completed(now, step.id, patch, clock.now())
    return failedAt(
      now,
      step.id,
      outcomeReason ?? `${operation.plan.summary}: ${outcome}.`,
      clock.now(),
      patch,
    )
  })
  return undefined
}

/**
 * An action that went on when its run was stopped: how it ends is kept, so that its way back can be offered.
 * @returns when to look again; undefined: nothing is left open
 */
export async function followLeftOpen(turn: RunTurn): Promise<Next | undefined> {
  const { record, ports, clock } = turn
  const open = record.steps.find(({ state, asked }) => state === 'running' && asked !== undefined)
  if (open === undefined) return undefined
  const operation = await ports.operation(operationIdOf(record, stepReference(open)))
  if (operation !== undefined && !isEnded(operation.state)) {
    const known = { operation: operation.id, ...byOf(operation) }
    await turn.write((now) => (isLeftOpen(now, open) ? withStep(now, open.id, known) : now))
    return { again: lookAgainAt * ports.timeScale }
  }
  const found =
    operation === undefined
      ? { state: 'skipped' as const, reason: 'The run was stopped before it began.' }
      : {
          state: operation.state === 'succeeded' ? ('done' as const) : ('failed' as const),
          operation: operation.id,
          outcome: operation.state,
          ...byOf(operation),
          ...(operation.outcomeReason === undefined ? {} : { reason: operation.outcomeReason }),
        }
  await turn.write((now) =>
    isLeftOpen(now, open) ? withStep(now, open.id, { ...found, endedAt: clock.now() }) : now,
  )
  return { again: 0 }
}

/** What is known of an operation that goes on. */
function followed(
  record: RunRecord,
  { step }: AtStep,
  operation: OperationRecord,
  waitsFor: RunStep['waitsFor'],
): RunRecord {
  const { waitsFor: _before, ...state } = record.steps.find(({ id }) => id === step.id) ?? pendingStep(step)
  return replaced(record, {
    ...state,
    operation: operation.id,
    ...byOf(operation),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  })
}

function waitsOf({ state }: OperationRecord): RunStep['waitsFor'] {
  if (state === 'unapproved') return 'approval'
  return state === 'unconfirmed' ? 'confirmation' : undefined
}

function byOf({ caller }: OperationRecord) {
  return { by: { id: caller.id, name: caller.name } }
}

/** What would be done; nothing is. */
async function performDry(turn: RunTurn, at: AtStep): Promise<undefined> {
  const { step } = at
  const { clock, record } = turn
  if (step.kind !== 'action') {
    await turn.write((now) =>
      isStillAt(now, at) ? completed(now, step.id, { state: 'skipped' }, clock.now()) : now,
    )
    return undefined
  }
  const line = at.state.said ?? ''
  const [unknown] = unknownIn(record, step, step.action)
  if (unknown !== undefined) {
    const reason = `Its plan depends on ${unknown}, which only a real run finds out.`
    await turn.write((now) =>
      isStillAt(now, at) ? completed(now, step.id, { state: 'skipped', reason }, clock.now()) : now,
    )
    return undefined
  }
  const planned = await turn.ports.plan(line, record.caller)
  const reason = planned.kind === 'operation' ? undefined : planned.words
  const patch = reason === undefined ? {} : { reason }
  await turn.write((now) => {
    if (!isStillAt(now, at)) return now
    return planned.kind === 'refused'
      ? failedAt(now, step.id, planned.words, clock.now(), patch)
      : completed(now, step.id, { ...patch, state: 'skipped' }, clock.now())
  })
  return undefined
}
