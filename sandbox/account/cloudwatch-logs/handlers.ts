import { filterLogEvents } from './filter-log-events.js'
import { getLogEvents } from './get-log-events.js'
import { groupHandlers } from './group-handlers.js'
import { queryHandlers } from './insights/query-handlers.js'
import { startLiveTail } from './live-tail.js'

export const logsHandlers = {
  ...groupHandlers,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  ...queryHandlers,
  StartLiveTail: startLiveTail,
}
