import { inCode } from '../../core/wording.js'
import type { Reading } from '../command.js'
import { argument, type RequiredArgument } from './argument.js'

/** The plan somebody decides on, by the beginning of its fingerprint: `--plan 3fa2c1b0c9d4`, as the buttons of its message say it. */
export function plan(): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'plan',
    summary: 'which plan, as its message shows it: another one is not decided on',
    named: true,
    read: readPlan,
  })
}

function readPlan(typed: string | undefined): Reading<string> {
  const next = 'Copy it from the end of its message: `--plan` and twelve letters and figures.'
  if (typed === undefined) return { ok: false, code: 'plan-missing', what: 'No plan was named.', next }
  const plan = typed.trim().toLowerCase()
  if (/^[0-9a-f]{12,64}$/.test(plan)) return { ok: true, value: plan }
  return { ok: false, code: 'plan-invalid', what: `${inCode(typed)} names no plan.`, next }
}
