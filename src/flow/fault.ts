import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { UserError } from '../core/user-error.js'

/** What a look that threw means for its flow: it is tried again after so many milliseconds, or it cannot go on. */
export type Fault =
  | { readonly kind: 'passing'; readonly again: number; readonly words?: string }
  | { readonly kind: 'final'; readonly words: string }

/** Passing troubles in a row after which it is given up: with their pauses about three minutes. */
const mostTroubles = 10
/** A defect of ours does not heal by itself; but it may have been met in the middle of something else. */
const mostDefects = 3
const longestPause = 30_000

/** Thrown by a look whose flow has to end now: what it met is told, and not tried again. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
  constructor(cause: unknown) {
    super('A look was given up', { cause })
  }
}

/** Whether the same thing may succeed later without anybody doing anything: errors of the ports say so themselves (`AwsError.passing`). */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && 'passing' in error && error.passing === true
}

/**
 * @param faults looks in a row that met one before this
 * @param explain an error of a port in words for people; undefined: it is a defect, told by an id that stands in the log
 */
export function faultOf(
  thrown: unknown,
  flow: { readonly id: string; readonly kind: string; readonly faults: number },
  { explain, logger }: { readonly explain: (error: unknown) => string | undefined; readonly logger: Logger },
): Fault {
  const last = thrown instanceof GiveUp
  const error = last ? thrown.cause : thrown
  const { id, kind, faults } = flow
  const again = Math.min(longestPause, 1_000 * 2 ** faults)
  const told = error instanceof UserError ? `${error.what} ${error.next}` : explain(error)
  if (told !== undefined) {
    if (error instanceof UserError && !isPassing(error)) return { kind: 'final', words: told }
    logger.warn({ err: error, flow: id, kind }, 'A flow met a fault of what it asks')
    return !last && isPassing(error) && faults + 1 < mostTroubles
      ? { kind: 'passing', again, words: told }
      : { kind: 'final', words: told }
  }
  const errorId = newErrorId()
  logger.error({ err: error, flow: id, kind, errorId }, 'A flow failed unexpectedly')
  return !last && faults + 1 < mostDefects
    ? { kind: 'passing', again }
    : { kind: 'final', words: unexpected(errorId) }
}

/** `err-4k2m9q`: what a person reads instead of a raw message; the log has the rest under it. */
export function newErrorId(): string {
  return `err-${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0')}`
}

/** What a person reads of a defect. */
export function unexpected(errorId: string): string {
  return `Something went wrong in ohmy; its log says what, under ${errorId}. Ask again, or tell whoever runs it.`
}
