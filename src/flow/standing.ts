import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import type { Lane } from './flow.js'
import { flowStanding } from './scripts.js'

/** How much there is to do in a lane. */
export interface LaneStanding {
  /** Flows that are not settled. */
  readonly open: number
  /** Those of them whose time has come, and that nobody looks at. */
  readonly due: number
  /** How long the first of them has been due (ms). */
  readonly lateFor: number
  /** Entries of the queue that no worker has taken. */
  readonly waiting: number
  /** How long the oldest of them has waited (ms). */
  readonly waitedFor: number
  /** Entries that a worker has. */
  readonly underWay: number
  /** Of the first open flows, {@link mostCounted} at most. */
  readonly flows: readonly { readonly kind: string; readonly state: string; readonly number: number }[]
}

/** Flows of a lane that are counted by kind and state; the store is held up for a millisecond or two by so many. */
const mostCounted = 1_000

/** What the store holds of a lane now: one script, however much it is. */
export async function laneStanding(redis: Redis, lane: Lane): Promise<LaneStanding> {
  const answer = await flowStanding(
    redis,
    [keys.openFlows(lane), keys.queueEntries(lane, 'wait'), keys.queueEntries(lane, 'active')],
    [keys.flow(''), keys.queueEntry(lane, ''), mostCounted],
  )
  const [open, due, lateFor, waiting, waitedFor, underWay, ...flows] = answer as [
    ...[number, number, number, number, number, number],
    ...[string, string, number][],
  ]
  return {
    ...{ open, due, lateFor, waiting, waitedFor, underWay },
    flows: flows.map(([kind, state, number]) => ({ kind, state, number })),
  }
}
