import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { JobRecord } from '../core/job.js'
import { UserError } from '../core/user-error.js'

export type Fault = { readonly words: string } & (
  | { readonly kind: 'final' }
  | { readonly kind: 'passing'; readonly again: number }
)

/** Passing troubles in a row after which it is given up: with their pauses about three minutes. */
const mostTroubles = 10
const mostDefects = 3
const longestPause = 30_000

/** What a tick that threw means for its job. */
export function faultOf(error: unknown, record: JobRecord, logger: Logger): Fault {
  if (error instanceof UserError) return { kind: 'final', words: `${error.what} ${error.next}` }
  const again = Math.min(longestPause, 1_000 * 2 ** record.faults)
  if (error instanceof AwsError) {
    const words = `${sentence(explainAwsError(error))}.`
    logger.warn({ err: error, job: record.id, action: error.action }, 'AWS failed a job')
    return error.passing && record.faults + 1 < mostTroubles
      ? { kind: 'passing', again, words }
      : { kind: 'final', words }
  }
  const errorId = `err-${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0')}`
  logger.error({ err: error, job: record.id, errorId }, 'A job failed unexpectedly')
  const words = `Something went wrong in ohmy; its log says what, under ${errorId}. Ask again, or tell whoever runs it.`
  return record.faults + 1 < mostDefects ? { kind: 'passing', again, words } : { kind: 'final', words }
}

function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1)
}
