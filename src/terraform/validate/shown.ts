import type { ValidationShown } from '../../core/terraform.js'
import type { ValidationRecord } from './record.js'

export function validationShown(record: ValidationRecord, repository: string | undefined): ValidationShown {
  const { id, validation, status, startedAt, endedAt, caller, stopRequestedBy, failure } = record
  return {
    ...{ id, validation, status, startedAt, askedBy: caller.name },
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(stopRequestedBy === undefined ? {} : { stoppedBy: stopRequestedBy.name }),
    ...(failure === undefined ? {} : { failure }),
    ...(repository === undefined ? {} : { repository }),
  }
}
