import type { RunRecord } from '../../core/run.js'
import { type AtStep, currentStep } from '../../core/run-steps.js'
import { UserError } from '../../core/user-error.js'
import { counted, inCode, listed } from '../../core/wording.js'

export function over(record: RunRecord): UserError {
  const by = record.endedBy === undefined ? '' : ` ${record.outcomeReason ?? ''}`
  const next =
    record.state === 'done'
      ? 'Begin a new run, if it is to be done again.'
      : `Take it up again with ${inCode(`run from ${record.id}`)}.`
  return new UserError('run-ended', `This run has ended already: ${record.state}.${by}`, next)
}

/** Who was first is told by name. */
export function late(record: RunRecord, { step, state }: AtStep): UserError {
  const by = state.by?.name
  const at = currentStep(record)
  const did = { done: 'has done', skipped: 'has skipped', failed: 'has called failed' } as const
  const what =
    by !== undefined && (state.state === 'done' || state.state === 'skipped' || state.state === 'failed')
      ? `${by} ${did[state.state]} “${step.title}” already.`
      : at?.step.id === step.id
        ? `“${step.title}” was tried since this button was made.`
        : `The run is not at “${step.title}” any more.`
  const next =
    at === undefined
      ? 'It has ended.'
      : at.step.id === step.id
        ? 'Press the button that its message has now.'
        : `It is at “${at.step.title}” now.`
  return new UserError('step-late', what, next)
}

export function notNow({ step }: AtStep, why: string): UserError {
  return new UserError(
    'step-not-now',
    `That is not possible at “${step.title}”. ${why}`,
    'Look at the message of the run.',
  )
}

/** Whoever needs an approval would be the one who goes past it. */
export function notApproved(record: RunRecord, { step, state }: AtStep): UserError {
  return new UserError(
    'approval-needed',
    `“${state.title ?? step.title}” is not approved, and nobody goes past it.`,
    record.at === step.id
      ? 'Have somebody else approve it, or abort the run.'
      : `Go on from ${inCode(step.id)}, or before it.`,
  )
}

export function noStep({ id: run, runbook }: RunRecord, id: string): UserError {
  const ids = runbook.steps.slice(0, 20).map((step) => inCode(step.id))
  return new UserError('step-not-found', `${run} has no step ${inCode(id)}.`, `It has ${listed(ids)}.`)
}

/** It is asked for where there is a way to ask. */
export function needsNote({ step, state }: AtStep, label: string, submit: string): UserError {
  const choice = { argument: 'note', label, intro: state.title ?? step.title, submit }
  const next = `Add ${inCode('--note "a few words"')}.`
  return new UserError('note-missing', `“${step.title}” takes a line: ${label}`, next, { choice })
}

export function needsOption({ step, state }: AtStep, values: readonly string[]): UserError {
  const intro = state.text ?? step.title
  const choice = { argument: 'option', label: 'Which one?', intro, values, submit: 'Choose' }
  const next = `Add ${inCode('--option "…"')}: ${listed(values.map(inCode))}.`
  return new UserError('option-missing', `“${step.title}” takes one of its options.`, next, { choice })
}

export function unknownValue({ step }: AtStep, name: string): UserError {
  const what = `“${step.title}” needs ${inCode(name)}, which is not known.`
  return new UserError('value-unknown', what, 'Skip it, or do the step that finds it out first.')
}

export function tooManyActions({ runbook }: RunRecord): UserError {
  const { actions } = runbook.limits
  return new UserError(
    'run-actions-limit',
    `This run has done ${counted(actions, 'action')}, which is as many as ${runbook.id} allows.`,
    'Do it outside of the run, or begin a new one.',
  )
}
