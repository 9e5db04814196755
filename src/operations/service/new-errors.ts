import type { Aws } from '../../aws/aws.js'
import type { Clock } from '../../core/clock.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import { inTime } from '../../core/in-time.js'
import type { Zone } from '../../core/time-zone.js'
import { readLogs } from '../../logs/read-logs.js'

const hour = 3_600_000
/** Lines with errors that are compared; a service that writes more of them in an hour has errors that are not new. */
const compared = 1_000
/** ms. */
const patience = 8_000

/**
 * Whether a service has logged errors since a moment that it did not log in the hour before, as a clause for people. Errors that say the same
 * but for numbers, ids and names count as one. Empty where that cannot be told: no log group, no answer, more errors than can be compared.
 * @param since ms since the epoch
 */
export async function newErrors(options: {
  readonly aws: Aws
  readonly environment: Environment
  readonly service: ServiceRef
  readonly since: number
  readonly zone: Zone
  readonly clock: Clock
}): Promise<string> {
  const { since, service, environment } = options
  const from = since - hour
  const answer = await inTime(
    patience,
    readLogs({ ...options, question: { level: 'error', limit: compared }, from, whole: true }),
  )
  if (answer === undefined || answer.older > 0 || answer.looked.from > from || answer.unread.length > 0)
    return ''
  const fresh = answer.errors.filter(({ first }) => first >= since)
  if (fresh.length === 0) return ', no new errors in its log'
  const kinds = fresh.length === 1 ? 'a new kind of error' : `${fresh.length} new kinds of error`
  return `, ⚠️ ${kinds} in its log: /ohmy logs ${service.name} ${environment.name} --level error`
}
