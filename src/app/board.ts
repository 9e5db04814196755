import type { Redis } from 'ioredis'
import type { Config } from '../config/config.js'
import type { StoreFault } from '../core/store-fault.js'
import { lanes } from '../flow/flow.js'
import { openFlows } from '../flow/open-flows.js'
import { laneStanding } from '../flow/standing.js'
import type { Route } from '../server/server.js'
import type { RunningOutbox } from '../slack/outbox/outbox.js'

/** More of a lane than anybody reads. */
const mostShown = 100

/** The page of what waits; none where it has no password. Loaded where it has one. */
export async function boardRoutes(options: {
  readonly config: Config
  readonly redis: Redis
  readonly outbox: Pick<RunningOutbox, 'standing'>
  readonly faultOf: (error: unknown) => StoreFault | undefined
  readonly countUnsigned: (reason: string) => void
}): Promise<readonly Route[]> {
  const { config, redis, outbox, faultOf, countUnsigned } = options
  const { tokens } = config.queueBoard
  if (tokens.length === 0) return []
  const { createBoardRoute } = await import('../board/board-route.js')
  async function read() {
    const [standing, ...all] = await Promise.all([
      outbox.standing(),
      ...lanes.map(async (lane) => {
        const [figures, first] = await Promise.all([
          laneStanding(redis, lane),
          openFlows(redis, lane, mostShown),
        ])
        return { lane, standing: figures, first }
      }),
    ])
    return { lanes: all, outbox: standing }
  }
  return [createBoardRoute({ tokens, read, faultOf, countUnsigned })]
}
