import { inTime } from '../../core/in-time.js'
import { counted } from '../../core/wording.js'
import { firstNamed } from '../../logs/named-errors.js'
import { type NewErrorsQuestion, newErrorsSince } from '../../logs/new-errors.js'

/** ms. */
const patience = 8_000

/**
 * Whether a service has logged errors since a moment that it did not log in the hour before, as a clause for people. Empty where that cannot be
 * told: no log group, no answer, more errors than can be compared.
 */
export async function newErrors(question: NewErrorsQuestion): Promise<string> {
  const { service, environment } = question
  const fresh = await inTime(patience, newErrorsSince(question))
  if (fresh === undefined) return ''
  if (fresh.length === 0) return ', no new errors in its log'
  const kinds = counted(fresh.length, 'new kind of error', 'new kinds of error')
  return `, ⚠️ ${kinds} in its log, ${firstNamed(fresh)}: /ohmy logs ${service.name} ${environment.name} --level error`
}
