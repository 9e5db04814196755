import type { QueryStatistics, ResultField } from '@aws-sdk/client-cloudwatch-logs'
import type { ImageBehaviour, ServiceRecord, TaskRecord } from '../ecs/model.js'
import type { StreamConnection } from '../streamed-answer.js'

/** What kind of lines a log group holds. */
export type LogKind = 'python' | 'nginx' | 'flow'

export interface LogGroupRecord {
  readonly name: string
  /** Without `:*` at its end. */
  readonly arn: string
  readonly createdAt: number
  /** Days. */
  readonly retention: number
  readonly kind: LogKind
  /** The prefix of its environment, such as `ohmycoins-staging`. */
  readonly prefix: string
  /** The value of the tag `Environment`. */
  readonly environment: string
  /** Lines a minute of all streams together, in the small hours and in the early afternoon. */
  readonly perMinute: { readonly low: number; readonly high: number }
  /** Tasks that write or wrote here, oldest first; longer than ECS itself remembers them. */
  readonly tasks: TaskRecord[]
  /** Tasks of versions before the account was looked at. */
  readonly pastTasks: LoggedTask[]
  /** Lines somebody wrote by hand, by stream. */
  readonly written: Map<string, WrittenLine[]>
}

/** A task as its log knows it. */
export interface LoggedTask {
  readonly id: string
  readonly container: string
  readonly service: ServiceRecord
  /** The tag of its image. */
  readonly version: string
  /** MB. */
  readonly memory: number
  readonly address: string
  readonly behaviour: ImageBehaviour
  readonly startedAt: number
  /** When it was told to stop or ended by itself. */
  readonly stoppingAt: number | undefined
  /** When its process was gone. */
  readonly endedAt: number | undefined
  readonly exitCode: number | undefined
  /** Whether the load balancer's health checks ended it. */
  readonly isUnhealthy: boolean
  /** Runs one command, and writes what that writes and nothing else. */
  readonly isOneOff?: true
}

/** One event without its stream. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly message: string
}

/** A line with a number that no other line of its stream and minute has, and that stays its own. */
export interface NumberedLine extends LogLine {
  readonly number: number
  /** When it reached the service, where that was later than usual. */
  readonly writtenAt?: number | undefined
}

export interface WrittenLine extends LogLine {
  /** When it reached the service: after a live tail passed its moment, it is still shown. */
  readonly writtenAt: number
}

/** Events of one moment are ordered by their stream, those of one stream by their number. */
export interface Position {
  readonly at: number
  readonly stream: number
  readonly number: number
}

export interface LogEvent extends Position {
  readonly message: string
  readonly streamName: string
  readonly writtenAt?: number | undefined
}

export interface LogStream {
  readonly name: string
  /** Depends on the name alone. */
  readonly number: number
  readonly group: LogGroupRecord
  readonly createdAt: number
  /** The first and last moment something may have been written. */
  readonly firstAt: number
  readonly lastAt: number
  /** Everything of the minute that begins at `minute`, oldest first; also what lies in the future. */
  readonly lines: (minute: number) => readonly NumberedLine[]
}

/** A query at work: it looks at the newest minutes first, as far as it is told. */
export interface Execution {
  readonly isFinished: boolean
  /** Works until that share (0 to 1) of the range is looked at, or `budget` milliseconds of real time have passed. */
  work(share: number, budget: number): void
  results(): ResultField[][]
  statistics(): QueryStatistics
}

/** A query of Logs Insights. */
export interface QueryRecord {
  readonly id: string
  readonly text: string
  readonly groups: readonly LogGroupRecord[]
  readonly startedAt: number
  /** Milliseconds at speed 1 until it is complete. */
  readonly duration: number
  isCancelled: boolean
  readonly execution: Execution
}

export interface LogsRecord {
  /** By name. */
  readonly groups: Map<string, LogGroupRecord>
  /** Since when one error repeats more and more often. */
  readonly troubleSince: number
  /** By id, oldest first. */
  readonly queries: Map<string, QueryRecord>
  /** The live tails that are open. */
  readonly tails: Set<StreamConnection>
}

export function createLogs(now: number): LogsRecord {
  return { groups: new Map(), troubleSince: now - 5 * 3_600_000, queries: new Map(), tails: new Set() }
}
