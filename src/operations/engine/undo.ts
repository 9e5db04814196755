import type { OperationRecord } from '../../core/operation.js'
import { withOffers } from './offers.js'
import { definitionOf, type EngineParts } from './parts.js'

/**
 * Writes into the operation that is taken back which one does so, and shows it. Called by who pressed Undo and by every worker of the new one: the
 * process that recorded the new one may have died before.
 * @param undoing the operation that takes another back; nothing is done for any other
 */
export async function markUndone<Ports>(parts: EngineParts<Ports>, undoing: OperationRecord): Promise<void> {
  if (undoing.undoes === undefined) return
  const operation = definitionOf(parts, undoing.name)
  const marked = await parts.store.update(undoing.undoes, (current) =>
    current.undoneBy === undefined ? withOffers(operation, { ...current, undoneBy: undoing.id }) : current,
  )
  if (marked !== undefined && 'record' in marked) await parts.publish(marked)
}
