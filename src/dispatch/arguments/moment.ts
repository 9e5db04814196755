import { parseMoment, type WrittenMoment } from '../../core/written-moment.js'
import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/**
 * `--since 15m`, `--since 2026-11-20T10:00`, `--until 10:00`: a moment, only by name. Times without an offset are of the team's zone, which
 * `instantOf` of core/written-moment.ts is given.
 */
export function moment(options: { readonly summary: string }): RequiredArgument<WrittenMoment> {
  return argument({
    kind: 'word',
    placeholder: 'moment',
    summary: options.summary,
    named: true,
    read: readMoment,
  })
}

function readMoment(typed: string | undefined): Reading<WrittenMoment> {
  const next = 'Write it as `15m`, `2h`, `10:00`, or `2026-11-20T10:00`.'
  if (typed === undefined) return { ok: false, code: 'moment-missing', what: 'No moment was given.', next }
  const value = parseMoment(typed)
  if (value !== undefined) return { ok: true, value }
  return { ok: false, code: 'moment-invalid', what: `${inCode(typed)} is no moment.`, next }
}
