import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { Grep, LogLevel } from '../core/logs.js'
import type { Reply } from '../core/message.js'
import { UserError } from '../core/user-error.js'
import { logGroupOf } from './log-group.js'
import { followLogs } from './follow/follow-logs.js'
import { followFrom } from './follow/poll-logs.js'
import type { Readings } from './readings.js'
import { queryLasts, queryLogs } from './query/query-logs.js'
import { fillIn, findSavedQuery, readParameters, typedQuery } from './query/query-text.js'

interface Place {
  readonly environment: Environment
  readonly service: ServiceRef
}

/** Follows a service's log for so many ms. @throws UserError */
export function beginFollowing(
  readings: Readings,
  {
    environment,
    service,
    lasts,
    grep,
    level,
    task,
  }: Place & {
    readonly lasts: number
    readonly grep?: Grep | undefined
    readonly level?: LogLevel | undefined
    /** A task id, or its beginning. */
    readonly task?: string | undefined
  },
  caller: Caller,
): Promise<Reply> {
  // Refuses before anything is kept.
  logGroupOf(environment, service)
  const about = (startedAt: number) => ({
    environment: environment.name,
    service: service.name,
    lasts,
    ...(grep === undefined ? {} : { grep }),
    ...(level === undefined ? {} : { level }),
    ...(task === undefined ? {} : { task }),
    log: followFrom(startedAt),
  })
  return readings.start(followLogs, about, lasts, caller)
}

export interface QueryQuestion extends Place {
  /** The name of a saved query, or a query as it was typed; not both. */
  readonly name?: string | undefined
  readonly typed?: string | undefined
  /** `limit:20` */
  readonly set?: string | undefined
  /** For a parameter `limit`, where there is one. */
  readonly limit?: number | undefined
  /** ms since the epoch. */
  readonly from: number
  readonly until: number
}

const begun = {
  state: { step: 'estimating' },
  shown: { step: { kind: 'estimating' }, news: {} },
} as const

/** Runs a saved query or a typed one. @throws UserError */
export async function beginQuery(
  readings: Readings,
  config: Config,
  question: QueryQuestion,
  caller: Caller,
): Promise<Reply> {
  const { environment, service, name, typed, set, limit, from, until } = question
  const about = { environment: environment.name, from, until, ...begun }
  if (typed !== undefined) {
    if (name !== undefined || set !== undefined || limit !== undefined) throw bothQueries()
    const query = typedQuery(typed)
    const asked = { ...about, subject: service.name, logGroups: [logGroupOf(environment, service)], query }
    return readings.start(queryLogs, () => asked, queryLasts, caller)
  }
  const saved = findSavedQuery(name ?? '', config.logs.queries)
  const given = { ...(limit === undefined ? {} : { limit }), ...readParameters(set ?? '') }
  const known = (name ?? '').trim().toLowerCase()
  const reads =
    saved.reads === 'flow-logs'
      ? { subject: 'flow-logs', logGroups: [flowLogGroupOf(environment)] }
      : { subject: service.name, logGroups: [logGroupOf(environment, service)] }
  const asked = {
    ...about,
    ...reads,
    name: known,
    summary: saved.summary,
    query: fillIn(known, saved, given),
  }
  return readings.start(queryLogs, () => asked, queryLasts, caller)
}

function flowLogGroupOf({ name, flowLogGroup }: Environment): string {
  if (flowLogGroup !== undefined) return flowLogGroup
  throw new UserError(
    'log-group-unconfigured',
    `ohmy.yaml names no log group of VPC Flow Logs for ${name}.`,
    `Set environments.${name}.flowLogGroup to the group's name, then restart ohmy.`,
  )
}

function bothQueries(): UserError {
  return new UserError(
    'two-queries',
    'A typed query goes without a saved one, and without --set and --limit.',
    'Give either --query with a name, or --insights with a query that ends in `| limit 20`.',
  )
}
