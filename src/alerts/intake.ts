import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { AlertNews } from '../core/alert.js'
import type { HookNews } from '../core/pause.js'
import type { ServiceNews } from '../core/service-news.js'
import type { Taken } from './take-events.js'

/** A message of the queue. */
export interface IntakeMessage {
  readonly id: string
  readonly body: string
  readonly receipt: string
}

export type News = AlertNews | HookNews | ServiceNews

/** What a message turned out to be. */
export type ReadMessage =
  | { readonly kind: 'event'; readonly event: News }
  | { readonly kind: 'unknown' | 'malformed'; readonly what: string }

export interface IntakeOptions {
  /** Waits for messages; those that are not deleted come again. */
  readonly receive: (signal: AbortSignal) => Promise<readonly IntakeMessage[]>
  readonly delete: (message: IntakeMessage) => Promise<void>
  readonly read: (body: string) => ReadMessage
  /** @throws when it may not be kept */
  readonly take: (event: News) => Promise<Taken>
  /** The queue has answered, whether it had something or not. */
  readonly answered: () => void
  /** Counts what came of a message. */
  readonly count: (outcome: IntakeOutcome) => void
  readonly logger: Logger
}

export type IntakeOutcome = Taken | 'unknown' | 'malformed' | 'failed'

/** After a failure it waits, longer and longer (ms). */
const firstPause = 500
const longestPause = 30_000
/** Anybody who may write to the queue could fill the log (ms). */
const logEvery = 60_000

/**
 * Works through the queue until it is stopped: a message is deleted once a flow has what it tells, or once it is known that it tells nothing. Several
 * processes may do so at once.
 */
export function startIntake(options: IntakeOptions): { stop(): Promise<void> } {
  const { logger } = options
  const stopping = new AbortController()
  let loggedAt = Number.NEGATIVE_INFINITY
  let unlogged = 0

  function logMalformed(what: string): void {
    unlogged += 1
    if (Date.now() - loggedAt < logEvery) return
    logger.warn({ what, messages: unlogged }, 'The queue of events had messages that are none')
    loggedAt = Date.now()
    unlogged = 0
  }

  async function work(message: IntakeMessage): Promise<void> {
    const read = options.read(message.body)
    if (read.kind === 'malformed') logMalformed(read.what)
    const outcome = read.kind === 'event' ? await options.take(read.event) : read.kind
    await options.delete(message)
    options.count(outcome)
  }

  async function once(): Promise<void> {
    const messages = await options.receive(stopping.signal)
    options.answered()
    // One by one: what belongs together came together, and each takes a few calls of the store.
    for (const message of messages) {
      try {
        await work(message)
      } catch (error) {
        // It comes again once its visibility timeout is over, and goes to the dead-letter queue when that never helps.
        options.count('failed')
        logger.warn({ err: error, message: message.id }, 'An event was not taken; it comes again')
      }
    }
  }

  async function run(): Promise<void> {
    for (let pause = firstPause; !stopping.signal.aborted; ) {
      try {
        await once()
        pause = firstPause
      } catch (error) {
        if (stopping.signal.aborted) return
        logger.warn({ err: error }, 'The queue of events did not answer; it is asked again')
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
        pause = Math.min(pause * 2, longestPause)
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
