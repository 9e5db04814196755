import { isEnded, type OperationRecord } from '../core/operation.js'
import { type Asking, stepsFor } from './asking.js'
import { mayHaveChanged } from './walk.js'

/** The record with what its buttons may offer now. */
export function withOffers<Ports>(asked: Asking<Ports>, record: OperationRecord): OperationRecord {
  const offers = { cancel: mayCancel(asked, record), undo: mayUndo(asked, record) }
  const same = offers.cancel === record.offers.cancel && offers.undo === record.offers.undo
  return same ? record : { ...record, offers }
}

function mayCancel<Ports>(asked: Asking<Ports>, record: OperationRecord): boolean {
  if (isEnded(record.state) || record.state === 'reverting' || record.cancelRequestedBy !== undefined)
    return false
  return asked.operation.revert !== undefined || !changed(asked, record)
}

function mayUndo<Ports>(asked: Asking<Ports>, record: OperationRecord): boolean {
  const stands = ['succeeded', 'failed', 'no longer followed'].includes(record.state)
  if (!stands) return false
  if (record.undoneBy !== undefined || !changed(asked, record)) return false
  return asked.operation.undo?.(record, asked.input) !== undefined
}

export function changed<Ports>(asked: Asking<Ports>, record: OperationRecord): boolean {
  return mayHaveChanged(
    record,
    stepsFor(asked, record.plan, 'steps').map((step) => step.kind === 'act'),
  )
}
