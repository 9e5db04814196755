import { createZone } from '../../core/time-zone.js'
import { readingFlow } from '../reading.js'
import { endQuery } from './query-end.js'
import { portsOf } from './query-ports.js'
import { ask, estimate, poll, start } from './query-steps.js'
import { queryCsv } from './query-table.js'
import { QueryRecord } from './record.js'

/** Insights itself ends a query after an hour: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
export const queryLasts = 65 * 60_000

/** Runs a query of CloudWatch Logs Insights: says what it would scan, asks where that is much, runs it once, shows what came of it. */
export const queryLogs = readingFlow<QueryRecord>({
  kind: 'logs.query',
  record: QueryRecord,

  async look(turn, ending) {
    if (ending !== undefined) return endQuery(turn, ending)
    const { state } = turn.record
    switch (state.step) {
      case 'estimating':
        return estimate(turn)
      case 'asking':
        return ask(turn, state)
      case 'starting':
        return start(turn, state)
      default:
        return poll(turn, state)
    }
  },

  async files(record, ports) {
    const { state, subject, environment, name = 'query', startedAt } = record
    if (state.step !== 'ended') return []
    const { rows } = await portsOf({ ports, record }).logQueryAnswer(state.query)
    if (rows.length === 0) return []
    const zone = createZone(ports.config.timeZone)
    const day = new Date(zone.wallAt(startedAt)).toISOString().slice(0, 16).replace(/[:T]/g, '-')
    const what = name === 'query' ? 'the query' : name
    const title = `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'} of ${what}, ${subject} in ${environment} (times in UTC)`
    const file = `${subject}-${environment}-${name}-${day}.csv`.replace(/[^\w.-]+/g, '-')
    return [{ name: file, title, content: queryCsv(rows) }]
  },
})
