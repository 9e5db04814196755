import type { Check } from './check.js'
import { rolloutState } from './rollout-state.js'
import { steadyState } from './steady-state.js'
import { stoppedTasks } from './stopped-tasks.js'

/** Every check there is: what runbooks can name. */
export const checks: readonly Check[] = [steadyState, rolloutState, stoppedTasks]
