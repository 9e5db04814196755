import { z } from 'zod'
import type { Json } from '../core/json.js'
import { createZone } from '../core/time-zone.js'
import type { JobDefinition } from './definition.js'
import { endQuery } from './query-end.js'
import { ask, estimate, poll, type QueryContext, start } from './query-steps.js'
import { queryCsv } from './query-table.js'
import { portsOf, showQuery } from './query-shown.js'

export const QueryInput = z.object({
  environment: z.string(),
  /** `backend`, or what else is read: for people. */
  subject: z.string(),
  logGroups: z.array(z.string()).min(1).max(10),
  /** Of a saved query. */
  name: z.string().optional(),
  summary: z.string().optional(),
  query: z.string(),
  /** ms since the epoch. */
  from: z.number(),
  until: z.number(),
})
export type QueryInput = z.infer<typeof QueryInput>

/** Where a query is; kept from tick to tick. */
export type QueryState =
  | { readonly step: 'estimating' }
  | { readonly step: 'asking'; readonly bytes: number }
  /** `since`: since when it could not be started, because too many run. */
  | { readonly step: 'starting'; readonly bytes?: number; readonly crowdedSince?: number }
  | {
      readonly step: 'running' | 'ended'
      readonly query: string
      readonly begunAt: number
      readonly recordsScanned: number
      readonly bytesScanned: number
    }

/** Insights itself ends a query after an hour: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const lasts = 65 * 60_000

/** Runs a query of CloudWatch Logs Insights: says what it would scan, asks where that is much, runs it once, shows what came of it. */
export const queryLogs: JobDefinition<QueryInput, QueryState> = {
  name: 'query-logs',
  input: QueryInput,
  environment: ({ environment }) => environment,
  lasts: () => lasts,

  begin(context) {
    const state: QueryState = { step: 'estimating' }
    return { state, message: showQuery({ ...context, state }, { kind: 'estimating' }) }
  },

  async tick(context) {
    if (context.ending !== undefined) return endQuery(context, context.ending)
    switch (context.state.step) {
      case 'estimating':
        return estimate(context)
      case 'asking':
        return ask(context, context.state)
      case 'starting':
        return start(context, context.state)
      default:
        return poll(context, context.state)
    }
  },

  failed: (context, failure) =>
    showQuery(context, { kind: 'ended', outcome: 'failed', endedAt: context.clock.now() }, { failure }),

  async files(context) {
    const { state, input } = context as QueryContext
    if (state.step !== 'ended') return []
    const { rows } = await portsOf(context).logQueryAnswer(state.query)
    if (rows.length === 0) return []
    const zone = createZone(context.ports.config.timeZone)
    const day = new Date(zone.wallAt(context.startedAt)).toISOString().slice(0, 16).replace(/[:T]/g, '-')
    const name = `${input.subject}-${input.environment}-${input.name ?? 'query'}-${day}.csv`
    const title = `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'} of ${input.name ?? 'the query'}, ${input.subject} in ${input.environment} (times in UTC)`
    return [{ name: name.replace(/[^\w.-]+/g, '-'), title, content: queryCsv(rows) }]
  },
}

/** As data, for `--json`: whole up to this many rows. */
export const mostResultRows = 500

export function resultOf(
  rows: readonly (readonly { field: string; value: string }[])[],
  found: number,
): Json {
  return {
    rows: rows
      .slice(0, mostResultRows)
      .map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value]))),
    found,
  }
}
