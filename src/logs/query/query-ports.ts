import type { Aws } from '../../aws/aws.js'
import type { Caller } from '../../core/caller.js'
import type { LogQueryTable } from '../../core/log-query.js'
import { createZone } from '../../core/time-zone.js'
import { UserError } from '../../core/user-error.js'
import type { ReadingPorts } from '../reading.js'
import { type LogQueryRows, queryTable, tableInSlack, tableInTerminal } from './query-table.js'

interface Context {
  readonly record: { readonly environment: string; readonly caller: Caller }
  readonly ports: ReadingPorts
}

/** AWS in the environment that a query reads. @throws UserError where the configuration knows it no more */
export function portsOf({ ports, record }: Context): Aws {
  const environment = ports.config.environments.find(({ name }) => name === record.environment)
  if (environment !== undefined) return ports.aws(environment)
  throw new UserError(
    'environment-not-found',
    `There is no ${record.environment} in the configuration any more.`,
    'Ask again in another one.',
  )
}

export function tableOf({ record, ports }: Context, rows: LogQueryRows): LogQueryTable {
  const room = record.caller.origin === 'terminal' ? tableInTerminal : tableInSlack
  return queryTable(rows, createZone(ports.config.timeZone), room)
}

/** USD. CloudWatch Logs bills a GB of a thousand million bytes or a little more: rather too much than too little is said. */
export function costOf(bytes: number, { config }: Pick<ReadingPorts, 'config'>): number {
  return (bytes / 1e9) * config.prices.logsInsightsPerGigabyte
}
