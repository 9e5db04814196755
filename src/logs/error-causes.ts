import type { Cause } from '../core/check.js'

/** What the libraries of applications write when something they need fails: first match wins. */
const known: readonly (readonly [RegExp, Cause])[] = [
  [
    /certificate (?:has expired|verify failed|is not yet valid)|CERT_HAS_EXPIRED|SSLCertVerificationError|\bx509:/i,
    'certificate',
  ],
  [/\bMemoryError\b|heap out of memory|OutOfMemoryError|Cannot allocate memory/i, 'out-of-memory'],
  [/\b(?:redis|valkey|elasticache)\b/i, 'cache'],
  [
    /\b(?:postgres(?:ql)?|psycopg\d?|asyncpg|sqlalchemy|mysql|OperationalError|QueuePool)\b|too many clients|remaining connection slots|\bdatabase\b.*\b(?:connect\w*|timeout|timed out|refused|unreachable)\b/i,
    'database',
  ],
]

/** The class of trouble that an error line of an application tells of; undefined: none that runbooks know. Of lines that are no errors it says nothing. */
export function causeOfError(message: string): Cause | undefined {
  return known.find(([pattern]) => pattern.test(message))?.[1]
}
