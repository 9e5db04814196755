import type { Redis } from 'ioredis'
import type { OperationRecord } from '../../core/operation.js'
import { keys } from '../../redis/keys.js'
import {
  claimOverdue,
  createOperation,
  freeLock,
  holdOperation,
  releaseOperation,
  takeOperation,
  writeOperation,
} from './scripts.js'

/** A record as it was read, with the version a change of it must name. */
export interface Stored {
  readonly record: OperationRecord
  readonly version: number
}

/** Another operation holds what this one needs. */
export interface Held {
  /** The key of the lock. */
  readonly lock: string
  readonly holder: string
}

/** Whoever writes down a request or a person's word says in the same write that somebody must look within this time: its wake-up may be lost (ms). */
export const lookWithin = 2_000

/** `locking` takes or frees the locks in the same write. `wakeAt`: by when somebody must look (ms). `from`: what was read already. */
export interface UpdateOptions {
  readonly fence?: string
  readonly wakeAt?: number
  readonly locks?: readonly string[]
  readonly locking?: 'lock' | 'unlock'
  readonly from?: Stored
}

export type Change = (record: OperationRecord) => OperationRecord

/** Another worker has drawn a later fence: stop, and change nothing any more. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
}

export type OperationStore = ReturnType<typeof createOperationStore>
export type Lease = Exclude<Awaited<ReturnType<OperationStore['take']>>, 'gone' | 'held'>

/** How often a compare-and-set is tried again when somebody else was faster. */
const contention = 20

/**
 * Operations in Redis, written by compare-and-set only.
 * @param leaseFor milliseconds a worker may be silent before another one may take its operation over
 */
export function createOperationStore(redis: Redis, leaseFor: number) {
  /** A little later than the lease ends, so that whoever looks finds it free. */
  const grace = 500

  async function read(id: string): Promise<Stored | undefined> {
    const [version, record] = await redis.hmget(keys.operation(id), 'version', 'record')
    if (!version || !record) return undefined
    return { record: JSON.parse(record), version: Number(version) }
  }

  /** @param notAfter the store's time in ms after which it must not be created any more: an abandoned request starts nothing */
  async function create(
    record: OperationRecord,
    options: { locks: readonly string[]; takeLocks: boolean; wakeAt: number; notAfter: number },
  ): Promise<'created' | 'late' | Held> {
    const answer = (await createOperation(
      redis,
      [keys.operation(record.id), keys.openOperations, keys.operations, ...options.locks.map(keys.lock)],
      [
        record.id,
        JSON.stringify(record),
        record.requestedAt,
        options.wakeAt,
        options.notAfter,
        options.takeLocks ? 1 : 0,
      ],
    )) as [string, string, string]
    if (answer[0] === 'held') return { lock: answer[1], holder: answer[2] }
    return answer[0] as 'created' | 'late'
  }

  /** Reads, changes and writes until nobody was in between. `undefined`: there is no such operation. */
  async function update(
    id: string,
    change: Change,
    given: UpdateOptions | ((next: OperationRecord) => UpdateOptions) = {},
  ): Promise<Stored | Held | undefined> {
    let stored = typeof given === 'function' ? undefined : given.from
    for (let attempt = 0; attempt < contention; attempt++) {
      stored ??= await read(id)
      if (stored === undefined) return undefined
      const record = change(stored.record)
      if (record === stored.record) return stored
      const options = typeof given === 'function' ? given(record) : given
      const answer = (await writeOperation(
        redis,
        [keys.operation(id), keys.openOperations, ...(options.locks ?? []).map(keys.lock)],
        [
          id,
          stored.version,
          options.fence ?? '',
          JSON.stringify(record),
          options.wakeAt ?? '',
          options.locking ?? '',
        ],
      )) as [string, ...unknown[]]
      if (answer[0] === 'written') return { record, version: Number(answer[1]) }
      if (answer[0] === 'held') return { lock: String(answer[1]), holder: String(answer[2]) }
      if (answer[0] === 'fenced') throw new FencedError(`${id} is run by another worker`)
      if (answer[0] === 'gone') return undefined
      stored = undefined
    }
    throw new Error(`${id} was changed by others ${contention} times in a row`)
  }

  /** Takes an operation over, unless a living worker has it. */
  async function take(id: string, now: number) {
    const wakeAt = now + leaseFor + grace
    const keysOf = [keys.operation(id), keys.operationLease(id), keys.fences, keys.openOperations]
    const answer = (await takeOperation(redis, keysOf, [id, leaseFor, wakeAt])) as [
      string,
      string,
      number,
      string,
    ]
    if (answer[0] === 'gone' || answer[0] === 'held') return answer[0]
    const fence = answer[1]
    const taken: Stored = { record: JSON.parse(answer[3]), version: answer[2] }
    return {
      fence,
      taken,
      /** Whether the operation and its locks are still this worker's; prolongs the lease. */
      async holds(locks: readonly string[], at: number): Promise<boolean> {
        const answer = await holdOperation(
          redis,
          [keys.operation(id), keys.operationLease(id), keys.openOperations, ...locks.map(keys.lock)],
          [id, fence, leaseFor, at + leaseFor + grace],
        )
        return answer === 1
      },
      /**
       * @param known the version this worker goes by; `moved`: somebody has written since, so look again at once
       * @param wakeAt when somebody should look after it again (ms); undefined: never, it is settled
       */
      async release(known: number, wakeAt: number | undefined): Promise<'released' | 'moved' | 'fenced'> {
        const at = wakeAt === undefined ? '' : wakeAt + grace
        const answer = await releaseOperation(
          redis,
          [keys.operation(id), keys.operationLease(id), keys.openOperations],
          [id, fence, known, at],
        )
        return answer as 'released' | 'moved' | 'fenced'
      },
    }
  }

  return {
    read,
    create,
    update,
    take,
    /** The store's own time in ms, for `notAfter`. */
    async time(): Promise<number> {
      const [seconds, microseconds] = await redis.time()
      return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000)
    },
    async overdue(now: number, limit: number): Promise<readonly string[]> {
      return (await claimOverdue(redis, [keys.openOperations], [now, now + leaseFor, limit])) as string[]
    },
    /** Frees a lock whose operation is gone or has ended; nobody else's. */
    async freeIfHeldBy(lock: string, holder: string): Promise<void> {
      await freeLock(redis, [lock], [holder])
    },
    /** Ids of the newest operations, newest first. */
    async newest(limit: number): Promise<readonly string[]> {
      return redis.zrevrange(keys.operations, 0, limit - 1)
    },
  }
}
