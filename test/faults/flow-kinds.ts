import { alerts } from './alert-scenes.js'
import { changeEvents } from './change-event-scenes.js'
import { changes } from './change-scenes.js'
import { pages } from './page-scenes.js'
import { pauses } from './pause-scenes.js'
import { incidents } from './incident-scenes.js'
import { preflights } from './preflight-scenes.js'
import { followedLogs, logQueries } from './reading-scenes.js'
import { runs } from './run-scenes.js'
import { schedules } from './schedule-scenes.js'
import { waits } from './wait-scenes.js'
import { plans, validations } from './terraform-scenes.js'
import type { FlowKind } from './flow-kind.js'

/** Every kind of flow there is. */
export const kinds: readonly FlowKind[] = [
  changes,
  followedLogs,
  logQueries,
  preflights,
  runs,
  incidents,
  schedules,
  pages,
  alerts,
  pauses,
  changeEvents,
  waits,
  validations,
  plans,
]
