import type { Json } from './json.js'

/** An answer, and how old it is. */
export interface Dated<Value> {
  readonly value: Value
  /** When it was asked for, ms since the epoch. */
  readonly at: number
  /** Why there is nothing newer, in words, where there should be: the last known answer stands in. */
  readonly instead?: string
}

/** How long an answer is good for, all in ms. */
export interface Freshness {
  /** Within this time nobody asks again. */
  readonly freshFor: number
  /** Within this time it stands in when asking fails. */
  readonly knownFor: number
  /** After a failure nobody asks again for so long: whoever comes gets the last known answer, or the failure. */
  readonly failedFor: number
}

/** Answers that all processes share: while one asks, the others wait for what it finds. */
export interface SharedCache {
  /**
   * The answer under a name, asked for at most once at a time by all processes together.
   * @param name unique among everything that is kept, such as `alarms:ap-southeast-2:ohmycoins-staging-`
   * @throws what `ask` threw, when nothing known can stand in; in a process that only waited: an Error with the same message
   */
  read<Value extends Json>(
    name: string,
    freshness: Freshness,
    ask: () => Promise<Value>,
  ): Promise<Dated<Value>>
  /** The last known answer, however old, without asking anybody; undefined: none that is still kept. */
  known(name: string): Promise<Dated<Json> | undefined>
  /** Forgets one answer, so that the next who comes asks. */
  forget(name: string): Promise<void>
}

/** Answers of one process, of whatever kind, gone when it ends: the same contract, and what lets it stand in for a store that is away. */
export interface ProcessCache extends SharedCache {
  /** @throws what `ask` threw, when nothing known can stand in */
  read<Value>(name: string, freshness: Freshness, ask: () => Promise<Value>): Promise<Dated<Value>>
  /** Asks whatever is known, shares the question with nobody, and remembers the answer. @throws what `ask` threw */
  readAnew<Value>(name: string, ask: () => Promise<Value>): Promise<Dated<Value>>
  /** What others found out, unless something newer is known here. */
  remember(name: string, answer: Dated<unknown>): void
  /** The last known answer, however old. */
  peek(name: string): Dated<unknown> | undefined
  /** Whether there is an answer that could stand in. */
  knows(name: string, freshness: Pick<Freshness, 'knownFor'>): boolean
  /** The last known answer that may stand in for a failure, and why there is nothing newer. */
  standIn(name: string, freshness: Pick<Freshness, 'knownFor'>, why: string): Dated<unknown> | undefined
  /**
   * Something was changed: nothing that was asked for before counts as fresh any more, and nobody shares a question that is on its way. For a
   * failure it may still stand in.
   */
  outdate(): void
}

/** Where an answer came from: AWS was asked for it, it was shared with somebody who asked, it was still fresh, or it stood in for a failure. */
export type AnswerSource = 'asked' | 'shared' | 'fresh' | 'last known'
