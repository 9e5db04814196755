import type { OperationRecord, Outcome } from '../core/operation.js'
import type { Turn } from '../flow/flow.js'
import { withOffers } from './offers.js'
import { type AnyOperation, type ChangeParts, definitionOf } from './parts.js'
import { ended } from './walk.js'

/** A worker holding a change: what it knows of it, and how it writes. */
export interface ChangeTurn<Ports> {
  readonly turn: Turn<OperationRecord, ChangeParts<Ports>>
  readonly parts: ChangeParts<Ports>
  readonly operation: AnyOperation<Ports>
  /** Writes the change under the fence and shows the card. */
  write(change: (record: OperationRecord) => OperationRecord): Promise<OperationRecord>
}

export function changeTurn<Ports>(turn: Turn<OperationRecord, ChangeParts<Ports>>): ChangeTurn<Ports> {
  const parts = turn.ports
  const operation = definitionOf(parts, turn.record.name)
  return {
    turn,
    parts,
    operation,
    write: (change) => turn.write((record) => withOffers(operation, change(record))),
  }
}

/** Ends it; what it held is free with the same write. */
export async function end<Ports>(
  { turn, parts, write }: ChangeTurn<Ports>,
  outcome: Outcome,
  reason?: string,
  diagnosis?: readonly string[],
): Promise<void> {
  const words = {
    ...(reason === undefined ? {} : { reason }),
    ...(diagnosis === undefined ? {} : { diagnosis }),
  }
  parts.ended(await write((record) => ended(record, outcome, turn.clock.now(), words)))
}
