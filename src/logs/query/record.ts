import { z } from 'zod'
import { LogQueryNews, LogQueryStep } from '../../core/log-query.js'
import { Reading } from '../../core/reading.js'

/** Where a query is; kept from look to look. */
export const QueryState = z.discriminatedUnion('step', [
  z.object({ step: z.literal('estimating') }),
  z.object({ step: z.literal('asking'), bytes: z.number() }),
  /** `crowdedSince`: since when it could not be started, because too many run. */
  z.object({
    step: z.literal('starting'),
    bytes: z.number().exactOptional(),
    crowdedSince: z.number().exactOptional(),
  }),
  z.object({
    step: z.enum(['running', 'ended']),
    query: z.string(),
    begunAt: z.number(),
    recordsScanned: z.number(),
    bytesScanned: z.number(),
  }),
])
export type QueryState = z.infer<typeof QueryState>

/** A log query, as it is kept. */
export const QueryRecord = Reading.extend({
  /** `backend`, or what else is read: for people. */
  subject: z.string(),
  logGroups: z.array(z.string()).min(1).max(10),
  /** Of a saved query. */
  name: z.string().exactOptional(),
  summary: z.string().exactOptional(),
  query: z.string(),
  /** ms since the epoch. */
  from: z.number(),
  until: z.number(),
  state: QueryState,
  /** How far it is, for people. */
  shown: z.object({ step: LogQueryStep, news: LogQueryNews }),
})
export type QueryRecord = z.infer<typeof QueryRecord>
