import type { Mutes } from '../alarms/mutes.js'
import type { Alerts } from '../alerts/alerts.js'
import type { Caller } from '../core/caller.js'
import { idFrom } from '../core/ids.js'
import type { FlowStore } from '../flow/flow-store.js'
import type { Incidents } from '../incidents/incidents.js'
import type { Locks } from '../locks/locks.js'
import type { Pages } from '../oncall/pages.js'
import type { Rota } from '../oncall/rota.js'
import type { Readings } from '../logs/readings.js'
import type { Operations } from '../operations/operations.js'
import type { Runs } from '../runbooks/runs.js'
import type { Schedules } from '../schedules/schedules.js'
import type { Deliveries } from '../slack/deliveries/deliveries.js'

/** The id of the operation that is asked for with a delivery of Slack's. */
const operationIdOf = (request: string) => idFrom('op', `request ${request}`)
/** The id of the long reading work that is begun with one. */
const readingIdOf = (request: string) => idFrom('logs', `request ${request}`)

/** The id of the run of a runbook that is begun with one. */
const runIdOf = (request: string) => idFrom('run', `request ${request}`)

/** The id of the incident that is opened with one. */
const incidentIdOf = (request: string) => idFrom('inc', `request ${request}`)

/** The id of the page that is begun with one. */
const pageIdOf = (request: string) => idFrom('page', `request ${request}`)

/**
 * Everything that a person's words can do, and right before it is done it is written down that it may have been: whoever answers for a process that died can then
 * say whether something was started. What is started has an id made from the delivery.
 */
export function createActing(act: Deliveries['act']) {
  /** What is kept of a caller does not name the request: it is over by then. */
  function person(caller: Caller): Caller {
    const { request: _request, ...rest } = caller
    return rest
  }

  /** Runs it once it is written down. */
  function acting<Rest extends readonly unknown[], Result>(
    work: (...args: [...Rest, Caller]) => Promise<Result>,
  ): (...args: [...Rest, Caller]) => Promise<Result> {
    return async (...args) => {
      const caller = args.at(-1) as Caller
      await act(caller.request, 'word')
      return work(...(args.slice(0, -1) as unknown as Rest), person(caller))
    }
  }

  return {
    operations: (inner: Operations): Operations => ({
      ...inner,
      request(operation, input, caller, options = {}) {
        const { request } = caller
        if (request === undefined || options.id !== undefined)
          return inner.request(operation, input, person(caller), options)
        const held = { id: operationIdOf(request), hold: () => act(request, 'start') }
        return inner.request(operation, input, person(caller), { ...options, ...held })
      },
      confirm: acting(inner.confirm),
      approve: acting(inner.approve),
      reject: acting(inner.reject),
      cancel: acting(inner.cancel),
      undo: acting(inner.undo),
    }),

    readings: (inner: Readings): Readings => ({
      ...inner,
      start(flow, about, lasts, caller) {
        const { request } = caller
        if (request === undefined) return inner.start(flow, about, lasts, caller)
        const asked = { id: readingIdOf(request), hold: () => act(request, 'start') }
        return inner.start(flow, about, lasts, person(caller), asked)
      },
      hear: acting(inner.hear),
    }),

    runs: (inner: Runs): Runs => ({
      ...inner,
      start(wanted, caller) {
        const { request } = caller
        if (request === undefined) return inner.start(wanted, caller)
        const asked = { id: runIdOf(request), hold: () => act(request, 'start') }
        return inner.start(wanted, person(caller), asked)
      },
      say: acting(inner.say),
    }),

    incidents: (inner: Incidents): Incidents => ({
      ...inner,
      open(wanted, caller) {
        const { request } = caller
        if (request === undefined) return inner.open(wanted, caller)
        const asked = { id: incidentIdOf(request), hold: () => act(request, 'start') }
        return inner.open(wanted, person(caller), asked)
      },
      say: acting(inner.say),
    }),

    alerts: (inner: Alerts): Alerts => ({ ...inner, acknowledge: acting(inner.acknowledge) }),

    locks: (inner: Locks): Locks => ({
      ...inner,
      lock: acting(inner.lock),
      unlock: acting(inner.unlock),
    }),

    pages: (inner: Pages): Pages => ({
      ...inner,
      start(wanted, caller) {
        const { request } = caller
        if (request === undefined) return inner.start(wanted, caller)
        const asked = { id: pageIdOf(request), hold: () => act(request, 'start') }
        return inner.start(wanted, person(caller), asked)
      },
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

/** Whether an operation, long reading work, a run or an incident was started with a delivery: its own message is the answer then. */
export function createStarted(options: {
  readonly operations: Pick<Operations, 'find'>
  readonly flows: Pick<FlowStore, 'read'>
}) {
  return async (request: string): Promise<boolean> => {
    const found = await Promise.all([
      options.operations.find(operationIdOf(request)),
      options.flows.read(readingIdOf(request)),
      options.flows.read(runIdOf(request)),
      options.flows.read(incidentIdOf(request)),
      options.flows.read(pageIdOf(request)),
    ])
    return found.some((record) => record !== undefined)
  }
}
