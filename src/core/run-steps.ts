import type { RunRecord, RunStep } from './run.js'
import type { RunbookStep } from './runbook.js'

/** A step as the runbook has it, and as the run does. */
export interface AtStep {
  readonly index: number
  readonly step: RunbookStep
  readonly state: RunStep
}

export function stepNamed(record: RunRecord, id: string): AtStep | undefined {
  const index = record.runbook.steps.findIndex((step) => step.id === id)
  const step = record.runbook.steps[index]
  const state = record.steps[index]
  return step === undefined || state === undefined ? undefined : { index, step, state }
}

/** The step it is at; undefined: it has ended. */
export function currentStep(record: RunRecord): AtStep | undefined {
  return record.at === undefined ? undefined : stepNamed(record, record.at)
}

/** `back:2`, the second try of a step: what was on a screen before does not count for it. */
export function stepReference({ id, attempt }: Pick<RunStep, 'id' | 'attempt'>): string {
  return `${id}:${attempt}`
}

/** What came to nothing has changed nothing. */
const cameToNothing = ['cancelled', 'expired', 'rolled back']

/** Actions that were done and can be taken back, newest first: what came later may rest on what came before. */
export function undoable(record: RunRecord): readonly AtStep[] {
  return record.runbook.steps
    .flatMap(({ id }) => stepNamed(record, id) ?? [])
    .filter(
      ({ step, state }) =>
        step.kind === 'action' &&
        step.undo !== undefined &&
        // What was done at once, as locks are, is no operation to undo: it takes a line of its own.
        (step.undo !== true || state.operation !== undefined) &&
        state.outcome !== undefined &&
        !cameToNothing.includes(state.outcome) &&
        state.back?.state !== 'done',
    )
    .toSorted((left, right) => (right.state.endedAt ?? 0) - (left.state.endedAt ?? 0))
}
