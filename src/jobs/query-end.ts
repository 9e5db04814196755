import type { Ending, Tick } from './definition.js'
import type { QueryState } from './query-logs.js'
import { costOf, portsOf, showQuery, tableOf } from './query-shown.js'
import type { QueryContext } from './query-steps.js'
import { markOf } from './query-text.js'

/** Stops the scan, which costs money, and shows what it had found by then. */
export async function endQuery(context: QueryContext, ending: Ending): Promise<Tick<QueryState>> {
  const { state, clock, ports } = context
  const outcome = ending.kind
  const step = { kind: 'ended', outcome, endedAt: clock.now() } as const
  const stoppedBy = ending.kind === 'stopped' ? { stoppedBy: ending.by.name } : {}
  const query = await begunQuery(context)
  if (query === undefined) {
    const failure = 'Nothing was scanned.'
    return { state, message: showQuery(context, step, { ...stoppedBy, failure }), outcome }
  }
  const aws = portsOf(context)
  await aws.stopLogQuery(query)
  const { rows, recordsScanned, bytesScanned } = await aws.logQueryAnswer(query)
  const ended: QueryState = {
    step: 'ended',
    query,
    begunAt: clock.now(),
    recordsScanned,
    bytesScanned,
  }
  const message = showQuery({ ...context, state: ended }, step, {
    ...stoppedBy,
    ...(ending.kind === 'expired' ? { failure: 'It took longer than an hour, so it was stopped.' } : {}),
    ...(rows.length === 0 ? {} : { table: tableOf(context, rows) }),
    recordsScanned,
    bytesScanned,
    cost: costOf(bytesScanned, ports),
  })
  return { state: ended, message, outcome, withFiles: rows.length > 0 }
}

/** Also one that was started right before a crash, and not written down. */
async function begunQuery(context: QueryContext): Promise<string | undefined> {
  const { state, id, input } = context
  if (state.step === 'running' || state.step === 'ended') return state.query
  if (state.step !== 'starting') return undefined
  return portsOf(context).findLogQuery(input.logGroups, markOf(id))
}
