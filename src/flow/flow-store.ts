import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import type { Hold, Lane, Next } from './flow.js'
import { createFlow, holdFlow, releaseFlow, takeDueFlows, takeFlow, writeFlow } from './scripts.js'

/** A flow as it was read, with the version a change of it must name. */
export interface Stored {
  readonly id: string
  readonly kind: string
  readonly version: number
  /** Not parsed yet. */
  readonly record: unknown
  /** What it was begun in: see core/tracing.ts. */
  readonly trace?: string
}

/** Another worker has drawn a later fence: stop, and change nothing any more. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
  constructor(id: string) {
    super(`${id} is looked after by another worker`)
  }
}

/** Others hold all there is of something. */
export class FullError extends Error {
  override readonly name = 'FullError'
  /** @param key of the set of those that hold it */
  constructor(
    id: string,
    readonly key: string,
  ) {
    super(`There is no room for ${id} in ${key}`)
  }
}

export type FlowStore = ReturnType<typeof createFlowStore>

/** A flow that is this worker's for now. */
export interface Lease {
  readonly id: string
  readonly kind: string
  readonly fence: string
  /** As it was taken. */
  readonly stored: Stored
  /** The version of the message that was handed over for sure. */
  readonly shown: number
  /** Looks in a row that met a fault. */
  readonly faults: number
  /** What it was begun in; empty: nobody knows. */
  readonly trace: string
  /** Whether the flow and all of this are still this worker's; prolongs the lease. */
  holds(holds: readonly Hold[]): Promise<boolean>
  /** @returns `moved`: somebody has had a word since that version, or woke it, and it is still this worker's */
  release(end: {
    readonly version: number
    readonly shown: number
    readonly faults: number
    readonly next: Next
    readonly keptFor: number
  }): Promise<'released' | 'moved' | 'fenced'>
}

export interface Due {
  readonly leases: readonly Lease[]
  /** ms until the next one is due; undefined: none is open. */
  readonly next: number | undefined
}

/** Fence, kind, version, record, shown, faults, trace: as the scripts say it. */
type Taken = [string, string, number, string, number, number, string]

/** Whoever wrote a word wakes a worker; where that is lost, one looks by then (ms). */
const lookWithin = 2_000
/** A little later than the lease ends, so that whoever looks finds it free (ms). */
const grace = 500

/**
 * Flows in the store, written by compare-and-set only. All times are the store's.
 * @param leaseFor milliseconds a worker may be silent before another one may take its flow over
 */
export function createFlowStore(redis: Redis, leaseFor: number) {
  function leaseOf(id: string, lane: Lane, taken: Taken): Lease {
    const [fence, kind, version, record, shown, faults, trace] = taken
    const own = [keys.flow(id), keys.flowLease(id), keys.openFlows(lane)]
    return {
      id,
      kind,
      fence,
      // Not before its look: one that cannot be read must not keep the others that were taken with it from theirs.
      get stored() {
        return { id, kind, version, record: JSON.parse(record) as unknown }
      },
      shown,
      faults,
      trace,
      async holds(holds) {
        return (await holdFlow(redis, [...own, ...holds.map(keyOf)], [id, fence, leaseFor, grace])) === 1
      },
      async release(end) {
        const again = end.next === 'settled' ? '' : Math.ceil(end.next.again)
        const args = [id, fence, end.version, end.shown, end.faults, again, end.keptFor]
        return (await releaseFlow(redis, own, args)) as 'released' | 'moved' | 'fenced'
      },
    }
  }

  return {
    async read(id: string): Promise<Stored | undefined> {
      return storedOf(id, await redis.hmget(keys.flow(id), ...fields))
    },

    /** Many at once; those that are gone are left out. */
    async readAll(ids: readonly string[]): Promise<readonly Stored[]> {
      const pipeline = redis.pipeline()
      for (const id of ids) pipeline.hmget(keys.flow(id), ...fields)
      const answers = (await pipeline.exec()) ?? []
      return answers.flatMap(([error, answer], index) => {
        if (error) throw error
        return storedOf(ids[index] ?? '', answer as Answered) ?? []
      })
    },

    /**
     * @param flow.notAfter the store's time in ms after which it must not be kept any more: a request that was given up starts nothing
     * @returns `there`: one of that id was kept before
     * @throws FullError
     */
    async create(flow: {
      readonly id: string
      readonly kind: string
      readonly lane: Lane
      readonly record: unknown
      readonly holds: readonly Hold[]
      readonly keptFor: number
      readonly notAfter?: number | undefined
      /** As `About` says it: kept beside the record, to be counted by. */
      readonly state?: string
      readonly trace?: string
    }): Promise<'created' | 'there' | 'late'> {
      const { id, kind, lane, record, holds, keptFor, notAfter = '', state = '', trace = '' } = flow
      const about = [id, kind, JSON.stringify(record), lookWithin, notAfter, keptFor, state, trace]
      const [answer, key] = (await createFlow(
        redis,
        [keys.flow(id), keys.openFlows(lane), keys.flows(kind), ...holds.map(keyOf)],
        [...about, ...holds.map(({ most }) => most)],
      )) as ['created' | 'there' | 'late'] | ['held', string]
      if (answer === 'held') throw new FullError(id, key)
      return answer
    },

    /**
     * Replaces the record, if it still has the version that was read.
     * @param options.fence a worker's; absent: a person's word, and somebody looks within two seconds
     * @returns the new version; `moved`: somebody else was faster
     * @throws FullError; FencedError
     */
    async write(
      stored: Stored,
      record: unknown,
      options: {
        readonly lane: Lane
        readonly fence: string | undefined
        readonly state: string
        readonly taken: readonly Hold[]
        readonly freed: readonly Hold[]
      },
    ): Promise<number | 'moved' | 'gone'> {
      const { id, version } = stored
      const { lane, fence = '', state, taken, freed } = options
      const [answer, told] = (await writeFlow(
        redis,
        [keys.flow(id), keys.openFlows(lane), ...taken.map(keyOf), ...freed.map(keyOf)],
        [
          id,
          version,
          fence,
          JSON.stringify(record),
          lookWithin,
          state,
          taken.length,
          ...taken.map(({ most }) => most),
        ],
      )) as ['written', number] | ['held', string] | ['moved' | 'gone' | 'fenced']
      if (answer === 'written') return told
      if (answer === 'held') throw new FullError(id, told)
      if (answer === 'fenced') throw new FencedError(id)
      return answer
    },

    /** Takes a flow over, unless a living worker has it: that one looks once more then. */
    async take(id: string, lane: Lane): Promise<Lease | 'gone' | 'held'> {
      const owned = [keys.flow(id), keys.flowLease(id), keys.fences, keys.openFlows(lane)]
      const answer = (await takeFlow(redis, owned, [id, leaseFor, grace])) as
        | ['gone' | 'held']
        | ['taken', ...Taken]
      if (answer[0] !== 'taken') return answer[0]
      const [, ...taken] = answer
      return leaseOf(id, lane, taken)
    },

    /** Takes over what is to be looked at by now; with the ms until the next one is, undefined where there is none. */
    async takeDue(lane: Lane, most: number): Promise<Due> {
      const answer = await takeDueFlows(
        redis,
        [keys.openFlows(lane), keys.fences],
        [keys.flow(''), leaseFor, grace, most],
      )
      const [next, ...due] = answer as [number | '', ...[string, ...Taken][]]
      const leases = due.map(([id, ...taken]) => leaseOf(id, lane, taken))
      return { leases, next: next === '' ? undefined : next }
    },

    /** Ids of those that hold it. @param key as in `FullError` */
    holders: (key: string): Promise<readonly string[]> => redis.smembers(key),

    /** Takes from a flow what it holds no longer by right. @param key as in `FullError` */
    async free(key: string, id: string): Promise<void> {
      await redis.srem(key, id)
    },

    /** Ids of a kind that were begun in that time, newest first. */
    begun: (
      kind: string,
      { since, until, from, most }: { since: number; until: number; from: number; most: number },
    ): Promise<readonly string[]> =>
      redis.zrevrangebyscore(keys.flows(kind), until, since, 'LIMIT', from, most),

    /** Ids that have not been settled, of all kinds of that lane. */
    open: (lane: Lane, most: number): Promise<readonly string[]> =>
      redis.zrange(keys.openFlows(lane), '0', String(most - 1)),
  }
}

const fields = ['kind', 'version', 'record', 'trace'] as const
type Answered = readonly (string | null)[]

function storedOf(id: string, [kind, version, record, trace]: Answered): Stored | undefined {
  if (!kind || !version || !record) return undefined
  return { id, kind, version: Number(version), record: JSON.parse(record), ...(trace ? { trace } : {}) }
}

function keyOf({ name }: Hold): string {
  return keys.held(name)
}
