import { alarmHandlers } from './alarm-handlers.js'
import { contributorHandlers } from './contributor-handlers.js'
import { dashboardHandlers } from './dashboard-handlers.js'
import { listMetricsHandlers } from './list-metrics.js'
import { muteRuleHandlers } from './mute-rule-handlers.js'
import { metricHandlers } from './metric-handlers.js'
import { widgetImageHandlers } from './widget-image.js'

export const cloudwatchHandlers = {
  ...metricHandlers,
  ...listMetricsHandlers,
  ...alarmHandlers,
  ...muteRuleHandlers,
  ...contributorHandlers,
  ...dashboardHandlers,
  ...widgetImageHandlers,
}
