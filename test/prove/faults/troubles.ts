import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../../../sandbox/world.js'
import type { Random } from '../../faults/soak/random.js'
import type { Meddling, MeddlingProxy } from '../../support/meddling-proxy.js'
import type { Pair } from './pair.js'

export interface Struck {
  readonly world: World
  readonly pair: Pair
  /** Between the bot and AWS. */
  readonly proxy: MeddlingProxy
  /** Calls that change something on this way, by action. */
  readonly changes: readonly string[]
  readonly random: Random
}

/** Something that goes wrong while a process stands at a checkpoint. */
export interface Trouble {
  readonly name: string
  /** Begins before the process goes on. @returns what ends it, once it has gone on */
  readonly strike: (struck: Struck) => Promise<() => Promise<unknown>>
}

const nothing = async () => undefined
/** An answer that arrives, and that nobody can read: what it tells has happened. */
const unreadable: readonly Meddling[] = [
  { kind: 'cut' },
  { kind: 'page', status: 200 },
  { kind: 'page', status: 502 },
  { kind: 'empty' },
]
/** So long AWS throttles everything (ms): in the account's time, a quarter of an hour. */
const storm = 2_500
/** As the issue of this proof asks: seconds. */
const away = 30

export const troubles: readonly Trouble[] = [
  {
    name: 'worker killed',
    async strike({ pair }) {
      await pair.replace('worker')
      return nothing
    },
  },
  {
    name: 'app killed',
    async strike({ pair }) {
      await pair.replace('app')
      return nothing
    },
  },
  {
    name: 'store restarted',
    async strike({ world: { store } }) {
      await store.kill()
      return () => store.start()
    },
  },
  {
    name: `store gone ${away} s`,
    async strike({ world: { store } }) {
      await store.kill()
      return async () => {
        await sleep(away * 1_000)
        await store.start()
      }
    },
  },
  {
    name: 'AWS throttles',
    async strike({ world: { account } }) {
      const throttled = account.faults.add({ fault: { kind: 'throttle' } })
      return async () => {
        await sleep(storm)
        throttled.clear()
      }
    },
  },
  {
    name: 'AWS’s answer lost',
    async strike({ world: { account }, changes }) {
      const fault = { kind: 'drop', when: 'after' } as const
      const lost = among(changes).map((action) => account.faults.add({ action, fault, times: 1 }))
      return clearing(() => lost.forEach((one) => one.clear()))
    },
  },
  {
    name: 'AWS’s answer unreadable',
    async strike({ proxy, changes, random }) {
      for (const action of among(changes)) proxy.meddle(action, random.pick(unreadable), 1)
      return clearing(proxy.clear)
    },
  },
  {
    name: `Slack 429, Retry-After ${away}`,
    async strike({ world: { workspace } }) {
      for (const method of ['chat.postMessage', 'chat.update'])
        workspace.faults.rateLimit({ method, retryAfter: away })
      return nothing
    },
  },
  {
    name: 'Slack 5xx',
    async strike({ world: { workspace } }) {
      // A file that Slack does not take is not tried again: the message under it says so.
      for (const method of ['chat.postMessage', 'chat.update', 'chat.postEphemeral'])
        workspace.faults.fail({ method, status: 503, times: 3 })
      return nothing
    },
  },
  {
    name: 'Slack’s answer lost',
    async strike({ world: { workspace } }) {
      for (const method of ['chat.postMessage', 'chat.update'])
        workspace.faults.drop({ method, when: 'after', times: 1 })
      return nothing
    },
  },
]

/** What reads only is asked for the state of services at least. */
function among(changes: readonly string[]): readonly string[] {
  return changes.length > 0 ? changes : ['DescribeServices']
}

/** A change that comes later meets it too, and one that never comes leaves nothing behind. */
function clearing(clear: () => void): () => Promise<void> {
  return async () => {
    await sleep(storm)
    clear()
  }
}
