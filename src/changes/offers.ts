import { isEnded, type OperationRecord } from '../core/operation.js'
import { type AnyOperation, stepsFor } from './parts.js'
import { mayHaveChanged } from './walk.js'

/** The record with what its buttons may offer now. */
export function withOffers<Ports>(operation: AnyOperation<Ports>, record: OperationRecord): OperationRecord {
  const offers = { cancel: mayCancel(operation, record), undo: mayUndo(operation, record) }
  const same = offers.cancel === record.offers.cancel && offers.undo === record.offers.undo
  return same ? record : { ...record, offers }
}

function mayCancel<Ports>(operation: AnyOperation<Ports>, record: OperationRecord): boolean {
  if (isEnded(record.state) || record.state === 'reverting' || record.cancelRequestedBy !== undefined)
    return false
  return operation.revert !== undefined || !changed(operation, record)
}

function mayUndo<Ports>(operation: AnyOperation<Ports>, record: OperationRecord): boolean {
  const stands = ['succeeded', 'failed', 'no longer followed'].includes(record.state)
  if (!stands) return false
  if (record.undoneBy !== undefined || !changed(operation, record)) return false
  return operation.undo?.(record, operation.input.parse(record.input)) !== undefined
}

export function changed<Ports>(operation: AnyOperation<Ports>, record: OperationRecord): boolean {
  return mayHaveChanged(
    record,
    stepsFor(operation, record, 'steps').map((step) => step.kind === 'act'),
  )
}
