import { BoundedMap } from './bounded-map.js'
import type { Clock } from './clock.js'
import type { Json } from './json.js'
import type { AnswerSource, Dated, Freshness, SharedCache } from './shared-cache.js'

/** The same contract inside one process, for whatever value, and what lets it stand in for a store that is away. */
export interface LocalCache extends SharedCache {
  /** @throws what `ask` threw, when nothing known can stand in */
  read<Value>(name: string, freshness: Freshness, ask: () => Promise<Value>): Promise<Dated<Value>>
  /** What others found out, unless something newer is known here. */
  remember(name: string, answer: Dated<unknown>): void
  /** Whether there is an answer that could stand in. */
  knows(name: string, freshness: Pick<Freshness, 'knownFor'>): boolean
  /** The last known answer that may stand in for a failure, and why there is nothing newer. */
  standIn(name: string, freshness: Pick<Freshness, 'knownFor'>, why: string): Dated<unknown> | undefined
}

interface Failure {
  readonly at: number
  readonly error: unknown
}

export interface LocalCacheOptions {
  /** Names it remembers; beyond them the one used longest ago is forgotten. Default 1,000. */
  readonly size?: number
  /** Sees where each answer came from, for /metrics. */
  readonly observe?: (source: AnswerSource) => void
}

/** Answers that all who ask in this process share: one running question, one last answer. It keeps nothing when the process ends. */
export function createLocalCache(clock: Clock, options: LocalCacheOptions = {}): LocalCache {
  const { size = 1_000, observe = () => undefined } = options
  const known = new BoundedMap<string, Dated<unknown>>(size)
  const failures = new BoundedMap<string, Failure>(size)
  const asking = new Map<string, Promise<Dated<unknown>>>()

  function remember(name: string, { value, at }: Dated<unknown>): void {
    failures.delete(name)
    if ((known.get(name)?.at ?? 0) <= at) known.set(name, { value, at })
  }

  function lastKnown(name: string, { knownFor }: Pick<Freshness, 'knownFor'>): Dated<unknown> | undefined {
    const last = known.get(name)
    return last === undefined || clock.now() - last.at >= knownFor ? undefined : last
  }

  function standIn(
    name: string,
    freshness: Pick<Freshness, 'knownFor'>,
    why: string,
  ): Dated<unknown> | undefined {
    const last = lastKnown(name, freshness)
    if (last === undefined) return undefined
    observe('last known')
    return { ...last, instead: why }
  }

  function failed(name: string, freshness: Freshness, error: unknown): Dated<unknown> {
    const last = standIn(name, freshness, messageOf(error))
    if (last === undefined) throw error
    return last
  }

  /** The running question's answer, else a new question's. What was forgotten meanwhile is not remembered when it comes. */
  function share(name: string, ask: () => Promise<unknown>): Promise<Dated<unknown>> {
    const running = asking.get(name)
    observe(running === undefined ? 'asked' : 'shared')
    if (running !== undefined) return running
    const at = clock.now()
    const current = () => asking.get(name) === answer
    const answer: Promise<Dated<unknown>> = Promise.resolve()
      .then(ask)
      .then(
        (value) => {
          const dated = { value, at }
          if (current()) remember(name, dated)
          return dated
        },
        (error: unknown) => {
          if (current()) failures.set(name, { at: clock.now(), error })
          throw error
        },
      )
      .finally(() => {
        if (current()) asking.delete(name)
      })
    asking.set(name, answer)
    return answer
  }

  return {
    remember,
    standIn,
    knows: (name, freshness) => lastKnown(name, freshness) !== undefined,
    async read<Value>(name: string, freshness: Freshness, ask: () => Promise<Value>) {
      const now = clock.now()
      const last = known.get(name)
      if (last !== undefined && now - last.at < freshness.freshFor) {
        observe('fresh')
        return last as Dated<Value>
      }
      const failure = failures.get(name)
      if (failure !== undefined && now - failure.at < freshness.failedFor) {
        return failed(name, freshness, failure.error) as Dated<Value>
      }
      try {
        return (await share(name, ask)) as Dated<Value>
      } catch (error) {
        return failed(name, freshness, error) as Dated<Value>
      }
    },
    async known(name) {
      return known.get(name) as Dated<Json> | undefined
    },
    forget(name) {
      known.delete(name)
      failures.delete(name)
      asking.delete(name)
      return Promise.resolve()
    },
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
