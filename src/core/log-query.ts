import type { JobOutcome } from './job.js'
import type { LogLevel } from './logs.js'

/** How far a log query is. */
export type LogQueryStep =
  | { readonly kind: 'estimating' }
  /** It would cost more than is spent without asking. */
  | { readonly kind: 'asking'; readonly bytes: number; readonly cost: number }
  /** `crowded`: the account runs as many as it may. */
  | { readonly kind: 'starting'; readonly crowded: boolean }
  | { readonly kind: 'running'; readonly recordsScanned: number; readonly bytesScanned: number }
  | { readonly kind: 'ended'; readonly outcome: JobOutcome; readonly endedAt: number }

/** What came of it: the first row names the columns. Untrusted, its secrets masked. */
export interface LogQueryTable {
  readonly columns: readonly string[]
  /** At most 99, each as long as `columns`. */
  readonly rows: readonly (readonly string[])[]
  /** Rows that were found. */
  readonly found: number
  /** Points in time with one value or more each, where the query counts by time. */
  readonly chart?: LogQueryChart
  /** Where the rows are messages: then they are shown as these lines, and not as a table. */
  readonly messages?: LogQueryMessages
}

export interface LogQueryMessages {
  /** In the order of the rows; `at` in ms since the epoch. */
  readonly lines: readonly { readonly at: number; readonly level?: LogLevel; readonly message: string }[]
  /** Errors that say the same but for numbers and ids, most frequent first. */
  readonly kinds: readonly { readonly message: string; readonly count: number }[]
}

export interface LogQueryChart {
  /** `14:05` */
  readonly categories: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  /** So many neighbours stand in one point, which shows the highest (of a minimum the lowest); 1: none left out. */
  readonly together: number
}

/** A log query as it is shown. Times in ms since the epoch, cost in USD. */
export interface LogQueryShown {
  readonly job: string
  readonly environment: string
  /** `backend`, or what else it reads. */
  readonly subject: string
  /** The name of a saved query; absent: the query itself was typed. */
  readonly name?: string
  readonly summary?: string
  readonly query: string
  readonly from: number
  readonly until: number
  readonly startedAt: number
  readonly zone: string
  readonly askedBy: string
  readonly step: LogQueryStep
  readonly table?: LogQueryTable
  readonly recordsScanned?: number
  readonly bytesScanned?: number
  readonly cost?: number
  readonly stoppedBy?: string
  readonly goAheadBy?: string
  /** One or two sentences, not yet escaped. */
  readonly failure?: string
  /** What AWS said, word for word. */
  readonly diagnosis?: string
}

const sizes = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** `340 MB`, `1.2 GB`; in thousands, as CloudWatch counts. */
export function formatBytes(bytes: number): string {
  let size = 0
  let value = bytes
  while (value >= 999.5 && size < sizes.length - 1) {
    value /= 1_000
    size += 1
  }
  return `${value >= 10 || size === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${sizes[size]}`
}
