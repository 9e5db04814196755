import type { ResultField } from '@aws-sdk/client-cloudwatch-logs'
import { eventsOfMinute, minuteLength, minuteOf, sizeOf } from '../events.js'
import type { Execution, LogGroupRecord, LogStream } from '../model.js'
import { mostResults, type Query, type Stage } from './query.js'
import { eventRow, type Row } from './row.js'
import { applyStages, firstOfItsKind, groupsOf, sorted } from './table.js'
import { isTrue, textOf } from './values.js'

export interface ExecutionRequest {
  query: Query
  groups: readonly { group: LogGroupRecord; streams: readonly LogStream[] }[]
  /** Milliseconds since 1970, both included. */
  start: number
  end: number
  limit: number
}

export function createExecution(request: ExecutionRequest): Execution {
  const { query, groups, start, end } = request
  const newest = minuteOf(end)
  const minutes = end < start ? 0 : (newest - minuteOf(start)) / minuteLength + 1
  const sink = sinkOf(query.stages)
  let done = 0
  let recordsScanned = 0
  let bytesScanned = 0

  function lookAt(minute: number): void {
    for (const { group, streams } of groups) {
      for (const event of eventsOfMinute(streams, minute, end).reverse()) {
        if (event.at < start) continue
        recordsScanned += 1
        bytesScanned += sizeOf(event.message)
        sink.add(eventRow(group, event))
      }
    }
  }

  return {
    get isFinished() {
      return done >= minutes
    },
    work(share, budget) {
      const until = Math.ceil(minutes * share)
      const deadline = performance.now() + budget
      while (done < until && performance.now() < deadline) {
        lookAt(newest - done * minuteLength)
        done += 1
      }
    },
    results: () =>
      sink
        .rows()
        .slice(0, limitOf(query, request.limit))
        .map((row) => written(row, query.columns)),
    statistics: () => ({
      recordsMatched: sink.matched(),
      recordsScanned,
      estimatedRecordsSkipped: 0,
      bytesScanned,
      estimatedBytesSkipped: 0,
      logGroupsScanned: groups.length,
    }),
  }
}

/** A `limit` in the query counts more than that of the call. */
function limitOf({ stages }: Query, limit: number): number {
  return stages.some(({ kind }) => kind === 'limit') ? mostResults : limit
}

function written(row: Row, columns: readonly string[]): ResultField[] {
  return columns.flatMap((field) => {
    const value = row.get(field)
    return value === undefined ? [] : [{ field, value: textOf(value) }]
  })
}

interface Sink {
  add(row: Row): void
  matched(): number
  /** What the rows so far come to. */
  rows(): readonly Row[]
}

/** Commands up to the first that needs all rows take them one by one; the others wait for the rows. */
function sinkOf(stages: readonly Stage[]): Sink {
  const split = stages.findIndex(({ kind }) => kind === 'stats' || kind === 'sort' || kind === 'limit')
  const passes = stages.slice(0, split === -1 ? stages.length : split).map(passing)
  const waiting = split === -1 ? [] : stages.slice(split)
  const collection = collectionOf(waiting)
  let matched = 0
  return {
    add(row) {
      for (const pass of passes) if (!pass(row)) return
      matched += 1
      collection.add(row)
    },
    matched: () => matched,
    rows: collection.rows,
  }
}

function passing(stage: Stage): (row: Row) => boolean {
  if (stage.kind === 'filter') return (row) => isTrue(stage.holds(row))
  if (stage.kind === 'dedup') return firstOfItsKind(stage.by)
  return (row) => {
    if (stage.kind === 'compute') stage.apply(row)
    return true
  }
}

/** Rows kept at once while they are sorted; the last of them can never be shown. */
const kept = 4 * mostResults

function collectionOf(waiting: readonly Stage[]): Omit<Sink, 'matched'> {
  const [first, ...rest] = waiting
  if (first?.kind === 'stats') {
    const groups = groupsOf(first)
    return { add: groups.add, rows: () => applyStages(groups.rows(), rest) }
  }
  let rows: Row[] = []
  const mayForget = !waiting.some(({ kind }) => kind === 'stats' || kind === 'dedup' || kind === 'filter')
  return {
    add(row) {
      // Without an order of its own a query shows the newest, and those came first.
      if (first?.kind !== 'sort') {
        if (rows.length < mostResults) rows.push(row)
        return
      }
      rows.push(row)
      if (mayForget && rows.length > kept) rows = sorted(rows, first).slice(0, mostResults)
    },
    rows: () => applyStages(rows, waiting),
  }
}
