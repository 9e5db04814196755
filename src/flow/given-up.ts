import type { Clock } from '../core/clock.js'

/** A request the store answers later than this was given up: it must not start anything (ms). */
const createWithin = 2_000

/** What a flow is begun for that Slack may deliver again: see `RequestOptions` of operations. */
export interface Asked {
  readonly id: string
  readonly hold: () => Promise<number | undefined>
}

/** The store's time (ms) after which what is asked for now must not begin any more. @param clock the store's */
export async function givenUpAt(clock: Clock, hold?: Asked['hold']): Promise<number> {
  return Math.min(clock.now() + createWithin, (await hold?.()) ?? Infinity)
}
