import type { Caller } from '../../../src/core/caller.js'
import type { RunRecord } from '../../../src/core/run.js'
import type { Runbook, RunbookStep } from '../../../src/core/runbook.js'
import { begun, pendingStep } from '../../../src/runbooks/run/walk.js'

export const mia: Caller = { id: 'U0MIA', name: 'Mia', origin: 'button' }
export const ravi: Caller = { id: 'U0RAVI', name: 'Ravi', origin: 'button' }
export const vera: Caller = { id: 'U0VERA', name: 'Vera', origin: 'command' }

type Loose<Step> = Step extends RunbookStep
  ? Omit<Step, 'title' | 'line' | 'mostVisits' | 'onFailure'> & Partial<Step>
  : never

/** A runbook of these steps, with the defaults that a file would have. */
export function runbookOf(steps: readonly Loose<RunbookStep>[], more: Partial<Runbook> = {}): Runbook {
  return {
    id: 'restart',
    title: 'Tasks keep restarting',
    tags: ['trouble'],
    about: {},
    match: { alarms: [], causes: [] },
    runBy: 'operator',
    limits: { runsAnHour: 6, actions: 10 },
    inputs: [],
    file: 'runbooks/restart.yaml',
    digest: 'd1',
    steps: steps.map(
      (step, index) =>
        ({
          title: step.id,
          line: index + 1,
          mostVisits: 1,
          onFailure: step.kind === 'check' ? 'continue' : 'ask',
          ...step,
        }) as RunbookStep,
    ),
    ...more,
  }
}

/** A run that Mia has begun at 1,000. */
export function runOf(steps: readonly Loose<RunbookStep>[], more: Partial<RunRecord> = {}): RunRecord {
  const runbook = more.runbook ?? runbookOf(steps)
  return begun(
    {
      v: 1,
      id: 'run-7k2m9qa',
      mode: 'real',
      isOutdated: false,
      inputs: {},
      environment: 'staging',
      service: 'backend',
      caller: mia,
      lead: { id: mia.id, name: mia.name },
      place: { channel: 'C0DEVOPS' },
      state: 'running',
      rechecks: [],
      steps: runbook.steps.map(pendingStep),
      actions: 0,
      startedAt: 1_000,
      rounds: 1,
      reportsOwed: 0,
      ...more,
      runbook,
    },
    1_000,
  )
}

export function look(id: string) {
  return { id, kind: 'instruction', text: `Look at ${id}.`, evidence: false } as const
}

export function act(id: string, action = 'scale backend 2 staging') {
  return { id, kind: 'action', action, undo: true } as const
}

export function checkStep(id: string) {
  return { id, kind: 'check', check: 'steady-state', with: {} } as const
}
