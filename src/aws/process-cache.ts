import type { Clock } from '../core/clock.js'
import type { Json } from '../core/json.js'
import type { AnswerSource, Dated, Freshness, ProcessCache } from '../core/kept-answers.js'
import { BoundedMap } from './bounded-map.js'

interface Kept extends Dated<unknown> {
  /** How many changes there had been when it was asked for. */
  readonly changes: number
}

interface Failure {
  readonly at: number
  readonly error: unknown
}

export interface ProcessCacheOptions {
  /** Names it remembers; beyond them the one used longest ago is forgotten. Default 1,000. */
  readonly size?: number
  /** Less than 1: answers stay fresh for less, in the sandbox's faster time. Default 1. */
  readonly timeScale?: number
  /** Sees where each answer came from, for /metrics. */
  readonly observe?: (source: AnswerSource) => void
}

/** Answers that all who ask in this process share: one running question, one last answer. It keeps nothing when the process ends. */
export function createProcessCache(clock: Clock, options: ProcessCacheOptions = {}): ProcessCache {
  const { size = 1_000, timeScale = 1, observe = () => undefined } = options
  const kept = new BoundedMap<string, Kept>(size)
  const failures = new BoundedMap<string, Failure>(size)
  const asking = new Map<string, Promise<Dated<unknown>>>()
  let changes = 0

  function keep(name: string, answer: Kept): void {
    failures.delete(name)
    if ((kept.get(name)?.at ?? 0) <= answer.at) kept.set(name, answer)
  }

  function lastKnown(name: string, { knownFor }: Pick<Freshness, 'knownFor'>): Dated<unknown> | undefined {
    const last = kept.get(name)
    return last === undefined || clock.now() - last.at >= knownFor ? undefined : dated(last)
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
    const before = changes
    const current = () => asking.get(name) === answer
    const answer: Promise<Dated<unknown>> = Promise.resolve()
      .then(ask)
      .then(
        (value) => {
          if (current()) keep(name, { value, at, changes: before })
          return { value, at }
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
    standIn,
    remember: (name, { value, at }) => keep(name, { value, at, changes }),
    peek(name) {
      const last = kept.get(name)
      return last && dated(last)
    },
    knows: (name, freshness) => lastKnown(name, freshness) !== undefined,
    async read<Value>(name: string, freshness: Freshness, ask: () => Promise<Value>) {
      const now = clock.now()
      const last = kept.get(name)
      const isFresh = last !== undefined && now - last.at < freshness.freshFor * timeScale
      if (isFresh && last.changes === changes) {
        observe('fresh')
        return dated(last) as Dated<Value>
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
    async readAnew<Value>(name: string, ask: () => Promise<Value>) {
      observe('asked')
      const answer = { at: clock.now(), changes }
      const value = await ask()
      keep(name, { ...answer, value })
      return { at: answer.at, value }
    },
    async known(name) {
      const last = kept.get(name)
      return last && (dated(last) as Dated<Json>)
    },
    forget(name) {
      kept.delete(name)
      failures.delete(name)
      asking.delete(name)
      return Promise.resolve()
    },
    outdate() {
      changes += 1
      asking.clear()
    },
  }
}

function dated({ value, at }: Kept): Dated<unknown> {
  return { value, at }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
