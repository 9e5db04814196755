import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** How many tasks: so many, so many more or fewer (`by` is negative for fewer) than there are, or from so many to so many for autoscaling. */
export type TaskCount =
  | { readonly kind: 'absolute'; readonly count: number }
  | { readonly kind: 'relative'; readonly by: number }
  | { readonly kind: 'range'; readonly minimum: number; readonly maximum: number }

/** Tasks a service, ECS's default quota: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const mostTasks = 5_000

/** `4`, `+1`, `-1`, `2..6`. What the environment's policy allows is checked when the change is planned. */
export function taskCount(
  options: { readonly summary?: string; readonly maximum?: number } = {},
): RequiredArgument<TaskCount> {
  const maximum = options.maximum ?? mostTasks
  return argument({
    kind: 'count',
    placeholder: 'count',
    summary:
      options.summary ??
      'how many (`4`), how many more or fewer (`+1`, `-1`), or the range that autoscaling keeps (`2..6`)',
    named: false,
    hintIn: ({ policy }) =>
      `A number from ${policy.scale.minimum} to ${policy.scale.maximum}, +1 or -1, or a range such as 2..6.`,
    accepts: {
      pattern: '[+-]?\\d{1,4}|\\d{1,4}\\.\\.\\d{1,4}',
      otherwise: 'A number of tasks such as 4, +1 or -1, or a range such as 2..6.',
    },
    read: (text) => readTaskCount(text, maximum),
  })
}

function readTaskCount(text: string | undefined, maximum: number): Reading<TaskCount> {
  const next = 'Say how many (`4`), how many more or fewer (`+1`, `-1`), or a range (`2..6`).'
  if (text === undefined)
    return { ok: false, code: 'count-missing', what: 'No number of tasks was given.', next }
  const range = /^(\d{1,15})(?:\.\.|…)(\d{1,15})$/.exec(text)
  if (range !== null) return readRange(text, Number(range[1]), Number(range[2]), maximum)
  const sign = text.charAt(0)
  const relative = sign === '+' || sign === '-'
  const digits = relative ? text.slice(1) : text
  if (!/^\d{1,15}$/.test(digits)) {
    return { ok: false, code: 'count-invalid', what: `${inCode(text)} is not a number of tasks.`, next }
  }
  const count = Number(digits)
  if (count > maximum) return tooMany(text, maximum)
  if (!relative) return { ok: true, value: { kind: 'absolute', count } }
  if (count === 0) return { ok: false, code: 'count-invalid', what: `${inCode(text)} changes nothing.`, next }
  return { ok: true, value: { kind: 'relative', by: sign === '-' ? -count : count } }
}

function readRange(text: string, minimum: number, maximum: number, most: number): Reading<TaskCount> {
  if (maximum > most) return tooMany(text, most)
  if (minimum <= maximum) return { ok: true, value: { kind: 'range', minimum, maximum } }
  const next = `The smaller number stands first: \`${maximum}..${minimum}\`.`
  return { ok: false, code: 'count-invalid', what: `${inCode(text)} is not a range.`, next }
}

function tooMany(text: string, maximum: number): Reading<TaskCount> {
  const most = maximum.toLocaleString('en')
  return {
    ok: false,
    code: 'count-out-of-range',
    what: `${inCode(text)} is more than ECS allows a service: ${most} tasks.`,
    next: `Give a number up to ${most}.`,
  }
}
