import { changes } from './actions.js'

/**
 * - `throttled`, `unavailable`: passing; asking again later may help
 * - `unanswered`: it was sent, and no answer came that can be read; a change may or may not have happened
 * - `denied`: credentials or permissions
 * - `rejected`: AWS understood and said no
 */
export type AwsErrorKind = 'throttled' | 'unavailable' | 'unanswered' | 'denied' | 'rejected'

/** What went wrong with one AWS call, sorted by what can be done about it. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly kind: AwsErrorKind
  /** `ecs:DescribeServices` */
  readonly action: string
  /** AWS's own error name: `ThrottlingException`; where nothing of AWS's came, what happened instead: `ECONNRESET`, `UnreadableAnswer`. */
  readonly code: string
  readonly requestId: string | undefined

  constructor(
    kind: AwsErrorKind,
    action: string,
    code: string,
    message: string,
    options?: { cause?: unknown; requestId?: string | undefined },
  ) {
    super(message, { cause: options?.cause })
    this.kind = kind
    this.action = action
    this.code = code
    this.requestId = options?.requestId
  }

  /** Whether the same call may succeed later without anybody doing anything. */
  get passing(): boolean {
    return this.kind === 'throttled' || this.kind === 'unavailable' || this.kind === 'unanswered'
  }

  /** Whether it was a change, and nobody knows whether it was made. */
  get mayHaveHappened(): boolean {
    return this.kind === 'unanswered' && changeNames.has(this.action)
  }
}

const changeNames: ReadonlySet<string> = new Set(Object.keys(changes))
