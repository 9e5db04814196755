import { isRunEnded, RunRecord } from '../../core/run.js'
import type { About, Flow, Next } from '../../flow/flow.js'
import { performAction } from './action.js'
import { performCheck, performWait, recheck } from './ask.js'
import type { RunPorts } from './ports.js'
import { settleRun } from './settle.js'
import type { RunTurn } from './turn.js'
import { ended, failedAt } from './walk.js'
import { type AtStep, currentStep } from '../../core/run-steps.js'
import type { RunWord } from './word.js'
import { hearRunWord } from './words.js'

const day = 86_400_000
/** Drills are compared by quarter, for a year and a bit. */
const keptFor = 400 * day
/** Nobody said anything for so long: the run is given up (ms). */
export const abandonedAfter = 7 * day
/** An approval that nobody gives counts as refused (ms), where the runbook says nothing else. */
const approvalWithin = 30 * 60_000

export type RunFlow = Flow<RunRecord, RunPorts, RunWord>

/** A walk through a runbook: what ohmy does itself is done, and people are waited for. */
export const runFlow: RunFlow = {
  kind: 'runbook',
  lane: 'changing',
  record: RunRecord,
  keptFor,
  about: aboutRun,
  look: carryOn,
  hear: hearRunWord,
  trouble: (record, words) => ({ ...record, trouble: words }),
  fail: (record, reason, now) => ended(record, 'failed', now, { reason }),
}

/** What a runbook allows at a time in one place. */
export function holdOf({ runbook, environment, service }: RunRecord): string {
  const place = [environment ?? 'anywhere', ...(service === undefined ? [] : [service])].join('/')
  return `runbook:${runbook.id}:${place}`
}

function aboutRun(record: RunRecord): About {
  const { environment, place, state, runbook, mode } = record
  const over = isRunEnded(state)
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(place === undefined ? {} : { place }),
    ended: over,
    state,
    holds: over || mode === 'dry' ? [] : [{ name: holdOf(record), most: runbook.limits.runsAnHour }],
  }
}

async function carryOn(turn: RunTurn): Promise<Next> {
  if (!isRunEnded(turn.record.state) && !turn.record.isOutdated && (await turn.ports.isOutdated(turn.record)))
    await turn.write((now) => ({ ...now, isOutdated: true }))
  for (;;) {
    const { record, clock } = turn
    if (isRunEnded(record.state)) return settleRun(turn)
    if (record.state === 'paused') return waitForPeople(turn)
    const [again] = record.rechecks
    const at = currentStep(record)
    if (again !== undefined) {
      await recheck(turn, again)
    } else if (at === undefined) {
      await turn.write((now) => ended(now, 'failed', clock.now(), { reason: 'It lost its place.' }))
    } else if (at.state.state !== 'running') {
      const next = await waitAt(turn)
      if (next !== undefined) return next
    } else {
      const { kind } = at.step
      const next =
        kind === 'check'
          ? await performCheck(turn, at)
          : kind === 'wait'
            ? await performWait(turn, at)
            : await performAction(turn, at)
      if (next !== undefined) return next
    }
  }
}

/** People have to say something; what has its time fails when that is over. */
async function waitAt(turn: RunTurn): Promise<Next | undefined> {
  const { record, clock } = turn
  const at = currentStep(record)
  if (at === undefined) return undefined
  const { step, state } = at
  const allowed = step.timeout ?? (step.kind === 'approval' ? approvalWithin : undefined)
  if (state.state !== 'waiting' || allowed === undefined) return waitForPeople(turn)
  const left = (state.startedAt ?? record.startedAt) + allowed - clock.now()
  if (left > 0) return { again: Math.min(left, day) }
  const late = step.kind === 'approval' ? 'Nobody approved it in time.' : 'Nobody did it in time.'
  await turn.write((now) => (isStillWaiting(now, at) ? failedAt(now, step.id, late, clock.now()) : now))
  return undefined
}

/** Somebody may have answered in the last moment: then it is not late. */
function isStillWaiting(record: RunRecord, { step, state }: AtStep): boolean {
  const at = currentStep(record)
  return (
    record.state === 'running' &&
    record.rechecks.length === 0 &&
    at?.step.id === step.id &&
    at.state.attempt === state.attempt &&
    at.state.state === 'waiting'
  )
}

async function waitForPeople(turn: RunTurn): Promise<Next> {
  const { clock } = turn
  const left = quietSince(turn.record) + abandonedAfter - clock.now()
  if (left > 0) return { again: Math.min(left, day) }
  const reason = 'Nobody said anything for seven days.'
  await turn.write((now) =>
    quietSince(now) + abandonedAfter > clock.now() ? now : ended(now, 'aborted', clock.now(), { reason }),
  )
  return { again: 0 }
}

/** When something happened last: it was paused, or its step was come to, failed, or went on after a pause. */
function quietSince(record: RunRecord): number {
  if (record.state === 'paused') return record.pausedSince ?? record.startedAt
  const { startedAt = record.startedAt, endedAt = 0 } = currentStep(record)?.state ?? {}
  return Math.max(startedAt, endedAt)
}
