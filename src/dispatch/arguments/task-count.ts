import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** How many tasks: so many, or so many more or fewer (`by` is negative for fewer) than there are. */
export type TaskCount =
  | { readonly kind: 'absolute'; readonly count: number }
  | { readonly kind: 'relative'; readonly by: number }

/** Tasks a service, ECS's default quota: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const mostTasks = 5_000

/** `4`, `+1`, `-1`. What the environment's policy allows is checked when the change is planned. */
export function taskCount(
  options: { readonly summary?: string; readonly maximum?: number } = {},
): RequiredArgument<TaskCount> {
  const maximum = options.maximum ?? mostTasks
  return argument({
    kind: 'count',
    placeholder: 'count',
    summary: options.summary ?? 'how many (`4`), or how many more or fewer (`+1`, `-1`)',
    named: false,
    hintIn: ({ policy }) => `A number from ${policy.scale.minimum} to ${policy.scale.maximum}, or +1 or -1.`,
    accepts: { pattern: '[+-]?\\d{1,4}', otherwise: 'A number of tasks such as 4, or +1 or -1.' },
    read: (text) => readTaskCount(text, maximum),
  })
}

function readTaskCount(text: string | undefined, maximum: number): Reading<TaskCount> {
  const next = 'Say how many (`4`), or how many more or fewer (`+1`, `-1`).'
  if (text === undefined)
    return { ok: false, code: 'count-missing', what: 'No number of tasks was given.', next }
  const sign = text.charAt(0)
  const relative = sign === '+' || sign === '-'
  const digits = relative ? text.slice(1) : text
  if (!/^\d{1,15}$/.test(digits)) {
    return { ok: false, code: 'count-invalid', what: `${inCode(text)} is not a number of tasks.`, next }
  }
  const count = Number(digits)
  if (count > maximum) {
    const most = maximum.toLocaleString('en')
    return {
      ok: false,
      code: 'count-out-of-range',
      what: `${inCode(text)} is more than ECS allows a service: ${most} tasks.`,
      next: `Give a number up to ${most}.`,
    }
  }
  if (!relative) return { ok: true, value: { kind: 'absolute', count } }
  if (count === 0) return { ok: false, code: 'count-invalid', what: `${inCode(text)} changes nothing.`, next }
  return { ok: true, value: { kind: 'relative', by: sign === '-' ? -count : count } }
}
