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
}
