import { alarmState } from './alarm-state.js'
import { autoscalingRange } from './autoscaling-range.js'
import { awsIdentity } from './aws-identity.js'
import { backupAge } from './backup-age.js'
import { cache } from './cache.js'
import { certificateDaysLeft } from './certificate-days-left.js'
import type { Check } from './check.js'
import { cost } from './cost.js'
import { database } from './database.js'
import { errorsSinceDeployment } from './errors-since-deployment.js'
import { imageExists } from './image-exists.js'
import { lockHeld } from './lock-held.js'
import { logPattern } from './log-pattern.js'
import { metric } from './metric.js'
import { minutesSinceDeployment } from './minutes-since-deployment.js'
import { rolloutState } from './rollout-state.js'
import { steadyState } from './steady-state.js'
import { stoppedTasks } from './stopped-tasks.js'
import { targetHealth } from './target-health.js'

/** Every check there is: what runbooks can name. */
export const checks: readonly Check[] = [
  steadyState,
  rolloutState,
  stoppedTasks,
  targetHealth,
  minutesSinceDeployment,
  imageExists,
  errorsSinceDeployment,
  logPattern,
  alarmState,
  metric,
  database,
  cache,
  backupAge,
  certificateDaysLeft,
  lockHeld,
  cost,
  awsIdentity,
  autoscalingRange,
]
