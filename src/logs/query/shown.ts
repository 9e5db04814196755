import type { LogQueryShown } from '../../core/log-query.js'
import type { QueryRecord } from './record.js'

/** What people see of a log query. */
export function logQueryShown(record: QueryRecord, { zone }: { readonly zone: string }): LogQueryShown {
  const { id, environment, subject, name, summary, query, from, until, startedAt, caller } = record
  const { status, endedAt = startedAt, failure, stopRequestedBy, goAheadBy } = record
  // What could not be tidied up has an outcome all the same.
  const step =
    status === 'running' || record.shown.step.kind === 'ended'
      ? record.shown.step
      : ({ kind: 'ended', outcome: status, endedAt } as const)
  return {
    id,
    environment,
    subject,
    ...(name === undefined ? {} : { name }),
    ...(summary === undefined ? {} : { summary }),
    query,
    from,
    until,
    startedAt,
    zone,
    askedBy: caller.name,
    ...record.shown.news,
    step,
    ...(stopRequestedBy === undefined ? {} : { stoppedBy: stopRequestedBy.name }),
    ...(goAheadBy === undefined ? {} : { goAheadBy: goAheadBy.name }),
    ...(failure === undefined ? {} : { failure }),
  }
}
