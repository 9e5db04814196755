import type { RunbookStep } from '../../core/runbook.js'

/** The same step, going elsewhere: `to` answers for each step that it names. */
export function redirected(step: RunbookStep, to: (step: string) => string): RunbookStep {
  const onFailure =
    typeof step.onFailure === 'object' && 'goto' in step.onFailure
      ? { goto: to(step.onFailure.goto) }
      : step.onFailure
  const common = { onFailure, ...(step.next === undefined ? {} : { next: to(step.next) }) }
  if (step.kind !== 'decision') return { ...step, ...common }
  const options = step.options.map((option) =>
    option.next === undefined ? option : { ...option, next: to(option.next) },
  )
  return { ...step, ...common, options }
}
