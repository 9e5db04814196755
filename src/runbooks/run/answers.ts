import { parseDuration } from '../../core/duration.js'
import type { AtStep } from '../../core/run-steps.js'
import type { RunValue, StepOf } from '../../core/runbook.js'
import { UserError } from '../../core/user-error.js'
import { inCode, listed } from '../../core/wording.js'
import { acceptsFor } from '../given.js'

/** @throws UserError what is allowed */
export function readAnswer(
  { type, options = [] }: Pick<StepOf<'ask'>, 'type' | 'options'>,
  typed: string,
): RunValue {
  const text = typed.trim()
  if (text === '') throw wrongAnswer('An answer is missing.', 'Write one.')
  if (type === 'number') {
    const value = Number(text)
    if (/^-?\d+([.]\d+)?$/.test(text) && Number.isFinite(value)) return value
    throw wrongAnswer(`${inCode(text)} is not a number.`, 'Write figures alone, such as 12 or 0.5.')
  }
  if (type === 'duration') {
    const value = parseDuration(text)
    if (value !== undefined) return value
    throw wrongAnswer(`${inCode(text)} is not a duration.`, 'Write one like 90s, 10m or 2h.')
  }
  if (type === 'enum') {
    const value = labelSaid(options, text)
    if (value !== undefined) return value
    throw wrongAnswer(`${inCode(text)} is not possible here.`, `It is one of ${listed(options.map(inCode))}.`)
  }
  return text
}

/** The one of that name, in any case; otherwise the one in that place, from 1: a menu has no room for long ones. */
export function labelSaid(labels: readonly string[], said: string): string | undefined {
  const text = said.trim()
  const named = labels.find((label) => label.toLowerCase() === text.toLowerCase())
  return named ?? (/^\d{1,2}$/.test(text) ? labels[Number(text) - 1] : undefined)
}

function wrongAnswer(what: string, next: string): UserError {
  return new UserError('answer-invalid', what, next)
}

export function needsAnswer({ step, state }: AtStep): UserError {
  const { type, options } = step as StepOf<'ask'>
  const question = state.text ?? state.title ?? step.title
  const accepts = acceptsFor(type)
  const choice = {
    argument: 'answer',
    label: answerLabels[type],
    intro: question,
    submit: 'Answer',
    ...(options === undefined ? {} : { values: options }),
    ...(accepts === undefined ? {} : { accepts }),
  }
  const next = `Add ${inCode('--answer "…"')}.`
  return new UserError('answer-missing', `“${step.title}” takes an answer.`, next, { choice })
}

const answerLabels: Readonly<Record<StepOf<'ask'>['type'], string>> = {
  text: 'Answer',
  number: 'A number',
  duration: 'A duration, such as 90s, 10m or 2h',
  enum: 'Answer',
}
