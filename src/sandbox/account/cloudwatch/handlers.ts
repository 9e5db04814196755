import { alarmHandlers } from './alarm-handlers.js'
import { metricHandlers } from './metric-handlers.js'

export const cloudwatchHandlers = { ...metricHandlers, ...alarmHandlers }
