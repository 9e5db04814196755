import type { Action } from './action.js'
import { graphAlarm, muteAlarm, refreshAlarms } from './alarms.js'
import { confirmOperation } from './confirm-operation.js'
import { showCost } from './cost.js'
import {
  checkDashboard,
  checkDashboardAgain,
  chooseDashboard,
  drawDashboard,
  listDashboards,
} from './dashboard.js'
import { approveOperation, cancelOperation, undoOperation } from './decide-operation.js'
import { homeVerbs, refreshHome } from './home.js'
import { continueReading, followAgain, stopReading } from './readings.js'
import { aroundLogs, errorsInLogs, furtherBackInLogs, previousLogs, refreshLogs } from './logs.js'
import { chooseMetricsPeriod, refreshMetrics } from './metrics.js'
import { rejectOperation } from './reject-operation.js'
import { openScale, refreshStatus, showDetails } from './status.js'

/** Every button and menu that does something. */
export const actions: readonly Action[] = [
  approveOperation,
  aroundLogs,
  cancelOperation,
  chooseMetricsPeriod,
  confirmOperation,
  checkDashboard,
  checkDashboardAgain,
  chooseDashboard,
  drawDashboard,
  listDashboards,
  errorsInLogs,
  followAgain,
  furtherBackInLogs,
  graphAlarm,
  ...homeVerbs,
  muteAlarm,
  openScale,
  previousLogs,
  refreshAlarms,
  refreshHome,
  refreshLogs,
  refreshMetrics,
  rejectOperation,
  continueReading,
  stopReading,
  refreshStatus,
  showDetails,
  undoOperation,
  ...showCost,
]
