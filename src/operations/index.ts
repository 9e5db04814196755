import { applyDashboard } from './dashboard/apply-dashboard.js'
import { resumeAutoscaling } from './autoscaling/resume-autoscaling.js'
import { suspendAutoscaling } from './autoscaling/suspend-autoscaling.js'
import { deployService } from './deploy/deploy-service.js'
import type { AnyOperation } from '../changes/definition.js'
import type { Ports } from './operations.js'
import { restartService } from './restart/restart-service.js'
import { runTask } from './run-task/run-task.js'
import { rollbackService } from './rollback/rollback-service.js'
import { scaleService } from './scale/scale-service.js'
import { stopTask } from './stop-task/stop-task.js'

/** Everything ohmy can change. A queued operation is found here by its name. */
export const operations: readonly AnyOperation<Ports>[] = [
  scaleService,
  deployService,
  rollbackService,
  restartService,
  runTask,
  suspendAutoscaling,
  resumeAutoscaling,
  stopTask,
  applyDashboard,
]
