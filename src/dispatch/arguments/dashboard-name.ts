import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** A dashboard of CloudWatch, or a template for one. Capitals count in CloudWatch, so they are kept. */
export function dashboardName(options: { readonly summary: string }): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'dashboard',
    summary: options.summary,
    named: false,
    read: readName,
  })
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
function readName(typed: string | undefined): Reading<string> {
  const next = '`/ohmy dashboard list` shows those there are.'
  if (typed === undefined)
    return { ok: false, code: 'dashboard-missing', what: 'No dashboard was named.', next }
  if (/^[A-Za-z0-9_-]{1,255}$/.test(typed)) return { ok: true, value: typed }
  const what = `${inCode(typed)} cannot be the name of a dashboard: it has letters, digits, dashes and underscores.`
  return { ok: false, code: 'dashboard-name-invalid', what, next }
}
