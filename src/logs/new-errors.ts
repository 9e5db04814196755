import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { ErrorGroup } from '../core/logs.js'
import type { Zone } from '../core/time-zone.js'
import { type ReadLogs, readLogs } from './read-logs.js'

const hour = 3_600_000
/** Lines with errors that are compared; a service that writes more of them in some hours has errors that are not new. */
const compared = 5_000

export interface NewErrorsQuestion {
  readonly aws: ReadLogs['aws']
  readonly environment: Environment
  readonly service: ServiceRef
  /** ms since the epoch */
  readonly since: number
  readonly zone: Zone
  readonly clock: Clock
}

/**
 * The errors that a service has logged since a moment and did not log in the hour before, most frequent first. Errors that say the same but for
 * numbers, ids and names are one. Undefined where that cannot be told: there were more than can be compared.
 * @throws UserError, AwsError as `readLogs`
 */
export async function newErrorsSince(
  question: NewErrorsQuestion,
): Promise<readonly ErrorGroup[] | undefined> {
  const { since } = question
  const from = since - hour
  const answer = await readLogs({
    ...question,
    question: { level: 'error', limit: compared },
    from,
    whole: true,
  })
  if (answer.older > 0 || answer.looked.from > from || answer.unread.length > 0) return undefined
  return answer.errors.filter(({ first }) => first >= since)
}
