import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Clock } from '../../core/clock.js'
import { type Tracing, untraced } from '../../core/tracing.js'
import { createChannelNames } from './channel-names.js'
import type { Letter, Outbox } from './contract.js'
import { deliver } from './deliver.js'
import { createLinks } from './links.js'
import { paceOf } from './lanes.js'
import { type ClaimedLetter, createLetterStore, type OutboxStanding } from './letter-store.js'
import type { DeliveryOptions, Outcome } from './outcome.js'
import type { Fetch } from './response-url.js'
import type { SlackCalls } from './slack-calls.js'

export interface OutboxOptions {
  /** A connection for `engine` work. The outbox leaves it open. */
  readonly redis: Redis
  /** From `createWebClient`: with a timeout, and without retries of its own. */
  readonly slack: SlackCalls
  readonly clock: Clock
  readonly logger: Logger
  /** The workspace's address, with a slash at the end, for links to messages; absent, or undefined: nothing is linked. */
  readonly workspaceUrl?: () => Promise<string | undefined>
  /** For response_urls. */
  readonly fetch?: Fetch
  /** From 0 to 1, to spread retries. */
  readonly random?: () => number
  /** Absent: deliveries are not followed. */
  readonly tracing?: Tracing
  /** Told when Slack shows a content, or never will; the ms since it was handed in. */
  readonly observe?: (ended: 'shown' | 'given up', milliseconds: number) => void
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
  /** What waits in the store, for all processes. Rejects where the store is away. */
  standing(): Promise<OutboxStanding>
}

/** Other processes' letters, and those whose process died, are found this often (ms). */
const pollEvery = 500
/** While the store is away. */
const storeRetry = 1_000
const noteRetry = 250
/** A call under way has a timeout of 5 s; what is cut off here is taken up like what a dead process left. */
const stopWithin = 6_000
const spanOfDelivery = { name: 'show in Slack', kind: 'consumer' } as const
/** How many lanes a process delivers from at the same time: as many calls as WebClient makes. */
const mostLanes = 100

/** The outbox: keeps the newest content of every message in the store until Slack shows it. See contract.ts. */
export function createOutbox(options: OutboxOptions): RunningOutbox {
  const { redis, slack, clock, logger, fetch = globalThis.fetch, random = Math.random } = options
  const { leaseFor = 10_000, tracing = untraced, observe = () => undefined } = options
  const store = createLetterStore(redis, leaseFor)
  const idOf = createChannelNames(slack, clock)
  const { linked, linksTo } = createLinks({ store, logger, workspaceUrl: options.workspaceUrl })
  const delivery: DeliveryOptions = { slack, fetch, logger, random, hold: store.hold }
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

  /** Delivers from every lane in which something is due. Returns the ms until there is something to look at. */
  async function startLanes(stopped: AbortSignal): Promise<number> {
    // Each that ends wakes the loop.
    if (lanes.size >= mostLanes) return pollEvery
    const { lanes: due, wait } = await store.dueLanes(mostLanes)
    if (isAway) logger.info('The outbox reaches the store again')
    isAway = false
    for (const lane of due) {
      if (lanes.has(lane) || lanes.size >= mostLanes) continue
      const running = runLane(lane, stopped)
        .catch(async (error: unknown) => {
          logger.debug({ err: error }, 'A lane of the outbox stopped early')
          await rest(pollEvery, stopped)
        })
        .then(() => {
          lanes.delete(lane)
          wakeUp()
        })
      lanes.set(lane, running)
    }
    return Math.max(10, Math.min(wait ?? pollEvery, pollEvery))
  }

  /** Delivers the letters of a lane one after another, the most urgent first, until none is due or the pace asks to wait. */
  async function runLane(lane: string, stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const channel = await idOf(paceOf(lane)?.channel ?? '')
      const letter = await store.claim(lane, randomUUID(), channel)
      if (letter === undefined) return
      await tracing.resume(letter.trace, spanOfDelivery, () => deliverAs(letter, channel))
    }
  }

  /** @param channel of the lane; empty: the letter's own */
  async function deliverAs(letter: ClaimedLetter, channel: string): Promise<void> {
    const begun = performance.now()
    const to = channel === '' ? await idOf(letter.to.channel) : channel
    const blocks = await linked(letter.message.blocks)
    const outcome = await deliver({ ...letter, message: { ...letter.message, blocks } }, to, delivery)
    await note(() => settle(letter, to, outcome))
    if (outcome.kind !== 'done' && outcome.kind !== 'given-up') return
    observe(outcome.kind === 'done' ? 'shown' : 'given up', letter.age + performance.now() - begun)
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
      if (await store.store(letter, tracing.carried())) wakeUp()
    },

    has: ({ key, version }) => store.has(key, version),

    async shown({ key, version }, within) {
      const until = clock.now() + within
      do {
        if (await store.isDelivered(key, version).catch(() => false)) return true
        await sleep(50)
      } while (clock.now() < until)
      return false
    },

    async refusal(key, within) {
      const until = clock.now() + within
      do {
        const fate = await store.fateOf(key).catch(() => undefined)
        if (fate?.isShown === true) return undefined
        if (fate?.refusal !== undefined) return fate.refusal
        await sleep(100)
      } while (clock.now() < until)
      return undefined
    },

    linked,
    standing: store.standing,

    postedAs: store.postedAs,
    linkTo: async (key) => (await linksTo([key])).get(key),

    start() {
      if (running !== undefined) return
      const stopped = new AbortController()
      // Where the store is away each lane waits on it, and so does the loop: Node takes more than ten for a leak.
      setMaxListeners(mostLanes + 1, stopped.signal)
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

/** For the log: without the response_url, which is a secret. */
function placeOf({ to }: ClaimedLetter) {
  return { channel: to.channel, threadTs: to.threadTs, ts: to.ts, ephemeralFor: to.ephemeralFor }
}
