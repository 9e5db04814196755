import { z } from 'zod'

/** From bad to harmless: `--level warning` means these down to warning. */
export const logLevels = ['fatal', 'error', 'warning', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

/** Whether a level is `least` or worse. A line without a level is not. */
export function isAtLeast(level: LogLevel | undefined, least: LogLevel): boolean {
  return level !== undefined && logLevels.indexOf(level) <= logLevels.indexOf(least)
}

/** What is looked for in log lines: a text whatever its case, or a regular expression between slashes. */
export const Grep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('expression'), source: z.string(), flags: z.string() }),
])
export type Grep = Readonly<z.infer<typeof Grep>>

/** As it was typed. */
export function writtenGrep(grep: Grep): string {
  return grep.kind === 'text' ? grep.text : `/${grep.source}/${grep.flags}`
}

/** One thing a service wrote, understood. Every text is untrusted and has its secrets masked; control characters are still in it. */
export interface LogLine {
  /** ms since the epoch. */
  readonly at: number
  readonly stream: string
  /** Whole id; absent where the name of the stream holds none. */
  readonly task?: string
  readonly level?: LogLevel
  /** What matters on one line: the exception of a trace, the message of a JSON line, method, path and status of a request. */
  readonly message: string
  /** A few more of a JSON line's fields, the useful ones first. */
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** All of it, with its line breaks. */
  readonly whole: string
  /** A request that looked whether the service is there, and was answered that it is. */
  readonly healthCheck?: true
  /** Characters at the end that were not kept, because it was too long. */
  readonly notKept?: number
}

/** Errors that say the same but for numbers, ids, addresses and quoted values. Times in ms since the epoch. */
export interface ErrorGroup {
  /** The message; where the lines differ, `#` and `‹…›` stand in the places in which they do. */
  readonly message: string
  readonly level: LogLevel
  readonly count: number
  readonly first: number
  readonly last: number
  /** The newest of them. */
  readonly newest: LogLine
}

/** From and to, both in, ms since the epoch. */
export interface LogSpan {
  readonly from: number
  readonly to: number
}

/** What was asked for, in the words of who asked: enough to ask again. */
export interface LogsQuestion {
  readonly since?: string
  readonly until?: string
  readonly grep?: Grep
  readonly level?: LogLevel
  /** A whole task id, or its beginning. */
  readonly task?: string
  /** Of the task that stopped last. */
  readonly previous?: boolean
  readonly limit: number
}

/** The task whose lines these are, where it was asked for one. */
export interface LogsTask {
  readonly id: string
  /** ms since the epoch; absent: not known to have stopped. */
  readonly stoppedAt?: number
  /** Why, in words; untrusted. */
  readonly why?: string
}

/** The newest lines of a service, and the errors among all that was looked at. */
export interface LogsAnswer {
  readonly environment: string
  readonly service: string
  readonly region: string
  readonly logGroup: string
  /** When it was asked, ms since the epoch. */
  readonly at: number
  readonly question: LogsQuestion
  readonly task?: LogsTask
  /** Newest first, at most `question.limit`. */
  readonly lines: readonly LogLine[]
  /** Lines that were found and are more than `question.limit`. */
  readonly older: number
  /** Health checks that were answered well, between the lines: counted and left out, unless something was looked for. */
  readonly healthChecks: number
  /** Most frequent first. */
  readonly errors: readonly ErrorGroup[]
  /** The time in which errors were looked for. */
  readonly errorsIn: LogSpan
  /** The time that was looked at for lines. */
  readonly looked: LogSpan
  /** Parts of what was asked for that were not looked at, because it would have taken too many calls. */
  readonly unread: readonly LogSpan[]
  /** IANA name of the zone in which times are shown. */
  readonly zone: string
}

/** What a stream wrote before and after one moment, oldest first. */
export interface SurroundingLines {
  readonly environment: string
  readonly service: string
  readonly region: string
  readonly logGroup: string
  readonly at: number
  readonly zone: string
  /** The moment it is about, ms since the epoch. */
  readonly moment: number
  readonly task?: string
  readonly lines: readonly LogLine[]
  /** Health checks that were answered well, between the lines: counted and left out. */
  readonly healthChecks: number
  readonly looked: LogSpan
}
