import { holdsLocks, type OperationRecord, type Outcome } from '../../core/operation.js'
import { withOffers } from './offers.js'
import { type AnyOperation, definitionOf, type EngineParts } from './parts.js'
import { type Change, FencedError, type Lease, type Stored } from './store.js'
import { ended } from './walk.js'

/** A worker holding an operation: what it knows of it, and how it writes. */
export interface Run<Ports> {
  readonly parts: EngineParts<Ports>
  readonly operation: AnyOperation<Ports>
  /** What the operation holds now; nothing before it is queued and after it has ended. */
  readonly locks: readonly string[]
  readonly lease: Lease
  readonly signal: AbortSignal
  current: Stored
  /** Writes the change under the fence and shows the card. */
  write(change: Change, options?: { readonly unlock?: boolean }): Promise<OperationRecord>
}

export function startRun<Ports>(parts: EngineParts<Ports>, lease: Lease, signal: AbortSignal): Run<Ports> {
  const operation = definitionOf(parts, lease.taken.record.name)
  const locks = operation.locks(operation.input.parse(lease.taken.record.input))
  const run: Run<Ports> = {
    parts,
    operation,
    get locks() {
      return holdsLocks(run.current.record.state) ? locks : []
    },
    lease,
    signal,
    current: lease.taken,
    async write(change, options = {}) {
      const stored = await parts.store.update(
        lease.taken.record.id,
        (record) => withOffers(operation, change(record)),
        {
          fence: lease.fence,
          from: run.current,
          ...(options.unlock === true ? { locks, locking: 'unlock' as const } : {}),
        },
      )
      if (stored === undefined || 'holder' in stored)
        throw new FencedError(`${lease.taken.record.id} is gone`)
      run.current = stored
      await parts.checkpoint(`written ${stored.record.state}`)
      await parts.publish(stored)
      await parts.checkpoint(`published ${stored.record.state}`)
      return stored.record
    },
  }
  return run
}

/** Ends it and frees its locks, in one write. */
export async function end<Ports>(
  run: Run<Ports>,
  outcome: Outcome,
  reason?: string,
  diagnosis?: readonly string[],
): Promise<void> {
  const words = {
    ...(reason === undefined ? {} : { reason }),
    ...(diagnosis === undefined ? {} : { diagnosis }),
  }
  const record = await run.write((stored) => ended(stored, outcome, run.parts.clock.now(), words), {
    unlock: true,
  })
  run.parts.ended(record)
}
