import type { Mutes } from '../alarms/mutes.js'
import type { Alerts } from '../alerts/alerts.js'
import { type Caller, withoutRequest } from '../core/caller.js'
import { idFrom } from '../core/ids.js'
import type { FlowStore } from '../flow/flow-store.js'
import type { Incidents } from '../incidents/incidents.js'
import type { Locks } from '../locks/locks.js'
import type { Pages } from '../oncall/pages.js'
import type { Rota } from '../oncall/rota.js'
import { readingPrefixes } from '../logs/reading.js'
import type { Readings } from '../logs/readings.js'
import type { Operations } from '../operations/operations.js'
import type { Pauses } from '../pauses/pauses.js'
import type { Preflights } from '../preflight/preflights.js'
import type { Runs } from '../runbooks/runs.js'
import type { Schedules } from '../schedules/schedules.js'
import type { Deliveries } from '../slack/deliveries/deliveries.js'
import type { Waits } from '../waits/waits.js'

/** What can be started by words: the prefixes of their ids. */
const startable = ['op', ...readingPrefixes, 'run', 'inc', 'page', 'look'] as const

/** The id of what is started with a delivery of Slack's. */
function idFor(prefix: (typeof startable)[number], request: string): string {
  return idFrom(prefix, `request ${request}`)
}

/**
 * Everything that a person's words can do, and right before it is done it is written down that it may have been: whoever answers for a process that died can then
 * say whether something was started. What is started has an id made from the delivery.
 */
export function createActing(act: Deliveries['act']) {
  /** What is started is asked for under the delivery's id, and held right before it is recorded; undefined where no delivery asks. */
  function asked(prefix: (typeof startable)[number], { request }: Caller) {
    if (request === undefined) return undefined
    return { id: idFor(prefix, request), hold: () => act(request, 'start') }
  }

  /** Runs it once it is written down. */
  function acting<Rest extends readonly unknown[], Result>(
    work: (...args: [...Rest, Caller]) => Promise<Result>,
  ): (...args: [...Rest, Caller]) => Promise<Result> {
    return async (...args) => {
      const caller = args.at(-1) as Caller
      await act(caller.request, 'word')
      return work(...(args.slice(0, -1) as unknown as Rest), withoutRequest(caller))
    }
  }

  return {
    operations: (inner: Operations): Operations => ({
      ...inner,
      request(operation, input, caller, options = {}) {
        const held = options.id === undefined ? asked('op', caller) : undefined
        return inner.request(operation, input, withoutRequest(caller), { ...options, ...held })
      },
      confirm: acting(inner.confirm),
      approve: acting(inner.approve),
      reject: acting(inner.reject),
      cancel: acting(inner.cancel),
      undo: acting(inner.undo),
    }),

    readings: (inner: Readings): Readings => ({
      ...inner,
      start: (flow, about, lasts, caller) =>
        inner.start(flow, about, lasts, withoutRequest(caller), asked(flow.idPrefix, caller)),
      hear: acting(inner.hear),
    }),

    runs: (inner: Runs): Runs => ({
      ...inner,
      start: (wanted, caller) => inner.start(wanted, withoutRequest(caller), asked('run', caller)),
      say: acting(inner.say),
    }),

    incidents: (inner: Incidents): Incidents => ({
      ...inner,
      open: (wanted, caller) => inner.open(wanted, withoutRequest(caller), asked('inc', caller)),
      say: acting(inner.say),
    }),

    preflights: (inner: Preflights): Preflights => ({
      ...inner,
      start: (request, caller) => inner.start(request, withoutRequest(caller), asked('look', caller)),
      tick: acting(inner.tick),
    }),

    pauses: (inner: Pauses): Pauses => ({ ...inner, decide: acting(inner.decide) }),

    alerts: (inner: Alerts): Alerts => ({ ...inner, acknowledge: acting(inner.acknowledge) }),

    locks: (inner: Locks): Locks => ({
      ...inner,
      lock: acting(inner.lock),
      unlock: acting(inner.unlock),
    }),

    waits: (inner: Waits): Waits => ({ ...inner, begin: acting(inner.begin) }),

    pages: (inner: Pages): Pages => ({
      ...inner,
      start: (wanted, caller) => inner.start(wanted, withoutRequest(caller), asked('page', caller)),
      say: acting(inner.say),
    }),

    rota: (inner: Rota): Rota => ({
      ...inner,
      override: acting(inner.override),
      swap: acting(inner.swap),
      answer: acting(inner.answer),
    }),

    schedules: (inner: Schedules): Schedules => ({ ...inner, run: acting(inner.run) }),

    mutes: (inner: Mutes): Mutes => ({
      ...inner,
      mute: acting(inner.mute),
      unmute: acting(inner.unmute),
    }),
  }
}

/** Whether something was started with a delivery: its own message is the answer then. */
export function createStarted({ readAll }: Pick<FlowStore, 'readAll'>) {
  return async (request: string): Promise<boolean> =>
    (await readAll(startable.map((prefix) => idFor(prefix, request)))).length > 0
}
