import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'
import { deployment } from './deployment-id.js'
import { isIdOf } from './id.js'

/** What waits to be let go on, by the kind of its id. */
export interface Continued {
  readonly kind: 'deployment' | 'reading'
  readonly id: string
}

const reading = { prefix: 'logs' }

/** `deployment-7k2m9qa` or `logs-7k2m9qa`: whatever asked whether it may go on. */
export function continuedId(): RequiredArgument<Continued> {
  const next = 'Copy it from the message that asks: `deployment-` or `logs-` and a few letters and figures.'
  return argument<Continued>({
    kind: 'word',
    placeholder: 'id',
    summary: 'id of a deployment that waits, or of a log query, as its message shows it',
    named: false,
    read(typed) {
      if (typed === undefined)
        return { ok: false, code: 'id-missing', what: 'Nothing was named that waits.', next }
      const id = typed.trim().toLowerCase()
      if (isIdOf(deployment, id)) return { ok: true, value: { kind: 'deployment', id } }
      if (isIdOf(reading, id)) return { ok: true, value: { kind: 'reading', id } }
      return {
        ok: false,
        code: 'id-invalid',
        what: `${inCode(typed)} is neither a deployment nor a log query.`,
        next,
      }
    },
  })
}
