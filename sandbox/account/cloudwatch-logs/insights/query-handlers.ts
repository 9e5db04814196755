import type {
  DescribeQueriesCommandInput,
  DescribeQueriesCommandOutput,
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  QueryStatus,
  StartQueryCommandInput,
  StartQueryCommandOutput,
  StopQueryCommandInput,
  StopQueryCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError, invalidParameter } from '../../errors.js'
import type { Handler } from '../../handler.js'
import { page } from '../../paging.js'
import type { World } from '../../world.js'
import { groupOf, invalidToken, limitOf, momentOf } from '../groups.js'
import type { LogGroupRecord, QueryRecord } from '../model.js'
import { moment, oldestKept, streamsOf } from '../streams.js'
import { createExecution } from './execution.js'
import { mostResults, parseQuery } from './query.js'

const mostAtOnce = 100
/** Ended queries that can still be asked about. */
const kept = 500
/** Milliseconds of real time one answer may work: the whole sandbox is one process. */
const budget = 200

const startQuery: Handler<StartQueryCommandInput, StartQueryCommandOutput> = (input, { world, changed }) => {
  if (input.queryLanguage !== undefined && input.queryLanguage !== 'CWLI') {
    throw invalidParameter(`The query language ${input.queryLanguage} is not known to the simulated account.`)
  }
  const groups = chosenGroups(world, input)
  const start = (momentOf('startTime', input.startTime) ?? 0) * 1000
  const end = (momentOf('endTime', input.endTime) ?? 0) * 1000
  if (start > end) throw invalidParameter('The startTime must not be after the endTime.')
  const limit = limitOf(input.limit, mostResults)
  const text = input.queryString ?? ''
  if (text.length > 10_000) throw invalidParameter('The queryString is longer than 10,000 characters.')
  const query = parseQuery(text)
  const oldest = Math.min(...groups.map((group) => oldestKept(world, group)))
  if (end < oldest) {
    throw new AwsError(
      'MalformedQueryException',
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log " +
        'retention settings',
    )
  }
  if ([...world.logs.queries.values()].filter((record) => isUnderWay(world, record)).length >= mostAtOnce) {
    throw new AwsError('LimitExceededException', 'Account maximum query concurrency limit of [100] reached.')
  }
  const now = moment(world)
  const from = Math.max(start, oldest)
  const record: QueryRecord = {
    id: world.ids.uuid(),
    text,
    groups,
    startedAt: now,
    // A question about an hour takes a good second, one about a month ten.
    duration: 1000 + 300 * Math.sqrt(Math.max(0, Math.min(end, now) - from) / 3_600_000),
    isCancelled: false,
    execution: createExecution({
      query,
      groups: groups.map((group) => ({ group, streams: streamsOf(world, group) })),
      start: from,
      end: Math.min(end + 999, now),
      limit,
    }),
  }
  world.logs.queries.set(record.id, record)
  forgetOld(world)
  changed()
  return { queryId: record.id }
}

function chosenGroups(world: World, input: StartQueryCommandInput): LogGroupRecord[] {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = input
  const given = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers]
  const [chosen, more] = given.filter((names) => names !== undefined)
  if (chosen === undefined || more !== undefined) {
    throw invalidParameter(
      'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.',
    )
  }
  if (chosen.length === 0 || chosen.length > 50) throw invalidParameter('A query takes 1 to 50 log groups.')
  return [...new Set(chosen)].map((name) => groupOf(world, name))
}

function forgetOld(world: World): void {
  for (const [id, record] of world.logs.queries) {
    if (world.logs.queries.size <= kept) return
    if (!isUnderWay(world, record)) world.logs.queries.delete(id)
  }
}

/** 0 to 1: how much of its time has passed. */
function progress(world: World, { startedAt, duration }: QueryRecord): number {
  return Math.min(1, ((world.time.now() - startedAt) * world.time.speed) / duration)
}

function isUnderWay(world: World, record: QueryRecord): boolean {
  return !record.isCancelled && progress(world, record) < 1
}

function statusOf(world: World, record: QueryRecord): QueryStatus {
  if (record.isCancelled) return 'Cancelled'
  const share = progress(world, record)
  if (share < 0.15) return 'Scheduled'
  return share < 1 || !record.execution.isFinished ? 'Running' : 'Complete'
}

function find(world: World, id: string | undefined): QueryRecord {
  const record = world.logs.queries.get(id ?? '')
  if (record === undefined) {
    throw new AwsError('ResourceNotFoundException', `The specified query ${id} does not exist.`)
  }
  return record
}

/** Lets a query do what its time allows. */
function workOn(world: World, record: QueryRecord): void {
  const share = progress(world, record)
  if (record.isCancelled || share < 0.15) return
  record.execution.work(share < 1 ? (share - 0.15) / 0.85 : 1, budget)
}

const getQueryResults: Handler<GetQueryResultsCommandInput, GetQueryResultsCommandOutput> = (
  input,
  { world },
) => {
  const record = find(world, input.queryId)
  workOn(world, record)
  return {
    queryLanguage: 'CWLI',
    results: record.execution.results(),
    statistics: record.execution.statistics(),
    status: statusOf(world, record),
  }
}

const stopQuery: Handler<StopQueryCommandInput, StopQueryCommandOutput> = (input, { world, changed }) => {
  const record = find(world, input.queryId)
  workOn(world, record)
  const status = statusOf(world, record)
  if (status !== 'Running' && status !== 'Scheduled') {
    throw invalidParameter(`The query ${record.id} has ended already: it is ${status}.`)
  }
  record.isCancelled = true
  changed()
  return { success: true }
}

const describeQueries: Handler<DescribeQueriesCommandInput, DescribeQueriesCommandOutput> = (
  input,
  { world },
) => {
  const found = [...world.logs.queries.values()]
    .reverse()
    .filter(
      ({ groups }) =>
        input.logGroupName === undefined || groups.some(({ name }) => name === input.logGroupName),
    )
    .map((record) => ({ record, status: describedStatus(world, record) }))
    .filter(({ status }) => input.status === undefined || status === input.status)
  const size = limitOf(input.maxResults, 1000)
  const { items, nextToken } = page(found, { nextToken: input.nextToken, size, badToken: invalidToken })
  return {
    queries: items.map(({ record, status }) => ({
      queryLanguage: 'CWLI',
      queryId: record.id,
      queryString: record.text,
      status,
      createTime: record.startedAt,
      logGroupName: record.groups[0]?.name,
    })),
    nextToken,
  }
}

/** Nobody waits for what a query found when only its status is wanted: its time says how far it is. */
function describedStatus(world: World, record: QueryRecord): QueryStatus {
  const status = statusOf(world, record)
  return status === 'Running' && progress(world, record) === 1 ? 'Complete' : status
}

export const queryHandlers = {
  StartQuery: startQuery,
  GetQueryResults: getQueryResults,
  StopQuery: stopQuery,
  DescribeQueries: describeQueries,
}
