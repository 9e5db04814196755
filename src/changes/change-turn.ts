import {
  type Afterword,
  type Diagnosis,
  isEnded,
  type OperationRecord,
  type Outcome,
} from '../core/operation.js'
import type { Turn } from '../flow/flow.js'
import { withOffers } from './offers.js'
import { type Asking, askingOf } from './asking.js'
import type { ChangeEngine } from './engine.js'
import { currentStep, ended } from './walk.js'

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

/**
 * Ends it well, with what its definition says is to be known then. Not where the store has forgotten meanwhile what the last steps have done, as one that failed over or was killed
 * may have: they are carried out again then, and see that it is done.
 */
export async function succeed<Ports>(run: ChangeTurn<Ports>): Promise<void> {
  const { turn, engine, write } = run
  const afterwards = await afterwardsOf(run)
  const record = await write((stored) =>
    currentStep(stored, 'steps') === undefined
      ? ended(stored, 'succeeded', turn.clock.now(), { afterwards })
      : stored,
  )
  if (isEnded(record.state)) engine.ended(record)
}

/** It has succeeded, whatever cannot be found out besides. */
async function afterwardsOf<Ports>({
  turn,
  engine,
  operation,
  input,
}: ChangeTurn<Ports>): Promise<readonly Afterword[]> {
  const { record, clock } = turn
  const context = { input, plan: record.plan, record, ports: engine.ports, clock }
  try {
    return (await operation.afterwards?.(context)) ?? []
  } catch (error) {
    if (engine.isStoreAway(error)) throw error
    engine.logger.warn({ err: error, operation: record.id }, 'What is to be known afterwards is not known')
    return []
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
