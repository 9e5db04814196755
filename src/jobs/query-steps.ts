import { AwsError } from '../aws/aws-error.js'
import { LogQueryMalformed } from '../aws/log-queries.js'
import { UserError } from '../core/user-error.js'
import type { JobPorts, Tick, TickContext } from './definition.js'
import { type QueryInput, type QueryState, resultOf } from './query-logs.js'
import { costOf, portsOf, showQuery, tableOf } from './query-shown.js'
import { maskedValue } from './query-table.js'
import { marked, markOf } from './query-text.js'

export type QueryContext = TickContext<QueryInput, QueryState, JobPorts>
type QueryTick = Tick<QueryState>
type Step<Name extends QueryState['step']> = Extract<QueryState, { readonly step: Name }>

/** How long a question waits for its answer (ms). */
const askFor = 10 * 60_000
/** How long it is tried to start while the account runs as many as it may (ms). */
const crowdedFor = 3 * 60_000

/** What it would scan: what came into its log groups in that time. Not known: then it runs, and says afterwards. */
export async function estimate(context: QueryContext): Promise<QueryTick> {
  const { input, ports } = context
  const bytes = await incomingBytes(context)
  const limit = ports.config.logs.askBeforeScanningGigabytes * 1e9
  if (bytes !== undefined && bytes > limit) return ask(context, { step: 'asking', bytes })
  // Kept before anything is started: whoever takes over looks for a query that was.
  const state: QueryState = { step: 'starting', ...(bytes === undefined ? {} : { bytes }) }
  return { state, message: showQuery({ ...context, input, state }, { kind: 'estimating' }), again: 0 }
}

async function incomingBytes(context: QueryContext): Promise<number | undefined> {
  const { input } = context
  const questions = input.logGroups.map((group) => ({
    key: group,
    namespace: 'AWS/Logs',
    metric: 'IncomingBytes',
    dimensions: { LogGroupName: group },
    statistic: 'Sum',
    period: 60,
  }))
  try {
    const { from, until } = input
    const { points } = await portsOf(context).metricHistory(questions, { from, until })
    return [...points.values()].flat().reduce((sum, { value }) => sum + value, 0)
  } catch (error) {
    if (error instanceof AwsError && !error.passing) return undefined
    throw error
  }
}

export async function ask(context: QueryContext, { bytes }: Step<'asking'>): Promise<QueryTick> {
  const { goAheadBy, clock, startedAt, ports } = context
  if (goAheadBy !== undefined) {
    const state: QueryState = { step: 'starting', bytes }
    return {
      state,
      message: showQuery({ ...context, state }, { kind: 'starting', crowded: false }),
      again: 0,
    }
  }
  const state: QueryState = { step: 'asking', bytes }
  const left = startedAt + askFor - clock.now()
  if (left <= 0) {
    const failure = 'Nobody said that it should run, so nothing was scanned.'
    const step = { kind: 'ended', outcome: 'expired', endedAt: clock.now() } as const
    return { state, message: showQuery({ ...context, state }, step, { failure }), outcome: 'expired' }
  }
  const step = { kind: 'asking', bytes, cost: costOf(bytes, ports) } as const
  return { state, message: showQuery({ ...context, state }, step), again: left }
}

/** Looks whether it was started before a crash, or by a call whose answer was lost; only then starts it. */
export async function start(context: QueryContext, state: Step<'starting'>): Promise<QueryTick> {
  const { id, input, clock } = context
  const aws = portsOf(context)
  const { logGroups, from, until } = input
  const found = await aws.findLogQuery(logGroups, markOf(id))
  if (found !== undefined) return running(context, found)
  // A worker that was taken for dead must not pay for a second one.
  if (!(await context.holds())) throw new Error(`${id} is looked after by another worker`)
  try {
    return running(
      context,
      await aws.startLogQuery({ logGroups, query: marked(id, input.query), from, until }),
    )
  } catch (error) {
    if (error instanceof LogQueryMalformed) return malformed(context, error)
    if (!(error instanceof AwsError)) throw error
    if (error.code === 'ResourceNotFoundException') throw noGroup(input)
    // It may have been started: what was is listed after a moment.
    if (error.kind === 'unanswered') return again(context, state, 4_000)
    if (error.code !== 'LimitExceededException') throw error
    const crowdedSince = state.crowdedSince ?? clock.now()
    if (clock.now() - crowdedSince < crowdedFor) return again(context, { ...state, crowdedSince }, 5_000)
    throw new UserError(
      'queries-too-many',
      'This AWS account has been running as many log queries as it may for three minutes.',
      'Ask again later, or stop some of them in CloudWatch.',
    )
  }
}

function again(context: QueryContext, state: Step<'starting'>, after: number): QueryTick {
  const step = { kind: 'starting', crowded: state.crowdedSince !== undefined } as const
  return { state, message: showQuery({ ...context, state }, step), again: after }
}

function running(context: QueryContext, query: string): QueryTick {
  const begunAt = context.clock.now()
  const state: QueryState = { step: 'running', query, begunAt, recordsScanned: 0, bytesScanned: 0 }
  const step = { kind: 'running', recordsScanned: 0, bytesScanned: 0 } as const
  // Most are done within a second.
  return { state, message: showQuery({ ...context, state }, step), again: 700 }
}

export async function poll(context: QueryContext, before: Step<'running' | 'ended'>): Promise<QueryTick> {
  const { clock, ports, goAheadBy } = context
  const answer = await portsOf(context).logQueryAnswer(before.query)
  const { status, rows, recordsScanned, bytesScanned } = answer
  const figures = { recordsScanned, bytesScanned }
  const now = clock.now()
  if (status === 'waiting' || status === 'running') {
    const state: QueryState = { ...before, step: 'running', ...figures }
    const message = showQuery({ ...context, state }, { kind: 'running', ...figures })
    return { state, message, again: now - before.begunAt < 10_000 ? 1_500 : 3_000 }
  }
  const state: QueryState = { ...before, step: 'ended', ...figures }
  const outcome = status === 'complete' ? 'done' : status === 'cancelled' ? 'stopped' : 'failed'
  const table = rows.length === 0 && outcome !== 'done' ? {} : { table: tableOf(context, rows) }
  const failure = failures[status]
  const message = showQuery(
    { ...context, state },
    { kind: 'ended', outcome, endedAt: now },
    {
      ...table,
      ...figures,
      cost: costOf(bytesScanned, ports),
      ...(failure === undefined ? {} : { failure }),
      ...(goAheadBy === undefined ? {} : { goAheadBy: goAheadBy.name }),
    },
  )
  const masked = rows.map((row) =>
    row.map(({ field, value }) => ({ field, value: maskedValue(field, value) })),
  )
  return { state, message, outcome, result: resultOf(masked, rows.length), withFiles: rows.length > 0 }
}

const failures: Readonly<Partial<Record<string, string>>> = {
  failed:
    'CloudWatch gave up on the query and does not say why. Ask again; if it fails again, ask for less time.',
  cancelled: 'Somebody stopped the query in CloudWatch.',
  timeout:
    'The query ran for an hour, which is as long as CloudWatch lets it. Ask for less time, or filter more.',
}

function malformed(context: QueryContext, error: LogQueryMalformed): QueryTick {
  const { id, input, clock, state } = context
  const inFront = marked(id, '').length
  const place = (offset: number | undefined) => (offset === undefined ? undefined : offset - inFront)
  const message = showQuery(
    context,
    { kind: 'ended', outcome: 'failed', endedAt: clock.now() },
    {
      failure: 'CloudWatch does not understand the query, so nothing was scanned.',
      diagnosis: [error.message, ...pointed(input.query, place(error.from), place(error.to))].join('\n\n'),
    },
  )
  return { state, message, outcome: 'failed' }
}

/** The line of the query with a mark under the place. */
function pointed(query: string, from: number | undefined, to: number | undefined): readonly string[] {
  if (from === undefined || from < 0 || from > query.length) return []
  const begins = query.lastIndexOf('\n', from - 1) + 1
  const end = query.indexOf('\n', from)
  const line = query.slice(begins, end === -1 ? undefined : end)
  const width = Math.max(1, Math.min((to ?? from + 1) - from, line.length - (from - begins)))
  return [`${line}\n${' '.repeat(from - begins)}${'^'.repeat(width)}`]
}

function noGroup({ logGroups, environment }: QueryInput): UserError {
  return new UserError(
    'log-group-missing',
    `There is no log group ${logGroups.join(' or ')} in ${environment}.`,
    `Check environments.${environment}.logGroups and flowLogGroup in ohmy.yaml.`,
  )
}
