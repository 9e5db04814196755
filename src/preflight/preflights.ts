import { setTimeout as sleep } from 'node:timers/promises'
import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { newId } from '../core/ids.js'
import { asJson, type Json } from '../core/json.js'
import type { Message, Reply } from '../core/message.js'
import { judged, type Preflight, PreflightRecord, type PreflightTick } from '../core/preflight.js'
import { UserError } from '../core/user-error.js'
import { begunPages } from '../flow/begun.js'
import type { Flows } from '../flow/flows.js'
import { recordsOf } from '../flow/records.js'
import { preflightFlow } from './preflight-flow.js'
import { type PreflightPorts, type PreflightRequest, preflightOf } from './preflight.js'

/** With what it is asked for: its id, and what is called right before it is begun. */
export interface AskedWith {
  readonly id: string
  readonly hold: () => Promise<number | undefined>
}

/** The way in: looks before a deployment, and what people tick of them. */
export interface Preflights {
  /** Looks here and now, and keeps nothing. @throws AwsError, UserError */
  look(request: PreflightRequest): Promise<Preflight>
  /** Begins one whose message is posted where the caller asked and kept up to date. @throws UserError */
  start(request: PreflightRequest, caller: Caller, asked?: AskedWith): Promise<Reply>
  /** Who ticked what under the newest preflight of the same service and image that was asked for within a day; empty: there is none. */
  ticks(request: Required<PreflightRequest>): Promise<readonly PreflightTick[]>
  /** Says that something of its checklist is done, or is not after all. @throws UserError */
  tick(id: string, item: string, isDone: boolean, caller: Caller): Promise<Reply>
}

export interface PreflightsOptions {
  readonly flows: Flows
  readonly ports: PreflightPorts
  readonly authority: Authority
  readonly messageOf: (record: PreflightRecord) => Message
  /** A short answer to whoever said something. */
  readonly say: (words: string) => Message
  readonly store: Parameters<typeof begunPages>[0]
  /** The store's. */
  readonly clock: Clock
}

/** An answer within so many ms is shown once, as a whole; later ones fill their message in. */
const showsAfter = 1_000
const looksEvery = 100
/** ms. What was true of a deployment a day ago is asked again. */
const tickedFor = 24 * 3_600_000
/** Of one day. */
const mostAsked = 500

export function createPreflights(options: PreflightsOptions): Preflights {
  const { flows, ports, authority, messageOf, say, clock } = options

  /** Whoever began it shows it where the worker was not faster: there may be no worker just now. */
  async function showSoon(id: string): Promise<void> {
    const patience = AbortSignal.timeout(showsAfter)
    while (!patience.aborted) {
      const found = await flows.find<PreflightRecord>(preflightFlow, id)
      if (found === undefined || found.record.isShown) return
      await sleep(looksEvery)
    }
    await flows.hear<PreflightRecord, never>(preflightFlow, id, { kind: 'show' } as never)
  }

  return {
    look: (request) => preflightOf(request, ports),

    async start({ environment, deployment }, caller, asked) {
      if (caller.place === undefined) throw new Error('A preflight without a place is looked at, not started')
      const id = asked?.id ?? newId('look')
      const record = PreflightRecord.parse({
        v: 1,
        id,
        environment: environment.name,
        ...(deployment === undefined ? {} : { deployment }),
        caller,
        place: caller.place,
        startedAt: clock.now(),
        status: 'running',
        isShown: false,
        answers: {},
        checklist: (environment.policy.deploy?.checklist ?? []).map((item) => ({ item })),
      })
      const notAfter = await asked?.hold()
      await flows.begin(preflightFlow, id, record, notAfter === undefined ? {} : { notAfter })
      await showSoon(id)
      return { message: messageOf(record), data: { preflight: id }, shownTo: 'place', preflight: id }
    },

    async ticks({ environment, deployment }) {
      const within = { since: clock.now() - tickedFor, most: mostAsked }
      for await (const page of begunPages(options.store, preflightFlow.kind, within)) {
        const same = recordsOf(page.flows, preflightFlow).find(
          (record) =>
            record.environment === environment.name &&
            record.deployment?.service === deployment.service &&
            record.deployment?.image === deployment.image,
        )
        if (same !== undefined) return same.checklist
      }
      return []
    },

    async tick(id, item, isDone, caller) {
      const before = await flows.find<PreflightRecord>(preflightFlow, id)
      if (before === undefined) {
        const what = `There is no ${id}; preflights are kept for 30 days.`
        throw new UserError('preflight-not-found', what, 'Copy its id from the message.')
      }
      const verb = { verb: 'tick', access: 'operator' as const }
      const refusal = await mayDo(verb, before.record.environment, caller, authority)
      if (refusal !== undefined) throw refusal
      const word = { kind: 'tick' as const, item, isDone, by: caller }
      const { record } = await flows.hear<PreflightRecord, typeof word>(preflightFlow, id, word)
      const tick = record.checklist.find((one) => one.item === item)
      const words =
        tick?.by === undefined ? `“${item}” is open again.` : `“${item}” was ticked by ${tick.by.name}.`
      // What changes the message is seen there; whoever changed nothing is told why.
      const old = before.record.checklist.find((one) => one.item === item)
      const isSeen = old?.by?.id !== tick?.by?.id || old?.at !== tick?.at
      const reply = { message: say(words), data: dataOf(record), shownTo: 'caller' as const }
      return isSeen ? { ...reply, preflight: id } : reply
    },
  }
}

/** The same as the terminal's, with what people ticked. */
function dataOf(record: PreflightRecord): Json {
  const { id, checklist, status } = record
  return asJson({ id, status, ...judged(record, Object.values(record.answers)), checklist })
}
