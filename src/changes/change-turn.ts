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
import { currentStep, ended, type Track } from './walk.js'

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

/** Ends it well, with what its definition says is to be known then. */
export async function succeed<Ports>(run: ChangeTurn<Ports>): Promise<void> {
  await finish(run, 'succeeded', { afterwards: await afterwardsOf(run) }, 'steps')
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

/** Ends it. @param walked the way that is behind it, where it ends because of that */
export async function end<Ports>(
  run: ChangeTurn<Ports>,
  outcome: Outcome,
  reason?: string,
  diagnosis?: Diagnosis,
  walked?: Track,
): Promise<void> {
  const words = {
    ...(reason === undefined ? {} : { reason }),
    ...(diagnosis === undefined ? {} : { diagnosis }),
  }
  await finish(run, outcome, words, walked)
}

/**
 * What it held is free with the same write. Nothing ends where the store has forgotten meanwhile what the last steps of the way have done, as one that failed over or was killed
 * may have: they are carried out again then, and see that it is done.
 */
async function finish<Ports>(
  { turn, engine, write }: ChangeTurn<Ports>,
  outcome: Outcome,
  words: Parameters<typeof ended>[3],
  walked: Track | undefined,
): Promise<void> {
  const record = await write((stored) =>
    walked === undefined || isWalked(stored, walked)
      ? ended(stored, outcome, turn.clock.now(), words)
      : stored,
  )
  if (isEnded(record.state)) engine.ended(record)
}

function isWalked(record: OperationRecord, track: Track): boolean {
  const onTheWay = record.state === (track === 'revert' ? 'reverting' : 'running')
  return onTheWay && currentStep(record, track) === undefined
}
