import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Place } from '../../core/caller.js'
import type { StoreFault } from '../../core/store-fault.js'
import { UserError } from '../../core/user-error.js'
import { keys } from '../../redis/keys.js'
import { storeFaultOf } from '../../redis/store-fault.js'
import { storeTime as timeOf } from '../../redis/store-time.js'
import {
  claimDelivery,
  closeDelivery,
  giveUpDelivery,
  holdDelivery,
  overdueDeliveries,
  takeOverDelivery,
} from './scripts.js'

export type Claim = 'first' | 'duplicate' | 'unavailable'

/** Slack sends an event again for up to an hour. */
const rememberFor = 3_600_000
/** Somebody who was not answered for a day has asked again (ms). */
const openFor = 24 * 3_600_000
/** The acknowledgement has to be out within 1.5 s, whatever the store does (ms). */
const answerWithin = 900
/** What the store does later than this was given up, or is about to be (ms). */
const claimWithin = 700
/** Clocks drift by milliseconds in this time (ms). */
const offsetHolds = 60_000
/** An answered delivery is closed when the store is back (ms); a worker's own patience is far shorter. */
const closeWithin = 30 * 60_000
const mostAtOnce = 20

/** What whoever answers a delivery instead of the process that took it has to know. */
export interface About {
  readonly kind: 'command' | 'mention' | 'click' | 'modal'
  /** What was typed, what stands on the button or above the form: shown again, so without secrets. */
  readonly said: string
  readonly person: string
  /** Absent: on the Home tab. */
  readonly place?: Place
  readonly responseUrl?: string
}

/** What a delivery was about to be answered with: a letter of the outbox, or a form that opens. */
export type Answer = { readonly letter: string; readonly version: number } | { readonly form: true }

/** A delivery whose process was not heard of any more; ours now. */
export interface Unanswered {
  readonly id: string
  readonly about: About
  /** `start`: an operation may have been recorded, under the id made from the delivery. `word`: something else may have been done. */
  readonly acts?: 'start' | 'word'
  readonly answer?: Answer
  /** The process lives and could not answer. */
  readonly failed: boolean
  close(): Promise<void>
}

export interface Deliveries {
  /**
   * @param options.remember ms for which the same id counts as a duplicate: an hour, for as long as Slack delivers something again, unless said
   * @param options.about with it the delivery stays open until it is answered, by this process in {@link during} or by another one
   */
  claim(id: string, options?: { readonly remember?: number; readonly about?: About }): Promise<Claim>
  /** Works on a claimed delivery and closes it. Whatever the work throws is thrown, and the delivery answered by whoever looks next. */
  during(id: string, work: () => Promise<void>): Promise<void>
  /**
   * Right before something is done for a delivery of this process.
   * @returns the store's time (ms) after which it must not be done any more; undefined for what is none of its deliveries
   * @throws UserError when another process has answered it meanwhile; what the store throws
   */
  act(id: string | undefined, acts: 'start' | 'word'): Promise<number | undefined>
  /** Right before a delivery is answered. False: another process has done that. Rejects with what the store throws. */
  answer(id: string, answer: Answer): Promise<boolean>
  /** Why the last claim was not answered, where the store said so. */
  fault(): StoreFault | undefined
  /** Whether the store answers. */
  reachable(): Promise<boolean>
  /** Takes over deliveries that nobody was heard of in time. Rejects with what the store throws. */
  unanswered(): Promise<readonly Unanswered[]>
}

/**
 * Recognises what Slack, or a forger, delivers twice, across all processes; shows before the acknowledgement whether the store is there at all; and keeps what was
 * acknowledged open until it is answered, so that nothing is lost without a word when a process dies. A claim that was given up changes nothing later.
 * @param redis a connection of purpose `edge`
 * @param leaseFor milliseconds a process may be silent before another one answers for it
 */
export function createDeliveries(
  redis: Redis,
  leaseFor = 6_000,
  checkpoint: (name: string) => Promise<void> | void = () => undefined,
  faultOf: (error: unknown) => StoreFault | undefined = storeFaultOf,
): Deliveries {
  let fault: StoreFault | undefined
  /** The store's clock less this process's monotonic one (ms), and when it was learned. */
  let offset: { readonly by: number; readonly at: number } | undefined
  /** Tokens of what this process works on. */
  const own = new Map<string, string>()
  const of = (id: string) => [keys.delivery(id), keys.openDeliveries]

  /** The store's time now. Asked for once a minute only: this stands in the path of every acknowledgement. */
  async function storeTime(): Promise<number> {
    if (offset === undefined || performance.now() - offset.at > offsetHolds) {
      const now = await timeOf(redis)
      const at = performance.now()
      offset = { by: now - at, at }
    }
    return performance.now() + offset.by
  }

  async function ask(id: string, token: string, remember: number, about: About | undefined): Promise<Claim> {
    const deadline = (await storeTime()) + claimWithin
    const kept = about === undefined ? '' : JSON.stringify(about)
    const args = [id, deadline, remember, kept, token, leaseFor, Math.max(openFor, remember)]
    const claim = (await claimDelivery(redis, of(id), args)) as Claim
    // Late, or another store with another clock has taken over: learned again.
    if (claim === 'unavailable') offset = undefined
    return claim
  }

  /** @returns until when (ms); undefined: it is another process's now */
  async function hold(id: string, token: string, field = '', value = ''): Promise<number | undefined> {
    const til = Number(await holdDelivery(redis, of(id), [id, token, leaseFor, field, value]))
    return til < 0 ? undefined : til
  }

  /** A store that is away must not make somebody who was answered be told that nobody did. */
  async function close(id: string, token: string): Promise<void> {
    const deadline = performance.now() + closeWithin
    for (;;) {
      try {
        await closeDelivery(redis, of(id), [id, token])
        return
      } catch (error) {
        if (performance.now() > deadline) throw error
        await sleep(leaseFor / 4, undefined, { ref: false })
      }
    }
  }

  return {
    async claim(id, { remember = rememberFor, about } = {}) {
      const token = randomUUID()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Claim>((resolve) => {
        timer = setTimeout(() => resolve('unavailable'), answerWithin)
      })
      try {
        const asked = ask(id, token, remember, about).catch((error: unknown): Claim => {
          fault = faultOf(error)
          return 'unavailable'
        })
        const claim = await Promise.race([asked, late])
        if (claim !== 'unavailable') fault = undefined
        if (claim === 'first' && about !== undefined) own.set(id, token)
        if (claim === 'first') await checkpoint('claimed')
        return claim
      } finally {
        clearTimeout(timer)
      }
    },

    async during(id, work) {
      const token = own.get(id)
      if (token === undefined) return work()
      const beat = setInterval(() => void hold(id, token).catch(() => undefined), leaseFor / 3)
      try {
        await checkpoint('begun')
        await work()
        await checkpoint('answered')
        await close(id, token)
      } catch (error) {
        await giveUpDelivery(redis, of(id), [id, token]).catch(() => undefined)
        throw error
      } finally {
        clearInterval(beat)
        own.delete(id)
      }
    },

    async act(id, acts) {
      const token = id === undefined ? undefined : own.get(id)
      if (id === undefined || token === undefined) return undefined
      const til = await hold(id, token, 'acts', acts)
      await checkpoint('acting')
      if (til !== undefined) return til
      const what = 'This process was silent for so long that another one has answered, so nothing was done.'
      throw new UserError('request-taken-over', what, 'Send it again.')
    },

    async answer(id, answer) {
      const token = own.get(id)
      if (token === undefined) return true
      const til = await hold(id, token, 'answer', JSON.stringify(answer))
      await checkpoint('answering')
      return til !== undefined
    },

    fault: () => fault,

    reachable: () =>
      redis.ping().then(
        () => true,
        () => false,
      ),

    async unanswered() {
      const ids = (await overdueDeliveries(redis, [keys.openDeliveries], [mostAtOnce])) as string[]
      const found: Unanswered[] = []
      for (const id of ids) {
        const token = randomUUID()
        const taken = (await takeOverDelivery(redis, of(id), [id, token, leaseFor])) as string[]
        const [about, acts, answer, failed] = taken
        if (about === undefined) continue
        found.push({
          id,
          about: JSON.parse(about) as About,
          ...(acts === 'start' || acts === 'word' ? { acts } : {}),
          ...(answer === undefined || answer === '' ? {} : { answer: JSON.parse(answer) as Answer }),
          failed: failed === '1',
          close: async () => void (await closeDelivery(redis, of(id), [id, token])),
        })
      }
      return found
    },
  }
}
