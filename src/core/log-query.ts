import { z } from 'zod'
import { logLevels } from './logs.js'
import { readingOutcomes } from './reading.js'

/** How far a log query is. */
export const LogQueryStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('estimating') }),
  /** It would cost more than is spent without asking. */
  z.object({ kind: z.literal('asking'), bytes: z.number(), cost: z.number() }),
  /** `crowded`: the account runs as many as it may. */
  z.object({ kind: z.literal('starting'), crowded: z.boolean() }),
  z.object({ kind: z.literal('running'), recordsScanned: z.number(), bytesScanned: z.number() }),
  z.object({ kind: z.literal('ended'), outcome: z.enum(readingOutcomes), endedAt: z.number() }),
])
export type LogQueryStep = Readonly<z.infer<typeof LogQueryStep>>

export const LogQueryMessages = z.object({
  /** In the order of the rows; `at` in ms since the epoch. */
  lines: z
    .array(z.object({ at: z.number(), level: z.enum(logLevels).exactOptional(), message: z.string() }))
    .readonly(),
  /** Errors that say the same but for numbers and ids, most frequent first. */
  kinds: z.array(z.object({ message: z.string(), count: z.number() })).readonly(),
})
export type LogQueryMessages = Readonly<z.infer<typeof LogQueryMessages>>

export const LogQueryChart = z.object({
  /** `14:05` */
  categories: z.array(z.string()).readonly(),
  series: z.array(z.object({ name: z.string(), values: z.array(z.number()).readonly() })).readonly(),
  /** So many neighbours stand in one point, which shows the highest (of a minimum the lowest); 1: none left out. */
  together: z.number(),
})
export type LogQueryChart = Readonly<z.infer<typeof LogQueryChart>>

/** What came of it: the first row names the columns. Untrusted, its secrets masked. */
export const LogQueryTable = z.object({
  columns: z.array(z.string()).readonly(),
  /** At most 99, each as long as `columns`. */
  rows: z.array(z.array(z.string()).readonly()).readonly(),
  /** Rows that were found. */
  found: z.number(),
  /** Points in time with one value or more each, where the query counts by time. */
  chart: LogQueryChart.exactOptional(),
  /** Where the rows are messages: then they are shown as these lines, and not as a table. */
  messages: LogQueryMessages.exactOptional(),
})
export type LogQueryTable = Readonly<z.infer<typeof LogQueryTable>>

/** What else there is to say of it. Cost in USD. */
export const LogQueryNews = z.object({
  table: LogQueryTable.exactOptional(),
  recordsScanned: z.number().exactOptional(),
  bytesScanned: z.number().exactOptional(),
  cost: z.number().exactOptional(),
  /** One or two sentences, not yet escaped. */
  failure: z.string().exactOptional(),
  /** What AWS said, word for word. */
  diagnosis: z.string().exactOptional(),
})
export type LogQueryNews = Readonly<z.infer<typeof LogQueryNews>>

/** A log query as it is shown. Times in ms since the epoch, cost in USD. */
export interface LogQueryShown extends LogQueryNews {
  /** `logs-7k2m9qa` */
  readonly id: string
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
  readonly stoppedBy?: string
  readonly goAheadBy?: string
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
