import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { serviceNewsOf } from '../aws/service-news.js'
import type { News } from '../changes/next-look.js'
import type { AlertNews } from '../core/alert.js'
import type { Clock } from '../core/clock.js'
import type { HookNews } from '../core/pause.js'
import { type NewsKind, newsKinds, type ServiceNews } from '../core/service-news.js'
import type { Environment } from '../core/environment.js'
import { lockOf } from '../core/service-lock.js'
import { environmentTold } from '../core/told-place.js'
import type { Flows } from '../flow/flows.js'
import type { FlowStore } from '../flow/flow-store.js'
import { keys } from '../redis/keys.js'

/** Changes that are followed, as the queue of events knows them. */
export interface Followers extends News {
  /** Has the change that holds this service look again, where what was told may matter to it. Never rejects: whoever is not woken looks by itself. */
  tell(event: AlertNews | HookNews | ServiceNews): Promise<void>
  /** The queue of events has answered. */
  answered(): void
  stop(): void
}

/** Of what comes many times in a deployment a change is woken once in so long (ms): as often as it would look without events. */
const pace = 10_000
const often: readonly NewsKind[] = ['running', 'gone', 'moved', 'steady']
/** A poll of the queue takes up to 20 s; after this it counts as silent (ms). */
const silentAfter = 45_000
/** Changes whose last wake-up is remembered: of more, one may be woken once too often. */
const mostRemembered = 1_000
/** What was heard is of no use to a change that begins later (ms). */
const keptFor = 24 * 3_600_000

export function createFollowers(options: {
  readonly environments: readonly Environment[]
  readonly redis: Redis
  readonly store: Pick<FlowStore, 'holders'>
  readonly flows: Pick<Flows, 'wake'>
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
  readonly timeScale: number
}): Followers {
  const { environments, redis, store, flows, clock, logger, timeScale } = options
  const wokenAt = new Map<string, number>()
  const later = new Map<string, NodeJS.Timeout>()

  async function wake(id: string): Promise<void> {
    clearTimeout(later.get(id))
    later.delete(id)
    if (wokenAt.size >= mostRemembered) wokenAt.clear()
    wokenAt.set(id, clock.now())
    await flows.wake(id)
  }

  function wakeIn(id: string, after: number): void {
    if (later.has(id)) return
    const timer = setTimeout(() => void wake(id), after)
    timer.unref()
    later.set(id, timer)
  }

  async function wakeInPace(id: string, what: NewsKind): Promise<void> {
    const since = clock.now() - (wokenAt.get(id) ?? Number.NEGATIVE_INFINITY)
    if (!often.includes(what) || since >= pace * timeScale) return wake(id)
    wakeIn(id, pace * timeScale - since)
  }

  async function hear(news: ServiceNews): Promise<void> {
    if (environmentTold(environments, news) === undefined) return
    const { cluster, service, what } = news
    const lock = lockOf(cluster, service)
    const holders = (await store.holders(keys.held(lock))).filter((id) => id.startsWith('op-'))
    if (holders.length === 0) return
    const key = keys.newsOf(lock)
    const [waitsFor, begun] = await redis.hmget(key, 'for', 'begun')
    await redis.multi().hset(key, what, clock.now()).pexpire(key, keptFor).exec()
    if (typeof waitsFor === 'string' && !waitsFor.split(' ').includes(what)) return
    // That its own deployment has begun is no news to whoever began it; that another one has, is.
    if (what === 'begun' && begun === null) return
    for (const id of holders) await wakeInPace(id, what)
  }

  /** @returns when each kind was heard last */
  async function expectOf(
    key: string,
    by: readonly NewsKind[] | undefined,
  ): Promise<Readonly<Record<string, string>>> {
    if (by === undefined) {
      await redis.hdel(key, 'for')
      return {}
    }
    const answers = await redis
      .multi()
      .hset(key, 'for', by.join(' '))
      .pexpire(key, keptFor)
      .hgetall(key)
      .exec()
    return (answers?.[2]?.[1] ?? {}) as Readonly<Record<string, string>>
  }

  return {
    async tell(event) {
      const news = serviceNewsOf(event)
      if (news === undefined) return
      await hear(news).catch((error: unknown) =>
        logger.warn({ err: error, ...news }, 'A change was not told of an event; it looks by itself'),
      )
    },

    answered() {
      void redis.set(keys.newsAnswered, '1', 'PX', silentAfter).catch(() => undefined)
    },

    async expect(names, told) {
      const [heard = {}] = await Promise.all(
        (told === undefined ? names : [told.of, ...names.filter((name) => name !== told.of)]).map((name) =>
          expectOf(keys.newsOf(name), told === undefined ? undefined : name === told.of ? told.by : []),
        ),
      )
      if (told === undefined || (await redis.exists(keys.newsAnswered)) === 0) return undefined
      return new Map(newsKinds.flatMap((kind) => (heard[kind] ? [[kind, Number(heard[kind])]] : [])))
    },

    stop() {
      for (const timer of later.values()) clearTimeout(timer)
      later.clear()
    },
  }
}
