import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { AwsError } from './aws-error.js'

/** Tells of calls that failed, without a line for each: while AWS is away there are thousands. */
export interface FailureLog {
  /** @returns the same error */
  note(error: AwsError): AwsError
}

/** ms between two lines about the same. */
const every = 60_000

/** A line when an action begins to fail in one way (`ecs:DescribeServices`, throttled), and while it goes on one a minute, which counts the others. */
export function createFailureLog(logger: Logger, monotonic: Clock): FailureLog {
  const told = new Map<string, { at: number; since: number }>()

  return {
    note(error) {
      const { action, kind, code, requestId, message } = error
      const now = monotonic.now()
      const before = told.get(`${action} ${kind}`)
      if (before !== undefined && now - before.at < every) {
        before.since += 1
        return error
      }
      told.set(`${action} ${kind}`, { at: now, since: 0 })
      const notTold = before?.since ?? 0
      logger.warn(
        {
          action,
          kind,
          code,
          requestId,
          reason: message,
          ...causeOf(error),
          ...(notTold === 0 ? {} : { notTold }),
        },
        'AWS call failed',
      )
      return error
    },
  }
}

/** What the SDK says of an answer that is none of AWS's; the rest of its errors is its insides. */
function causeOf({ cause, code }: AwsError): { readonly cause?: string } {
  if (code !== 'UnreadableAnswer' || !(cause instanceof Error)) return {}
  return { cause: cause.message.split('\n', 1)[0]?.slice(0, 200) ?? '' }
}
