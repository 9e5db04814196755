import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { Json } from '../core/json.js'
import type { AnswerSource, Dated, Freshness, ProcessCache, SharedCache } from '../core/kept-answers.js'
import { keys } from './keys.js'
import { failureOf, messageOf, writeFailure } from './shared-failure.js'
import { lookAtAnswer, prolongLease, publishAnswer, publishFailure } from './shared-cache-scripts.js'

export interface SharedCacheOptions {
  /** An `edge` connection: it fails at once where the store is away. */
  readonly redis: Redis
  /** What this process remembers by itself: it stands in for the store. */
  readonly local: ProcessCache
  readonly clock: Clock
  readonly logger: Logger
  /** Sees where each answer came from, for /metrics. */
  readonly observe?: (source: AnswerSource) => void
  /** ms after which another process asks when the one that asks has died. Default 3,000. */
  readonly leaseFor?: number
  /** ms after which a question that is still running holds back nobody any more. Default 30,000. */
  readonly askFor?: number
}

interface Kept {
  readonly verdict: 'fresh' | 'failed' | 'ask' | 'wait'
  readonly answer: Dated<Json> | undefined
  readonly failure: string
  readonly by: string
}

/** ms. The pauses between two looks of a process that waits grow from the first to the second. */
const firstPause = 15
const longestPause = 250
/** ms. Who waits must get to see that asking failed, even where nobody keeps off afterwards. */
const failureShownFor = 5_000
/** ms. A store that is away is left alone for so long. */
const leaveAloneFor = 1_000
/** ms. In a process that has just started the connection is not up yet: worth this much to share from the first answer on. */
const connectsWithin = 500

/**
 * Answers that all processes share through the store: whoever takes the lease asks, the others wait for what is published. Without the
 * store each process shares among its own readers, with what it remembers; the store never makes a read fail.
 */
export function createSharedCache(options: SharedCacheOptions): SharedCache {
  const {
    redis,
    local,
    clock,
    logger,
    leaseFor = 3_000,
    askFor = 30_000,
    observe = () => undefined,
  } = options
  const reading = new Map<string, Promise<Dated<Json>>>()
  let awayUntil = 0
  let connected: Promise<unknown> | undefined

  function away(error: unknown): void {
    awayUntil = performance.now() + leaveAloneFor
    logger.warn({ err: error }, 'The store does not answer: this process shares answers only with itself')
  }

  async function look(name: string, freshness: Freshness, token: string, seen: string): Promise<Kept> {
    const [verdict, at, value, failure, by] = (await lookAtAnswer(
      redis,
      [keys.answer(name), keys.answerLease(name)],
      [clock.now(), freshness.freshFor, freshness.failedFor, token, leaseFor, seen],
    )) as [Kept['verdict'], string, string, string, string]
    const answer = value === '' ? undefined : { at: Number(at), value: JSON.parse(value) as Json }
    return { verdict, answer, failure, by }
  }

  async function through(name: string, freshness: Freshness, ask: () => Promise<Json>): Promise<Dated<Json>> {
    connected ??= firstConnection(redis)
    await connected
    const token = randomUUID()
    let seen = '-'
    for (let pause = firstPause; ; pause = Math.min(pause * 1.6, longestPause)) {
      if (performance.now() < awayUntil) return local.read(name, freshness, ask)
      let kept: Kept
      try {
        kept = await look(name, freshness, token, seen)
      } catch (error) {
        away(error)
        return local.read(name, freshness, ask)
      }
      if (kept.answer !== undefined) local.remember(name, kept.answer)
      if (kept.verdict === 'fresh' && kept.answer !== undefined) {
        observe(seen === '-' ? 'fresh' : 'shared')
        return kept.answer
      }
      if (kept.verdict === 'failed') return instead(name, freshness, failureOf(kept.failure))
      if (kept.verdict === 'ask') return lead(name, freshness, token, ask)
      if (seen === '-') seen = kept.by
      await sleep(pause)
    }
  }

  function instead(name: string, freshness: Freshness, error: unknown): Dated<Json> {
    const last = local.standIn(name, freshness, messageOf(error))
    if (last === undefined) throw error
    return last as Dated<Json>
  }

  /** Asks for all, and tells them what came of it. */
  async function lead(
    name: string,
    freshness: Freshness,
    token: string,
    ask: () => Promise<Json>,
  ): Promise<Dated<Json>> {
    const both = [keys.answer(name), keys.answerLease(name)]
    const end = stayLeader(name, token)
    observe('asked')
    const at = clock.now()
    try {
      const answer = { at, value: await ask() }
      local.remember(name, answer)
      const text = JSON.stringify(answer.value)
      await publishAnswer(redis, both, [token, at, text, Math.max(1, freshness.knownFor)]).catch(away)
      return answer
    } catch (error) {
      const expiry = Math.max(freshness.failedFor, failureShownFor)
      await publishFailure(redis, both, [token, clock.now(), writeFailure(error), expiry]).catch(away)
      return instead(name, freshness, error)
    } finally {
      end()
    }
  }

  /** Prolongs the lease while the question runs, but not for ever. */
  function stayLeader(name: string, token: string): () => void {
    const until = performance.now() + askFor
    const timer = setInterval(() => {
      if (performance.now() > until) return clearInterval(timer)
      prolongLease(redis, [keys.answerLease(name)], [token, leaseFor]).catch(() => undefined)
    }, leaseFor / 3)
    return () => clearInterval(timer)
  }

  return {
    read<Value extends Json>(name: string, freshness: Freshness, ask: () => Promise<Value>) {
      // Who wants it fresher must not be given what somebody content with less is about to get.
      const same = JSON.stringify([name, freshness.freshFor, freshness.knownFor, freshness.failedFor])
      const running = reading.get(same)
      if (running !== undefined) {
        observe('shared')
        return running as Promise<Dated<Value>>
      }
      const answer = through(name, freshness, ask).finally(() => {
        if (reading.get(same) === answer) reading.delete(same)
      })
      reading.set(same, answer)
      return answer as Promise<Dated<Value>>
    },
    async known(name) {
      try {
        const [at, value] = await redis.hmget(keys.answer(name), 'at', 'value')
        return at && value ? { at: Number(at), value: JSON.parse(value) as Json } : undefined
      } catch (error) {
        away(error)
        return local.known(name)
      }
    },
    async forget(name) {
      await local.forget(name)
      await redis.del(keys.answer(name), keys.answerLease(name)).catch(away)
    },
  }
}

/** Resolves when the connection is up, or will not be for a while. */
async function firstConnection(redis: Redis): Promise<void> {
  if (redis.status !== 'connecting' && redis.status !== 'connect') return
  let up = () => {}
  const ready = new Promise<void>((resolve) => {
    up = resolve
    redis.once('ready', up)
  })
  await Promise.race([ready, sleep(connectsWithin, undefined, { ref: false })])
  redis.off('ready', up)
}
