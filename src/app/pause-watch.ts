import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { allServices } from '../aws/all-services.js'
import type { AwsFor } from '../aws/aws.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { keys } from '../redis/keys.js'

/** Nobody waits for a decision of seconds: pauses are configured in minutes, a day by default (ms). */
const looksEvery = 60_000
/** Where events come, or nothing is configured to pause: they may be lost, and configurations change. Times as long as otherwise. */
const seldom = 10
/** In a cluster of this many services a look takes as many calls as may be spent in a minute. */
const servicesOften = 100

/**
 * Looks for deployments that wait for somebody: one call for ten services, and one more while something is deployed. Of all processes one looks. Never rejects.
 */
export function watchForPauses(options: {
  readonly redis: Redis
  readonly environments: readonly Environment[]
  readonly aws: AwsFor
  readonly hasEvents: boolean
  /** Meets what waits. @returns whether any of these services is configured to pause */
  readonly lookIn: (
    environment: Environment,
    refs: readonly ServiceRef[],
  ) => Promise<{ readonly pauses: boolean }>
  readonly logger: Logger
  /** ms between looks where there are no events, and before the first one. Default: a minute. */
  readonly every?: number
}): { stop(): Promise<void> } {
  const { redis, environments, aws, hasEvents, lookIn, logger, every = looksEvery } = options
  const stopping = new AbortController()
  // Each environment waits on it: Node takes more than ten for a leak.
  setMaxListeners(environments.length + 1, stopping.signal)

  /** @returns ms until the next look */
  async function look(environment: Environment): Promise<number> {
    const refs = await allServices(aws(environment))
    const { pauses } = await lookIn(environment, refs)
    return hasEvents || !pauses || refs.length > servicesOften ? every * seldom : every
  }

  async function watch(environment: Environment): Promise<void> {
    const { signal } = stopping
    for (let pause = every; ; ) {
      await sleep(pause, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      try {
        const name = keys.pausesLookedFor(environment.name)
        const isMine = (await redis.set(name, '1', 'PX', Math.ceil(pause * 0.9), 'NX')) === 'OK'
        if (isMine) pause = await look(environment)
      } catch (error) {
        if (signal.aborted) return
        logger.warn(
          { err: error, environment: environment.name },
          'Deployments that wait were not looked for',
        )
      }
    }
  }

  const running = Promise.all(environments.map(watch))
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
