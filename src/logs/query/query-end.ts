import type { Ending, Looked, ReadingTurn } from '../reading.js'
import type { QueryRecord } from './record.js'
import { costOf, portsOf, tableOf } from './query-ports.js'
import { markOf } from './query-text.js'

/** Stops the scan, which costs money, and shows what it had found by then. */
export async function endQuery(turn: ReadingTurn<QueryRecord>, ending: Ending): Promise<Looked<QueryRecord>> {
  const { record, clock, ports } = turn
  const status = ending.kind
  const step = { kind: 'ended', outcome: status, endedAt: clock.now() } as const
  const query = await begunQuery(turn)
  if (query === undefined) {
    return { record: { ...record, status, shown: { step, news: { failure: 'Nothing was scanned.' } } } }
  }
  const aws = portsOf(turn)
  await aws.stopLogQuery(query)
  const { rows, recordsScanned, bytesScanned } = await aws.logQueryAnswer(query)
  const news = {
    ...(ending.kind === 'expired' ? { failure: 'It took longer than an hour, so it was stopped.' } : {}),
    ...(rows.length === 0 ? {} : { table: tableOf(turn, rows) }),
    recordsScanned,
    bytesScanned,
    cost: costOf(bytesScanned, ports),
  }
  const state = { step: 'ended', query, begunAt: clock.now(), recordsScanned, bytesScanned } as const
  return { record: { ...record, status, state, shown: { step, news }, filesOwed: rows.length > 0 ? 2 : 0 } }
}

/** Also one that was started right before a crash, and not written down. */
async function begunQuery(turn: ReadingTurn<QueryRecord>): Promise<string | undefined> {
  const { state, id, logGroups } = turn.record
  if (state.step === 'running' || state.step === 'ended') return state.query
  if (state.step !== 'starting') return undefined
  return portsOf(turn).findLogQuery(logGroups, markOf(id))
}
