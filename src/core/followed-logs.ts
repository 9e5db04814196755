import { z } from 'zod'
import { type LogLevel, logLevels } from './logs.js'
import type { ReadingOutcome } from './reading.js'

/** One line of a followed log, cut to what is shown. Untrusted, its secrets masked. */
export const FollowedLine = z.object({
  /** Tells it from others in the same log. */
  id: z.string(),
  /** ms since the epoch. */
  at: z.number(),
  level: z.enum(logLevels).exactOptional(),
  message: z.string(),
})
export type FollowedLine = Readonly<z.infer<typeof FollowedLine>>

/** What a followed log shows. Times in ms since the epoch. */
export interface FollowedLogs {
  /** `logs-7k2m9qa` */
  readonly id: string
  readonly environment: string
  readonly service: string
  /** Which lines, where not all: as typed behind `--grep` and `--level`. */
  readonly grep?: string
  readonly level?: LogLevel
  /** Of one task only. */
  readonly task?: string
  readonly startedAt: number
  readonly until: number
  /** As it was typed: `5m`. */
  readonly duration: string
  /** Oldest first. */
  readonly lines: readonly FollowedLine[]
  readonly latestError?: FollowedLine
  readonly count: number
  readonly errors: number
  /** There were more than could be read: the counts are what was read. */
  readonly atLeast: boolean
  /** Health checks that were answered well, left out of lines and count. */
  readonly healthChecks: number
  /** By Live Tail; false: it was to be, and the account does not let it. Absent: by looking every few seconds. */
  readonly live?: boolean
  readonly zone: string
  readonly askedBy: string
  readonly status: 'running' | ReadingOutcome
  readonly endedAt?: number
  readonly stoppedBy?: string
  /** Why it failed, not yet escaped. */
  readonly failure?: string
}
