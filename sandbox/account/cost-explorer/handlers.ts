import { anomalyHandlers } from './anomaly-handlers.js'
import { forecastHandlers } from './forecast-handlers.js'
import { usageHandlers } from './usage-handlers.js'

export const costExplorerHandlers = { ...usageHandlers, ...forecastHandlers, ...anomalyHandlers }
