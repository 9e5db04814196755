import { AwsError } from './aws-error.js'
import { BoundedMap } from './bounded-map.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'

export interface LogQuestion {
  readonly logGroups: readonly string[]
  /** In the language of CloudWatch Logs Insights, at most 10,000 characters. */
  readonly query: string
  /** ms since the epoch; Insights counts in seconds, both in. */
  readonly from: number
  readonly until: number
}

export interface LogQueryField {
  readonly field: string
  /** Untrusted. */
  readonly value: string
}

export interface LogQueryAnswer {
  readonly status: 'waiting' | 'running' | 'complete' | 'failed' | 'cancelled' | 'timeout'
  /** In the order of Insights; while it runs, what was found so far. At most 10,000. */
  readonly rows: readonly (readonly LogQueryField[])[]
  readonly recordsMatched: number
  readonly recordsScanned: number
  readonly bytesScanned: number
}

export interface LogQueriesPort {
  /**
   * Begins to scan, which costs money. Sent once: look with `findLogQuery` before sending it again.
   * @throws LogQueryMalformed; AwsError with the codes `LimitExceededException` (as many run as the account may), `ResourceNotFoundException`
   */
  startLogQuery(question: LogQuestion): Promise<string>
  /** The id of a query of the last weeks whose text holds `mark`; undefined when there is none. */
  findLogQuery(logGroups: readonly string[], mark: string): Promise<string | undefined>
  /** How far a query is, and what it has found: kept for 7 days. */
  logQueryAnswer(id: string): Promise<LogQueryAnswer>
  /** Stops scanning. One that has ended already is left alone. */
  stopLogQuery(id: string): Promise<void>
  /** Undefined where there is none of that name. */
  findLogGroup(name: string): Promise<LogGroup | undefined>
}

export interface LogGroup {
  readonly name: string
  /** Without `:*` at its end. */
  readonly arn: string
  /** Days that events are kept; absent: for ever. */
  readonly retention?: number
}

/** AWS does not understand a query. The message is AWS's own; places are characters of the query. */
export class LogQueryMalformed extends Error {
  override readonly name = 'LogQueryMalformed'
  readonly from: number | undefined
  readonly to: number | undefined

  constructor(
    message: string,
    place: { readonly from: number | undefined; readonly to: number | undefined },
    cause: unknown,
  ) {
    super(message, { cause })
    this.from = place.from
    this.to = place.to
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeQueries.html */
const queriesListed = 1_000
const mostPages = 5
/** Ended queries that are remembered; more run at once in no account. */
const mostBilled = 1_000

/** What StopQuery says of a query that has ended, or that is so old that it is gone. */
const over: readonly string[] = ['InvalidParameterException', 'ResourceNotFoundException']

const statuses: Readonly<Record<string, LogQueryAnswer['status']>> = {
  Scheduled: 'waiting',
  Running: 'running',
  Complete: 'complete',
  Failed: 'failed',
  Cancelled: 'cancelled',
  Timeout: 'timeout',
}

/** CloudWatch Logs Insights, for one environment. */
export function logQueriesOf(clients: Clients, calls: Calls): LogQueriesPort {
  const billed = new BoundedMap<string, true>(mostBilled)

  /** AWS charges a query once, by what it has scanned at its end. Its answer may be read again. */
  function bytesBilled(id: string, status: string | undefined, bytes: number | undefined): number {
    const isOver = !['waiting', 'running'].includes(statuses[status ?? ''] ?? 'running')
    if (!isOver || billed.get(id) === true) return 0
    billed.set(id, true)
    return bytes ?? 0
  }

  return {
    async startLogQuery({ logGroups, query, from, until }) {
      const logs = await clients.logs()
      const request = {
        logGroupNames: [...logGroups],
        queryString: query,
        startTime: Math.floor(from / 1_000),
        endTime: Math.ceil(until / 1_000),
      }
      try {
        const { queryId = '' } = await calls.change('logs:StartQuery', (options) =>
          logs.startQuery(request, options),
        )
        return queryId
      } catch (error) {
        throw malformed(error) ?? error
      }
    },

    async findLogQuery(logGroups, mark) {
      const logs = await clients.logs()
      // A query over several groups is listed under each of them or none, depending on how it was sent: then all are looked at.
      const [only, another] = logGroups
      const filter = only === undefined || another !== undefined ? {} : { logGroupName: only }
      let token: string | undefined
      for (let page = 0; page < mostPages; page++) {
        const answer = await calls.ask('logs:DescribeQueries', (options) =>
          logs.describeQueries(
            { ...filter, maxResults: queriesListed, ...(token === undefined ? {} : { nextToken: token }) },
            options,
          ),
        )
        const found = (answer.queries ?? []).find(({ queryString }) => queryString?.includes(mark))
        if (found?.queryId !== undefined) return found.queryId
        token = answer.nextToken
        if (token === undefined) return undefined
      }
      return undefined
    },

    async logQueryAnswer(id) {
      const logs = await clients.logs()
      const { status, results, statistics } = await calls.ask(
        'logs:GetQueryResults',
        (options) => logs.getQueryResults({ queryId: id }, options),
        (answer) => bytesBilled(id, answer.status, answer.statistics?.bytesScanned),
      )
      return {
        status: statuses[status ?? ''] ?? 'running',
        rows: (results ?? []).map((row) =>
          // A pointer to the whole event: of no use to people.
          row.flatMap(({ field = '', value = '' }) => (field === '@ptr' ? [] : [{ field, value }])),
        ),
        recordsMatched: statistics?.recordsMatched ?? 0,
        recordsScanned: statistics?.recordsScanned ?? 0,
        bytesScanned: statistics?.bytesScanned ?? 0,
      }
    },

    async stopLogQuery(id) {
      const logs = await clients.logs()
      try {
        await calls.change('logs:StopQuery', (options) => logs.stopQuery({ queryId: id }, options))
      } catch (error) {
        if (!(error instanceof AwsError) || !over.includes(error.code)) throw error
      }
    },

    async findLogGroup(name) {
      const logs = await clients.logs()
      const { logGroups = [] } = await calls.ask('logs:DescribeLogGroups', (options) =>
        logs.describeLogGroups({ logGroupNamePrefix: name, limit: 50 }, options),
      )
      const found = logGroups.find(({ logGroupName }) => logGroupName === name)
      const arn = found?.logGroupArn ?? found?.arn?.replace(/:\*$/, '')
      if (arn === undefined) return undefined
      const days = found?.retentionInDays
      return { name, arn, ...(days === undefined ? {} : { retention: days }) }
    },
  }
}

interface CompileError {
  readonly queryCompileError?: {
    readonly message?: string
    readonly location?: { readonly startCharOffset?: number; readonly endCharOffset?: number }
  }
}

function malformed(error: unknown): LogQueryMalformed | undefined {
  if (!(error instanceof AwsError) || error.code !== 'MalformedQueryException') return undefined
  const told = (error.cause as CompileError | undefined)?.queryCompileError
  const { startCharOffset: from, endCharOffset: to } = told?.location ?? {}
  return new LogQueryMalformed(told?.message ?? error.message, { from, to }, error)
}
