import { capital } from './wording.js'

/**
 * Why the store does not do what it is asked.
 * - `away`: it does not answer, so it is not known whether it did
 * - everything else: it said no, and did nothing
 */
export interface StoreFault {
  readonly kind: 'away' | 'full' | 'read-only' | 'cluster' | 'denied' | 'disk' | 'busy'
  /** What is said of it, behind “the store”: `is full, and takes nothing more`. */
  readonly is: string
  /** What whoever runs ohmy can do, one sentence. */
  readonly next: string
  /** A failover or a start is under way, most of the time, and it ends by itself. */
  readonly passes?: true
}

/** What is to be done about it, by who asked for something and by whoever runs ohmy. */
export function remedyOf({ next, passes }: StoreFault): string {
  const help = `whoever runs ohmy can help: ${next}`
  return passes === true ? `Try again in a minute; if it stays so, ${help}` : capital(help)
}
