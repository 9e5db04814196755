import type { PlanShown } from '../../core/terraform-plan.js'
import type { PlanRecord } from './record.js'

export function planShown(record: PlanRecord): PlanShown {
  const { id, plan, status, startedAt, endedAt, caller, stopRequestedBy, failure } = record
  return {
    ...{ id, plan, status, startedAt, askedBy: caller.name },
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(stopRequestedBy === undefined ? {} : { stoppedBy: stopRequestedBy.name }),
    ...(failure === undefined ? {} : { failure }),
  }
}
