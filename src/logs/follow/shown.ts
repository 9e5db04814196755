import { writtenGrep } from '../../core/logs.js'
import type { FollowedLogs } from '../../core/followed-logs.js'
import type { FollowedRecord } from './record.js'

const minute = 60_000

/** What people see of a followed log. @param options.liveTail whether it was to be followed by Live Tail */
export function followedLogs(
  record: FollowedRecord,
  { zone, liveTail }: { readonly zone: string; readonly liveTail: boolean },
): FollowedLogs {
  const { id, environment, service, grep, level, task, startedAt, deadline, lasts, caller, status } = record
  const { lines, latestError, count, errors, atLeast, healthChecks = 0, refused } = record.log
  const trouble =
    record.failure ?? (record.trouble === undefined ? undefined : `${record.trouble} ohmy goes on looking.`)
  return {
    id,
    environment,
    service,
    ...(grep === undefined ? {} : { grep: writtenGrep(grep) }),
    ...(level === undefined ? {} : { level }),
    ...(task === undefined ? {} : { task }),
    startedAt,
    until: deadline,
    duration: `${Math.round(lasts / minute)}m`,
    lines,
    ...(latestError === undefined ? {} : { latestError }),
    count,
    errors,
    atLeast,
    healthChecks,
    ...(liveTail ? { live: refused !== true } : {}),
    zone,
    askedBy: caller.name,
    status,
    ...(record.endedAt === undefined ? {} : { endedAt: record.endedAt }),
    ...(record.stopRequestedBy === undefined ? {} : { stoppedBy: record.stopRequestedBy.name }),
    ...(trouble === undefined ? {} : { failure: trouble }),
  }
}
