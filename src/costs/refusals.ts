import { counted } from '../core/wording.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { UserError } from '../core/user-error.js'
import { capital } from '../core/wording.js'

/** Why the bill could not be read. `reason` is the clause alone, for answers that show the rest. */
export class CostsUnreadable extends UserError {
  readonly reason: string

  constructor(reason: string, next: string, options?: ErrorOptions) {
    super('costs-unreadable', `The costs cannot be read: ${reason}.`, next, options)
    this.reason = reason
  }
}

export function unreadable(reason: string, next: string, cause?: unknown): CostsUnreadable {
  return new CostsUnreadable(reason, next, { cause })
}

/** What another process met comes with its fields, but without its class. */
interface Told {
  readonly reason?: unknown
  readonly next?: unknown
}

/**
 * What Cost Explorer's refusals mean, in words.
 * @param perDay requests a day, as configured
 */
export function refusalOf(error: unknown, perDay: number): CostsUnreadable {
  if (error instanceof CostsUnreadable) return error
  const { reason, next } = (error ?? {}) as Told
  if (typeof reason === 'string' && typeof next === 'string') return unreadable(reason, next, error)
  if (!(error instanceof AwsError)) {
    return unreadable('the store or ohmy itself failed', 'The log of ohmy has what happened.', error)
  }
  switch (error.code) {
    case 'OwnRequestBudget':
      return unreadable(
        `ohmy may pay for ${counted(perDay, 'request')} a day, and has`,
        'It asks again after 00:00 UTC; `costs.requestsPerDay` allows more.',
        error,
      )
    case 'OwnFailureBudget':
      return unreadable(
        'Cost Explorer failed too often today, and ohmy does not know whether AWS bills that',
        'It asks again after 00:00 UTC; `/ohmy cost api` counts them.',
        error,
      )
    case 'OwnStoreAway':
      return unreadable(
        'the store does not answer, and without it nobody knows what was spent already',
        'Try again in a minute.',
        error,
      )
    case 'DataUnavailableException':
      return unreadable(
        'Cost Explorer has no data for this time yet',
        'After Cost Explorer is enabled, or for a new account, the first data takes about a day.',
        error,
      )
    case 'LimitExceededException':
      return unreadable('Cost Explorer is asking for fewer requests', askedAgain, error)
    case 'BillExpirationException':
      return unreadable(
        'that month is no longer kept by Cost Explorer',
        'Ask for a newer one: it keeps about a year.',
        error,
      )
    default:
      return byKind(error)
  }
}

/** What failed is remembered for ten minutes: asking sooner brings the same answer. */
const askedAgain = 'ohmy asks it again in 10 minutes at the earliest, and each request may cost 0.01 USD.'

function byKind(error: AwsError): CostsUnreadable {
  if (
    error.kind === 'denied' &&
    !/^(Expired|Credentials|TokenProvider|Unrecognized|InvalidClient|Missing|Signature)/.test(error.code)
  ) {
    return unreadable(
      `ohmy is not allowed to call ${error.action}`,
      `Its IAM policy must grant it (docker/iam-policy.json), and Cost Explorer must be enabled in the billing console; in AWS Organizations the management account decides.`,
      error,
    )
  }
  const [reason = '', next] = explainAwsError(error).split('; ')
  if (error.kind === 'denied')
    return unreadable(reason, `${capital(next ?? 'whoever runs ohmy must mend that')}.`, error)
  if (error.kind === 'rejected')
    return unreadable(reason, 'Asking again does not help: the log of ohmy has AWS’s own words.', error)
  return unreadable(reason, askedAgain, error)
}
