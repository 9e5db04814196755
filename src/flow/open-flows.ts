import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import { storeTime } from '../redis/store-time.js'
import type { Lane } from './flow.js'

/** An open flow as who runs ohmy sees it: without its record, in which people's words stand. */
export interface OpenFlow {
  readonly id: string
  readonly kind: string
  readonly state: string
  /** ms until it is looked at; less than 0: it is late by so much. */
  readonly dueIn: number
  /** A worker has it now. */
  readonly isHeld: boolean
  /** Looks in a row that met a fault. */
  readonly faults: number
  /** By which the log knows it; empty: nobody knows. */
  readonly trace: string
}

const fields = ['kind', 'state', 'faults', 'trace'] as const

/** The open flows of a lane that are due first. Two round trips, however many there are. */
export async function openFlows(redis: Redis, lane: Lane, most: number): Promise<readonly OpenFlow[]> {
  const now = await storeTime(redis)
  const scored = await redis.zrange(keys.openFlows(lane), '0', String(most - 1), 'WITHSCORES')
  const flows = scored.flatMap((id, index) =>
    index % 2 === 0 ? [{ id, dueIn: Number(scored[index + 1]) - now }] : [],
  )
  const pipeline = redis.pipeline()
  for (const { id } of flows) pipeline.hmget(keys.flow(id), ...fields).exists(keys.flowLease(id))
  const answers = ((await pipeline.exec()) ?? []).map(([error, answer]) => {
    if (error) throw error
    return answer
  })
  return flows.flatMap(({ id, dueIn }, index) => {
    const [kind, state, faults, trace] = answers[2 * index] as (string | null)[]
    if (!kind) return []
    const isHeld = answers[2 * index + 1] === 1
    const id32 = trace?.split(' ')[1] ?? ''
    return [{ id, kind, state: state ?? 'unknown', dueIn, isHeld, faults: Number(faults ?? 0), trace: id32 }]
  })
}
