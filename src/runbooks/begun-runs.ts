import type { RunRecord } from '../core/run.js'
import { begunRecords } from '../flow/begun.js'
import type { FlowStore } from '../flow/flow-store.js'
import { tooManyRuns } from './new-run.js'
import { holdOf, runFlow } from './run/run-flow.js'

const hour = 3_600_000
/** Records one question looks at. */
const most = 3_000

type Reads = Pick<FlowStore, 'begun' | 'readAll'>

export interface RunsQuery {
  /** ms since the epoch */
  readonly since: number
  /** Absent: all. */
  readonly isWanted?: (record: RunRecord) => boolean
}

export interface FoundRuns {
  /** Newest first. */
  readonly runs: readonly RunRecord[]
  /** False: there are more of that time than one question looks at, and the oldest were not. */
  readonly isAll: boolean
}

export async function findRuns(
  store: Reads,
  { since, isWanted = () => true }: RunsQuery,
): Promise<FoundRuns> {
  const runs: RunRecord[] = []
  let isAll = false
  for await (const { records, isLast } of begunRecords(store, runFlow, { since, most })) {
    runs.push(...records.filter(isWanted))
    isAll = isLast
  }
  return { runs, isAll }
}

/**
 * How many were begun in the last hour on the same: the hold of the record only knows those that go on.
 * @param now the store's time (ms)
 * @throws UserError `runs-limit`
 */
export async function refuseTooMany(store: Reads, record: RunRecord, now: number): Promise<void> {
  const same: RunRecord[] = []
  for await (const { records } of begunRecords(store, runFlow, { since: now - hour, most })) {
    same.push(...records.filter((other) => other.mode !== 'dry' && holdOf(other) === holdOf(record)))
    if (same.length >= record.runbook.limits.runsAnHour) throw tooManyRuns(record, same)
  }
}
