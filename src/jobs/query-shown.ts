import type { LogQueryShown, LogQueryStep, LogQueryTable } from '../core/log-query.js'
import type { Message } from '../core/message.js'
import { createZone } from '../core/time-zone.js'
import { UserError } from '../core/user-error.js'
import { logQueryMessage } from '../slack/views/log-query.js'
import type { JobContext, JobPorts } from './definition.js'
import type { QueryInput, QueryState } from './query-logs.js'
import { type LogQueryRows, queryTable, tableInSlack, tableInTerminal } from './query-table.js'

type Context = JobContext<QueryInput, QueryState, JobPorts>

/** What else there is to say. */
export type QueryNews = Partial<
  Pick<
    LogQueryShown,
    'table' | 'recordsScanned' | 'bytesScanned' | 'cost' | 'stoppedBy' | 'goAheadBy' | 'failure' | 'diagnosis'
  >
>

export function showQuery(context: Context, step: LogQueryStep, news: QueryNews = {}): Message {
  const { id, input, startedAt, ports, caller } = context
  const { environment, subject, name, summary, query, from, until } = input
  const shown: LogQueryShown = {
    job: id,
    environment,
    subject,
    ...(name === undefined ? {} : { name }),
    ...(summary === undefined ? {} : { summary }),
    query,
    from,
    until,
    startedAt,
    zone: ports.config.timeZone,
    askedBy: caller.name,
    step,
    ...news,
  }
  return logQueryMessage(shown, { buttons: caller.origin !== 'terminal' })
}

export function tableOf({ caller, ports }: Context, rows: LogQueryRows): LogQueryTable {
  const room = caller.origin === 'terminal' ? tableInTerminal : tableInSlack
  return queryTable(rows, createZone(ports.config.timeZone), room)
}

export function portsOf({ ports, input }: Context) {
  const environment = ports.config.environments.find(({ name }) => name === input.environment)
  if (environment !== undefined) return ports.aws(environment)
  throw new UserError(
    'environment-not-found',
    `There is no ${input.environment} in the configuration any more.`,
    'Ask again in another one.',
  )
}

/** USD. CloudWatch Logs bills a GB of a thousand million bytes or a little more: rather too much than too little is said. */
export function costOf(bytes: number, { config }: JobPorts): number {
  return (bytes / 1e9) * config.prices.logsInsightsPerGigabyte
}
