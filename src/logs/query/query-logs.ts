import { z } from 'zod'
import { LogQueryNews, LogQueryStep } from '../../core/log-query.js'
import { Reading } from '../../core/reading.js'
import { createZone } from '../../core/time-zone.js'
import { readingFlow } from '../reading.js'
import { endQuery } from './query-end.js'
import { portsOf } from './query-ports.js'
import { ask, estimate, poll, start } from './query-steps.js'
import { queryCsv } from './query-table.js'

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

/** Insights itself ends a query after an hour: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
export const queryLasts = 65 * 60_000

/** Runs a query of CloudWatch Logs Insights: says what it would scan, asks where that is much, runs it once, shows what came of it. */
export const queryLogs = readingFlow<QueryRecord>({
  kind: 'logs.query',
  record: QueryRecord,

  async look(turn, ending) {
    if (ending !== undefined) return endQuery(turn, ending)
    const { state } = turn.record
    switch (state.step) {
      case 'estimating':
        return estimate(turn)
      case 'asking':
        return ask(turn, state)
      case 'starting':
        return start(turn, state)
      default:
        return poll(turn, state)
    }
  },

  async files(record, ports) {
    const { state, subject, environment, name = 'query', startedAt } = record
    if (state.step !== 'ended') return []
    const { rows } = await portsOf({ ports, record }).logQueryAnswer(state.query)
    if (rows.length === 0) return []
    const zone = createZone(ports.config.timeZone)
    const day = new Date(zone.wallAt(startedAt)).toISOString().slice(0, 16).replace(/[:T]/g, '-')
    const what = name === 'query' ? 'the query' : name
    const title = `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'} of ${what}, ${subject} in ${environment} (times in UTC)`
    const file = `${subject}-${environment}-${name}-${day}.csv`.replace(/[^\w.-]+/g, '-')
    return [{ name: file, title, content: queryCsv(rows) }]
  },
})
