import { formatDuration, parseDuration } from '../../core/duration.js'
import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** `--for 2h`: milliseconds, only by name. `most` and `least` (a minute unless said otherwise) in ms. */
export function duration(options: {
  readonly summary: string
  readonly most: number
  readonly least?: number
}): RequiredArgument<number> {
  return argument({
    kind: 'word',
    placeholder: 'duration',
    summary: options.summary,
    named: true,
    read: (typed) => readDuration(typed, options.most, options.least ?? aMinute),
  })
}

const aMinute = 60_000

function readDuration(typed: string | undefined, most: number, least: number): Reading<number> {
  const next = 'Write it as `30m`, `2h` or `1d12h`.'
  if (typed === undefined)
    return { ok: false, code: 'duration-missing', what: 'No duration was given.', next }
  const value = parseDuration(typed)
  if (value === undefined) {
    return { ok: false, code: 'duration-invalid', what: `${inCode(typed)} is not a duration.`, next }
  }
  if (value >= least && value <= most) return { ok: true, value }
  return {
    ok: false,
    code: 'duration-out-of-range',
    what: `${inCode(typed)} is too ${value < least ? 'short' : 'long'}.`,
    next: `It is at least ${formatDuration(least)} and at most ${formatDuration(most)}.`,
  }
}
