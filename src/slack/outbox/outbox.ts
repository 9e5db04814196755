import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Clock } from '../../core/clock.js'
import { createChannelNames } from './channel-names.js'
import type { Letter, Outbox } from './contract.js'
import { deliver } from './deliver.js'
import { createLetterStore, type ClaimedLetter, type DueLetter } from './letter-store.js'
import type { DeliveryParts, Outcome } from './outcome.js'
import type { PacedMethod } from './pace.js'
import type { Fetch } from './response-url.js'
import type { SlackCalls } from './slack-calls.js'

export interface OutboxOptions {
  /** A connection for `engine` work. The outbox leaves it open. */
  readonly redis: Redis
  /** From `createWebClient`: with a timeout, and without retries of its own. */
  readonly slack: SlackCalls
  readonly clock: Clock
  readonly logger: Logger
  /** For response_urls. */
  readonly fetch?: Fetch
  /** From 0 to 1, to spread retries. */
  readonly random?: () => number
  /** A deliverer that is silent for longer (ms) is taken for dead: 10,000, more than a call to Slack and one to the store take. */
  readonly leaseFor?: number
}

export interface RunningOutbox extends Outbox {
  /** Starts delivering, also what other processes left behind. */
  start(): void
  /** Takes no more letters and lets calls under way end, 6 s at most. What is left is delivered by another process or after the next start. */
  stop(): Promise<void>
  /**
   * Resolves once nothing waits to be delivered, in any process.
   * @param within milliseconds, 30,000 unless told otherwise
   * @returns whether nothing is left
   */
  drain(within?: number): Promise<boolean>
}

/** Other processes' letters, and those whose process died, are found this often (ms). */
const pollEvery = 500
/** While the store is away. */
const storeRetry = 1_000
const noteRetry = 250
/** A call under way has a timeout of 5 s; what is cut off here is taken up like what a dead process left. */
const stopWithin = 6_000
const mostAtOnce = 500
/** Then the lane looks again whether something more urgent has come. */
const mostInARow = 10
/** Lanes with a longer pause are taken off the list of what is due, so that they do not hide others. */
const longPause = 1_500

/** The outbox: keeps the newest content of every message in the store until Slack shows it. See contract.ts. */
export function createOutbox(options: OutboxOptions): RunningOutbox {
  const { redis, slack, clock, logger, fetch = globalThis.fetch, random = Math.random } = options
  const { leaseFor = 10_000 } = options
  const store = createLetterStore(redis, leaseFor)
  const idOf = createChannelNames(slack, clock)
  const parts: DeliveryParts = { slack, fetch, logger, random, hold: store.hold }
  const lanes = new Map<string, Promise<void>>()
  let running: { readonly stopped: AbortController; readonly loop: Promise<void> } | undefined
  let wake: () => void = () => undefined
  let isWoken = false
  let isAway = false

  function wakeUp(): void {
    isWoken = true
    wake()
  }

  async function loop(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      isWoken = false
      const pause = await startLanes(stopped).catch((error: unknown) => {
        if (!isAway) logger.warn({ err: error }, 'The outbox cannot reach the store; letters wait')
        isAway = true
        return storeRetry
      })
      if (!isWoken && !stopped.aborted) await nap(pause, stopped)
    }
  }

  async function nap(pause: number, stopped: AbortSignal): Promise<void> {
    const early = new AbortController()
    wake = () => early.abort()
    const either = AbortSignal.any([early.signal, stopped])
    await rest(pause, either)
    wake = () => undefined
  }

  /** Gives what is due to its lanes. Returns the ms until there is something to look at. */
  async function startLanes(stopped: AbortSignal): Promise<number> {
    const { letters, wait } = await store.due(mostAtOnce)
    if (isAway) logger.info('The outbox reaches the store again')
    isAway = false
    const waiting = new Map<string, DueLetter[]>()
    for (const letter of letters) {
      const name = laneOf(letter)
      waiting.set(name, [...(waiting.get(name) ?? []), letter])
    }
    for (const [name, queue] of waiting) {
      if (lanes.has(name)) continue
      const inOrder = [...queue.filter(({ final }) => final), ...queue.filter(({ final }) => !final)]
      const lane = runLane(inOrder, stopped)
        .catch((error: unknown) => {
          logger.debug({ err: error }, 'A lane of the outbox stopped early')
          return pollEvery
        })
        .then(async (pause) => {
          if (pause > 0) await rest(Math.min(pause, pollEvery), stopped)
          lanes.delete(name)
          wakeUp()
        })
      lanes.set(name, lane)
    }
    return Math.max(10, Math.min(wait ?? pollEvery, pollEvery))
  }

  /** Delivers letters of one lane one after another, in order. Returns the ms to pause for. */
  async function runLane(letters: readonly DueLetter[], stopped: AbortSignal): Promise<number> {
    for (const [index, due] of letters.slice(0, mostInARow).entries()) {
      if (stopped.aborted) return 0
      const channel = await idOf(due.channel)
      const method = methodOf(due)
      const claim = await store.claim(
        due,
        randomUUID(),
        method === undefined ? undefined : { method, channel },
      )
      if (claim.kind === 'nothing') continue
      const outcome: Outcome | undefined =
        claim.kind === 'wait' ? undefined : await deliver(claim.letter, channel, parts)
      if (claim.kind === 'claimed' && outcome !== undefined) {
        await note(() => settle(claim.letter, channel, outcome))
      }
      const pause = claim.kind === 'wait' ? claim.wait : outcome?.kind === 'limited' ? outcome.wait : 0
      if (pause === 0) continue
      const left = letters.slice(claim.kind === 'wait' ? index : index + 1).map(({ key }) => key)
      if (pause > longPause) await store.postpone(left, pause)
      return pause > longPause ? 0 : pause
    }
    return 0
  }

  /** Slack has acted: worth more than one try, while nobody else takes the letter. Afterwards its post is looked for. */
  async function note(write: () => Promise<void>): Promise<void> {
    const until = clock.now() + leaseFor * 0.8
    for (;;) {
      try {
        return await write()
      } catch (error) {
        if (clock.now() > until) throw error
        await sleep(noteRetry)
      }
    }
  }

  async function settle(letter: ClaimedLetter, channel: string, outcome: Outcome): Promise<void> {
    switch (outcome.kind) {
      case 'done':
        return store.delivered(letter, outcome.version, outcome.posted)
      case 'again':
        return store.later(letter, outcome.wait, outcome)
      case 'limited':
        logger.warn({ channel, method: outcome.method, wait: outcome.wait }, 'Slack asks to wait')
        await store.pause(outcome.method, channel, outcome.wait)
        return store.later(letter, outcome.wait, { failed: false, forget: outcome.forget ?? '' })
      case 'given-up':
        logger.error(
          { letter: letter.key, to: placeOf(letter), error: outcome.error },
          'A message was given up',
        )
        return store.delivered(letter, letter.version)
      case 'lost':
        return
    }
  }

  return {
    async send(letter: Letter): Promise<void> {
      if (await store.store(letter)) wakeUp()
    },

    async shown({ key, version }, within) {
      const until = clock.now() + within
      do {
        if (await store.isDelivered(key, version).catch(() => false)) return true
        await sleep(50)
      } while (clock.now() < until)
      return false
    },

    start() {
      if (running !== undefined) return
      const stopped = new AbortController()
      running = { stopped, loop: loop(stopped.signal) }
    },

    async stop() {
      running?.stopped.abort()
      const ended = Promise.all([running?.loop, ...lanes.values()])
      await Promise.race([ended, sleep(stopWithin, undefined, { ref: false })])
      running = undefined
    },

    async drain(within = 30_000) {
      const until = clock.now() + within
      while (clock.now() < until) {
        const left = await store.waiting().catch(() => Number.NaN)
        if (left === 0) return true
        await sleep(25)
      }
      return false
    },
  }
}

async function rest(pause: number, early: AbortSignal): Promise<void> {
  await sleep(pause, undefined, { signal: early }).catch(() => undefined)
}

function methodOf({ to, ts }: DueLetter): PacedMethod | undefined {
  if (to.ephemeralFor !== undefined) return to.responseUrl === undefined ? 'chat.postEphemeral' : undefined
  return ts !== '' || to.ts !== undefined ? 'chat.update' : 'chat.postMessage'
}

/** Letters of a lane are delivered in order; lanes go on beside each other. */
function laneOf(letter: DueLetter): string {
  const method = methodOf(letter)
  return method === undefined || method === 'chat.postEphemeral'
    ? `private ${letter.key}`
    : `${method} ${letter.channel}`
}

/** For the log: without the response_url, which is a secret. */
function placeOf({ to }: ClaimedLetter) {
  return { channel: to.channel, threadTs: to.threadTs, ts: to.ts, ephemeralFor: to.ephemeralFor }
}
