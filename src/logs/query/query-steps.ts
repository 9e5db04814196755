import { AwsError } from '../../aws/aws-error.js'
import { LogQueryMalformed } from '../../aws/log-queries.js'
import type { LogQueryNews, LogQueryStep } from '../../core/log-query.js'
import { UserError } from '../../core/user-error.js'
import type { Looked, ReadingTurn } from '../reading.js'
import type { QueryRecord, QueryState } from './record.js'
import { costOf, portsOf, tableOf } from './query-ports.js'
import { maskedValue, resultOf } from './query-table.js'
import { malformedQuery, marked, markOf } from './query-text.js'

type QueryTurn = ReadingTurn<QueryRecord>
type QueryLook = Looked<QueryRecord>
type Step<Name extends QueryState['step']> = Extract<QueryState, { readonly step: Name }>

/** How long a question waits for its answer (ms). */
const askFor = 10 * 60_000
/** How long it is tried to start while the account runs as many as it may (ms). */
const crowdedFor = 3 * 60_000

/** What it would scan: what came into its log groups in that time. Not known: then it runs, and says afterwards. */
export async function estimate(turn: QueryTurn): Promise<QueryLook> {
  const bytes = await incomingBytes(turn)
  const limit = turn.ports.config.logs.askBeforeScanningGigabytes * 1e9
  if (bytes !== undefined && bytes > limit) return ask(turn, { step: 'asking', bytes })
  // Kept before anything is started: whoever takes over looks for a query that was.
  const state = { step: 'starting', ...(bytes === undefined ? {} : { bytes }) } as const
  return go(turn, state, { kind: 'estimating' }, 0)
}

async function incomingBytes(turn: QueryTurn): Promise<number | undefined> {
  const { logGroups, from, until } = turn.record
  const questions = logGroups.map((group) => ({
    key: group,
    namespace: 'AWS/Logs',
    metric: 'IncomingBytes',
    dimensions: { LogGroupName: group },
    statistic: 'Sum',
    period: 60,
  }))
  try {
    const { points } = await portsOf(turn).metricHistory(questions, { from, until })
    return [...points.values()].flat().reduce((sum, { value }) => sum + value, 0)
  } catch (error) {
    if (error instanceof AwsError && !error.passing) return undefined
    throw error
  }
}

export async function ask(turn: QueryTurn, { bytes }: Step<'asking'>): Promise<QueryLook> {
  const { record, clock, ports } = turn
  if (record.goAheadBy !== undefined) {
    return go(turn, { step: 'starting', bytes }, { kind: 'starting', crowded: false }, 0)
  }
  const state = { step: 'asking', bytes } as const
  const left = record.startedAt + askFor - clock.now()
  if (left > 0) return go(turn, state, { kind: 'asking', bytes, cost: costOf(bytes, ports) }, left)
  const failure = 'Nobody said that it should run, so nothing was scanned.'
  return end(turn, 'expired', state, { failure })
}

/** Looks whether it was started before a crash, or by a call whose answer was lost; only then starts it. */
export async function start(turn: QueryTurn, state: Step<'starting'>): Promise<QueryLook> {
  const { record, clock } = turn
  const aws = portsOf(turn)
  const { id, logGroups, from, until, environment } = record
  const found = await aws.findLogQuery(logGroups, markOf(id))
  if (found !== undefined) return running(turn, found)
  // A worker that was taken for dead must not pay for a second one.
  await turn.hold()
  try {
    const query = marked(id, record.query)
    return running(turn, await aws.startLogQuery({ logGroups, query, from, until }))
  } catch (error) {
    if (error instanceof LogQueryMalformed) return end(turn, 'failed', state, malformedQuery(record, error))
    if (!(error instanceof AwsError)) throw error
    if (error.code === 'ResourceNotFoundException') throw noGroup(logGroups, environment)
    // It may have been started: what was is listed after a moment.
    if (error.kind === 'unanswered') return again(turn, state, 4_000)
    if (error.code !== 'LimitExceededException') throw error
    const crowdedSince = state.crowdedSince ?? clock.now()
    if (clock.now() - crowdedSince < crowdedFor) return again(turn, { ...state, crowdedSince }, 5_000)
    throw new UserError(
      'queries-too-many',
      'This AWS account has been running as many log queries as it may for three minutes.',
      'Ask again later, or stop some of them in CloudWatch.',
    )
  }
}

function again(turn: QueryTurn, state: Step<'starting'>, after: number): QueryLook {
  return go(turn, state, { kind: 'starting', crowded: state.crowdedSince !== undefined }, after)
}

function running(turn: QueryTurn, query: string): QueryLook {
  const figures = { recordsScanned: 0, bytesScanned: 0 }
  const state = { step: 'running', query, begunAt: turn.clock.now(), ...figures } as const
  // Most are done within a second.
  return go(turn, state, { kind: 'running', ...figures }, 700)
}

export async function poll(turn: QueryTurn, before: Step<'running' | 'ended'>): Promise<QueryLook> {
  const { clock, ports } = turn
  const { status, rows, recordsScanned, bytesScanned } = await portsOf(turn).logQueryAnswer(before.query)
  const figures = { recordsScanned, bytesScanned }
  if (status === 'waiting' || status === 'running') {
    const after = clock.now() - before.begunAt < 10_000 ? 1_500 : 3_000
    return go(turn, { ...before, step: 'running', ...figures }, { kind: 'running', ...figures }, after)
  }
  const outcome = status === 'complete' ? 'done' : status === 'cancelled' ? 'stopped' : 'failed'
  const failure = failures[status]
  const { record } = end(
    turn,
    outcome,
    { ...before, step: 'ended', ...figures },
    {
      ...(rows.length === 0 && outcome !== 'done' ? {} : { table: tableOf(turn, rows) }),
      ...figures,
      cost: costOf(bytesScanned, ports),
      ...(failure === undefined ? {} : { failure }),
    },
  )
  const masked = rows.map((row) =>
    row.map(({ field, value }) => ({ field, value: maskedValue(field, value) })),
  )
  return {
    record: { ...record, result: resultOf(masked, rows.length), filesOwed: rows.length > 0 ? 2 : 0 },
  }
}

const failures: Readonly<Partial<Record<string, string>>> = {
  failed:
    'CloudWatch gave up on the query and does not say why. Ask again; if it fails again, ask for less time.',
  cancelled: 'Somebody stopped the query in CloudWatch.',
  timeout:
    'The query ran for an hour, which is as long as CloudWatch lets it. Ask for less time, or filter more.',
}

function go({ record }: QueryTurn, state: QueryState, step: LogQueryStep, after: number): QueryLook {
  return { record: { ...record, state, shown: { step, news: {} } }, again: after }
}

function end(
  { record, clock }: QueryTurn,
  status: 'done' | 'failed' | 'stopped' | 'expired',
  state: QueryState,
  news: LogQueryNews,
): QueryLook {
  const step = { kind: 'ended', outcome: status, endedAt: clock.now() } as const
  return { record: { ...record, status, state, shown: { step, news } } }
}

function noGroup(logGroups: readonly string[], environment: string): UserError {
  return new UserError(
    'log-group-missing',
    `There is no log group ${logGroups.join(' or ')} in ${environment}.`,
    `Check environments.${environment}.logGroups and flowLogGroup in ohmy.yaml.`,
  )
}
