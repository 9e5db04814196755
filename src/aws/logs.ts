import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { perCall } from './limits.js'

/** One event of CloudWatch Logs. Untrusted: an application wrote it. */
export interface LogEvent {
  /** The same whenever it is read; not known of events that a task's stream was read for. */
  readonly id?: string
  /** ms since the epoch, as the application or the log driver dated it. */
  readonly at: number
  /** `ecs/backend/0123456789abcdef0123456789abcdef` */
  readonly stream: string
  readonly text: string
}

export interface LogEventsQuestion {
  readonly logGroup: string
  /** ms since the epoch, both in. */
  readonly from: number
  readonly to: number
  /** Only streams whose names begin so. */
  readonly streamPrefix?: string
  /** In CloudWatch's own filter syntax; absent: everything. */
  readonly pattern?: string
  /** Newest first instead of oldest first; not from before 2024 on, which AWS refuses. */
  readonly newestFirst?: boolean
  /** At most so many events a page (10,000). AWS ends a page earlier at 1 MB. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly next?: string
}

export interface LogEventsPage {
  /** Oldest first; newest first where that was asked for, unless what answers does not know how. May be empty although there are more pages. */
  readonly events: readonly LogEvent[]
  /** Absent: that was the last page. */
  readonly next?: string
}

/** CloudWatch Logs, as far as looking needs it. */
export interface LogsPort {
  /**
   * One page of what a log group holds in a time: one call (FilterLogEvents).
   * @throws AwsError with the code `ResourceNotFoundException` where there is no such log group
   */
  logEvents(question: LogEventsQuestion): Promise<LogEventsPage>
}

/** CloudWatch Logs, for one environment. */
export function logsOf(clients: Clients, calls: Calls): LogsPort {
  return {
    async logEvents({ logGroup, from, to, streamPrefix, pattern, newestFirst, limit, next }) {
      const logs = await clients.logs()
      const page = await calls.ask('logs:FilterLogEvents', (options) =>
        logs.filterLogEvents(
          {
            logGroupName: logGroup,
            startTime: from,
            endTime: to,
            limit: Math.min(limit ?? perCall.logEvents, perCall.logEvents),
            ...(streamPrefix === undefined ? {} : { logStreamNamePrefix: streamPrefix }),
            ...(pattern === undefined ? {} : { filterPattern: pattern }),
            ...(newestFirst === true ? { startFromHead: false } : {}),
            ...(next === undefined ? {} : { nextToken: next }),
          },
          options,
        ),
      )
      const events = (page.events ?? []).map(
        ({ eventId, timestamp = 0, logStreamName = '', message = '' }) => ({
          ...(eventId === undefined ? {} : { id: eventId }),
          at: timestamp,
          stream: logStreamName,
          text: message,
        }),
      )
      return { events, ...(page.nextToken ? { next: page.nextToken } : {}) }
    },
  }
}
