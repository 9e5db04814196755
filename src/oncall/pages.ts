import type { Authority } from '../access/authority.js'
import { mayDoAbout } from '../access/permissions.js'
import type { Caller, Person, Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { idFrom, newId } from '../core/ids.js'
import { asJson } from '../core/json.js'
import { maskSecrets } from '../core/mask.js'
import { cutPlain } from '../core/cut.js'
import type { Message, Reply } from '../core/message.js'
import { isPageEnded, type PageRecord, type PageRequest } from '../core/page.js'
import { UserError } from '../core/user-error.js'
import { readBegun } from '../flow/begun.js'
import type { FlowStore } from '../flow/flow-store.js'
import type { Flows } from '../flow/flows.js'
import { type Asked, givenUpAt } from '../flow/given-up.js'
import { afterCall, peopleToCall } from './page/call.js'
import { beganEvent, pageFlow } from './page/page-flow.js'
import type { PagePorts } from './page/ports.js'
import { firstCallAt, stepsFor } from './page/steps.js'
import type { PageWord } from './page/words.js'
import type { Rota } from './rota.js'

/** Pages one question looks at. */
const mostLookedAt = 200
/** A page that nobody has answered for so long has ended (ms). */
const lookedBack = 14 * 24 * 3_600_000
const longestTitle = 300
const longestName = 80

/** Who says what nobody said. */
const ohmy: Caller = { id: 'ohmy', name: 'ohmy', origin: 'hook' }

/** The way in: people are called here, and answer. */
export interface Pages {
  /**
   * Calls whoever is on call, for an alert or an incident. Asked for again with the same parent and reason it is the page that is there.
   * @throws UserError `nobody-on-call` where there is no rotation; `on-call-unreadable`, `store-slow`: the same may be asked for again
   */
  page(request: PageRequest): Promise<PageRecord>
  /** Somebody asks for it. @throws UserError who may not, `nobody-on-call` */
  start(request: Omit<PageRequest, 'by' | 'parent'>, caller: Caller, asked?: Asked): Promise<Reply>
  /** Answers, or takes it back. @throws UserError why it does not count: who was first */
  say(id: string, word: 'ack' | 'cancel', caller: Caller): Promise<Reply>
  /**
   * Whoever has what it calls for has answered it. Whether they may was asked there, where they said so: nothing is asked once more, as somebody of PagerDuty's has
   * no roles. Where it has ended already nothing changes.
   */
  answeredFor(id: string, by: Person): Promise<void>
  /**
   * Somebody has answered in PagerDuty, which vouches for their name.
   * @param answer.key the key of PagerDuty's alert: a page's id
   * @returns `foreign`: no page was told there under this key
   */
  answeredInPagerDuty(answer: {
    readonly key: string
    readonly name: string
    readonly how: 'acknowledged' | 'resolved'
  }): Promise<'answered' | 'over' | 'foreign'>
  /** Something else rings, too, that calls nobody once more. @returns undefined: it has ended meanwhile */
  join(id: string, other: { readonly id: string; readonly title: string }): Promise<PageRecord | undefined>
  read(id: string): Promise<PageRecord | undefined>
  /** Open ones, and those that ended within so many ms, newest first: of the environments whose pages they may see. */
  list(within: number, caller: Caller): Promise<readonly PageRecord[]>
}

export interface PagesOptions {
  readonly flows: Flows
  readonly store: Pick<FlowStore, 'begun' | 'readAll'>
  readonly rota: Rota
  readonly authority: Authority
  readonly ports: Pick<PagePorts, 'onCall' | 'nameOf' | 'audit' | 'timeScale' | 'pagerDuty'>
  readonly card: (record: PageRecord) => Message
  readonly said: (record: PageRecord) => Message
  /** Where pages stand for which nobody named a place. */
  readonly defaultPlace: Place
  /** The store's. */
  readonly clock: Clock
}

export function createPages(options: PagesOptions): Pages {
  const { flows, store, rota, authority, ports, defaultPlace, clock } = options

  async function begin(request: PageRequest, hold?: Asked['hold']): Promise<PageRecord> {
    const onCall = rota.rotation()
    const id = request.id ?? idOf(request)
    const there = await flows.find<PageRecord>(pageFlow, id)
    if (there !== undefined) return there.record
    const now = clock.now()
    const { reason, environment, severity, parent, link, by, place = defaultPlace } = request
    const first = firstCallAt(onCall, severity, now)
    const record: PageRecord = {
      v: 1,
      id,
      reason,
      // It leaves the house, too: nothing that looks like a secret goes with it.
      title: cutPlain(maskSecrets(request.title), longestTitle),
      ...(environment === undefined ? {} : { environment }),
      severity,
      ...(parent === undefined ? {} : { parent }),
      ...(link === undefined ? {} : { link }),
      place,
      ...(by === undefined ? {} : { by }),
      state: 'waiting',
      begunAt: now,
      nextAt: first,
      steps: stepsFor(onCall, severity, ports.timeScale),
      done: 0,
      calls: [],
      told: 0,
      ...(ports.pagerDuty === undefined ? {} : { pagerDuty: { taken: [], failures: 0, again: 0 } }),
    }
    const called = first > now ? record : await calledAtOnce(record, now)
    const notAfter = await givenUpAt(clock, hold)
    const { record: kept } = await flows.begin<PageRecord>(pageFlow, id, called, { notAfter })
    await ports.audit(beganEvent(kept))
    return kept
  }

  /**
   * Slack tells nobody of a mention that an edit brings: whoever is called first stands in the message as it is posted. Where the first step has nobody to call, as
   * when they ask for it themselves, that is the next one.
   */
  async function calledAtOnce(record: PageRecord, now: number): Promise<PageRecord> {
    let called = record
    while (called.calls.length === 0) {
      const step = called.steps[called.done]
      if (step === undefined) break
      called = afterCall(called, await peopleToCall(called, step, now, ports), now)
    }
    return called
  }

  /** They look by themselves as well: losing it is harmless. */
  async function wakeParents({ parent, also = [] }: PageRecord): Promise<void> {
    const flowsCalledFor = [...(parent === undefined ? [] : [parent]), ...also.map(({ id }) => id)]
    await Promise.all(flowsCalledFor.map((id) => flows.wake(id)))
  }

  const refusalFor = ({ environment }: { readonly environment?: string | undefined }, caller: Caller) =>
    mayDoAbout({ verb: 'page', access: 'viewer' }, environment, caller, authority)

  async function permit(record: Pick<PageRecord, 'environment'>, caller: Caller): Promise<void> {
    const refused = await refusalFor(record, caller)
    if (refused !== undefined) throw refused
  }

  async function environmentsHiddenFrom(
    caller: Caller,
    all: readonly PageRecord[],
  ): Promise<ReadonlySet<string | undefined>> {
    const hidden = new Set<string | undefined>()
    for (const environment of new Set(all.map((one) => one.environment)))
      if ((await refusalFor({ environment }, caller)) !== undefined) hidden.add(environment)
    return hidden
  }

  async function find(id: string): Promise<PageRecord> {
    const found = await flows.find<PageRecord>(pageFlow, id)
    if (found !== undefined) return found.record
    throw new UserError(
      'page-not-found',
      `There is no page ${id}.`,
      'Copy its id from the message, or see `/ohmy page list`.',
    )
  }

  function replyWith(record: PageRecord, message: Message): Reply {
    return { message, data: asJson(record), shownTo: 'caller', isRecorded: true }
  }

  return {
    page: (request) => begin(request),

    async start(request, caller, asked) {
      await permit(request, caller)
      const by = { id: caller.id, name: caller.name }
      const place = caller.place ?? defaultPlace
      const record = await begin({ ...request, id: asked?.id ?? newId('page'), by, place }, asked?.hold)
      return { ...replyWith(record, options.card(record)), shownTo: 'place', page: record.id }
    },

    async say(id, kind, caller) {
      const record = await find(id)
      await permit(record, caller)
      const word: PageWord =
        kind === 'ack' ? { kind, by: caller } : { kind, by: caller, reason: `${caller.name} took it back.` }
      const heard = await flows.hear<PageRecord, PageWord>(pageFlow, id, word)
      await wakeParents(heard.record)
      const reply = replyWith(heard.record, options.said(heard.record))
      // Whoever pressed sees it in the message that was pressed.
      return caller.origin === 'button' ? { ...reply, page: id } : reply
    },

    async answeredFor(id, by) {
      try {
        const word: PageWord = { kind: 'ack', by: { id: by.id, name: by.name, origin: 'button' } }
        await wakeParents((await flows.hear<PageRecord, PageWord>(pageFlow, id, word)).record)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
      }
    },

    async answeredInPagerDuty({ key, name, how }) {
      const page = key.startsWith('page-') ? await flows.find<PageRecord>(pageFlow, key) : undefined
      if (page?.record.pagerDuty === undefined) return 'foreign'
      const by: Caller = {
        ...{ id: 'pagerduty', origin: 'hook' },
        name: cutPlain(maskSecrets(name.replace(/[\s*_~`]+/g, ' ').trim()), longestName),
      }
      try {
        const word: PageWord = { kind: 'answered in PagerDuty', by, how }
        await wakeParents((await flows.hear<PageRecord, PageWord>(pageFlow, key, word)).record)
        return 'answered'
      } catch (error) {
        if (error instanceof UserError) return 'over'
        throw error
      }
    },

    async join(id, other) {
      const title = cutPlain(maskSecrets(other.title), longestTitle)
      const word: PageWord = { kind: 'join', by: ohmy, id: other.id, title }
      try {
        return (await flows.hear<PageRecord, PageWord>(pageFlow, id, word)).record
      } catch (error) {
        if (error instanceof UserError) return undefined
        throw error
      }
    },

    read: async (id) => (await flows.find<PageRecord>(pageFlow, id))?.record,

    async list(within, caller) {
      await permit({}, caller)
      const now = clock.now()
      const pages = await readBegun(store, pageFlow, { since: now - lookedBack, most: mostLookedAt })
      const lately = pages.filter(({ state, endedAt = now }) => !isPageEnded(state) || endedAt > now - within)
      const hidden = await environmentsHiddenFrom(caller, lately)
      return lately.filter(({ environment }) => !hidden.has(environment))
    },
  }
}

/** The one page of a parent and a reason. */
function idOf({ parent, reason }: PageRequest): string {
  return parent === undefined ? newId('page') : idFrom('page', `${parent} ${reason}`)
}
