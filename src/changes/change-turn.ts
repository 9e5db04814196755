import type { Diagnosis, OperationRecord, Outcome } from '../core/operation.js'
import type { Turn } from '../flow/flow.js'
import { withOffers } from './offers.js'
import { type Asking, askingOf } from './asking.js'
import type { ChangeEngine } from './engine.js'
import { ended } from './walk.js'

/** A worker holding a change: what it knows of it, and how it writes. */
export interface ChangeTurn<Ports> extends Asking<Ports> {
  readonly turn: Turn<OperationRecord, ChangeEngine<Ports>>
  readonly engine: ChangeEngine<Ports>
  /** Writes the change under the fence and shows the card. */
  write(change: (record: OperationRecord) => OperationRecord): Promise<OperationRecord>
}

export function changeTurn<Ports>(turn: Turn<OperationRecord, ChangeEngine<Ports>>): ChangeTurn<Ports> {
  const engine = turn.ports
  const asked = askingOf(engine, turn.record)
  return {
    turn,
    engine,
    ...asked,
    write: (change) => turn.write((record) => withOffers(asked, change(record))),
  }
}

/** Ends it; what it held is free with the same write. */
export async function end<Ports>(
  { turn, engine, write }: ChangeTurn<Ports>,
  outcome: Outcome,
  reason?: string,
  diagnosis?: Diagnosis,
): Promise<void> {
  const words = {
    ...(reason === undefined ? {} : { reason }),
    ...(diagnosis === undefined ? {} : { diagnosis }),
  }
  engine.ended(await write((record) => ended(record, outcome, turn.clock.now(), words)))
}
