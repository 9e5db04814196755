import type { Logger } from 'pino'
import { UserError } from '../core/user-error.js'
import { hashOf, type Head, noHead } from './chain.js'

/** The audit as the store has it now. */
export interface Found {
  readonly head: Head
  /** What stands under the number of the head that was remembered; empty: nothing. */
  readonly there: string
  /** What stands under the number of the head as it is; empty: nothing. */
  readonly newest: string
}

/**
 * What a process has seen of the audit, which nobody who writes to the store can change. A chain that went backwards or was rewritten is whole in itself
 * and goes on growing; only who remembers can tell.
 */
export function createRemembered(logger: Logger) {
  let seen: Head = noHead
  let isBroken = false

  return {
    head: () => seen,

    /** What this process has appended itself. */
    appended(head: Head): void {
      seen = head
      if (isBroken) logger.info({ number: head.number }, 'The audit goes on from the record that was known')
      isBroken = false
    },

    /**
     * What other processes have appended, or somebody has done.
     * @throws UserError (`audit-broken`) where what was seen is not there any more; logged once
     */
    follow({ head, there, newest }: Found): void {
      // A head without its record must not be remembered: the true one would be taken for a step back from then on.
      if (!Number.isSafeInteger(head.number) || (head.number > 0 && hashOf(newest) !== head.hash)) {
        throw refuse(head, 'The head of the audit names a record that is not there.')
      }
      const isThere = seen.number === 0 || (head.number >= seen.number && hashOf(there) === seen.hash)
      // Two heads of the same number are two records.
      if (isThere && (head.number !== seen.number || head.hash === seen.hash || seen.number === 0)) {
        seen = head
        if (isBroken) logger.info({ number: head.number }, 'The audit has the known record again')
        isBroken = false
        return
      }
      const now = head.number === seen.number ? '' : `; the newest is now ${head.number}`
      throw refuse(head, `Record ${seen.number} of the audit is not there as ohmy has seen it${now}.`)
    },
  }

  /** Logged once. */
  function refuse(found: Head, what: string): UserError {
    if (!isBroken) {
      const known = { number: seen.number, hash: seen.hash }
      logger.error({ known, found }, 'The audit went backwards or was rewritten: nothing is changed')
    }
    isBroken = true
    return broken(what)
  }
}

export type Remembered = ReturnType<typeof createRemembered>

/** Nothing is recorded, and so nothing is changed. @param what what is wrong with the audit, one sentence */
export function broken(what: string, options?: ErrorOptions): UserError {
  const next =
    'Nothing is recorded or changed until somebody has looked: `ohmy audit verify` names the records, and docs/audit.md says how to go on.'
  return new UserError('audit-broken', what, next, options)
}
