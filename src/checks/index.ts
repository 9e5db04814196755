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
import { ignoreChanges } from './ignore-changes.js'
import { imageArchitecture } from './image-architecture.js'
import { imageExists } from './image-exists.js'
import { imageExpiry } from './image-expiry.js'
import { lockHeld } from './lock-held.js'
import { logPattern } from './log-pattern.js'
import { metric } from './metric.js'
import { minutesSinceDeployment } from './minutes-since-deployment.js'
import { permissions } from './permissions.js'
import { quotas } from './quotas.js'
import { rolloutState } from './rollout-state.js'
import { stateBucket } from './state-bucket.js'
import { stateLock } from './state-lock.js'
import { steadyState } from './steady-state.js'
import { stoppedTasks } from './stopped-tasks.js'
import { targetGroupPort } from './target-group-port.js'
import { targetHealth } from './target-health.js'
import { taskNeeds } from './task-needs.js'
import { terraformValid } from './terraform-valid.js'
import { terraformVariables } from './terraform-variables.js'
import { workerTools } from './worker-tools.js'

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
  workerTools,
  permissions,
  stateBucket,
  stateLock,
  terraformVariables,
  terraformValid,
  quotas,
  imageExpiry,
  imageArchitecture,
  targetGroupPort,
  taskNeeds,
  ignoreChanges,
]
