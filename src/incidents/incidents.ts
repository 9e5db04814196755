import type { Authority } from '../access/authority.js'
import { mayDoAbout } from '../access/permissions.js'
import type { Caller, Person, Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { newId } from '../core/ids.js'
import { type IncidentRecord as Incident, type IncidentRules, isIncidentEnded } from '../core/incident.js'
import type { RoomEvent } from '../core/incident-room.js'
import { asJson } from '../core/json.js'
import type { Message, Reply, ReplyFile } from '../core/message.js'
import type { Zone } from '../core/time-zone.js'
import { UserError } from '../core/user-error.js'
import { inCode, listed } from '../core/wording.js'
import { type Flows, HeldError } from '../flow/flows.js'
import type { FlowStore } from '../flow/flow-store.js'
import { type Asked, givenUpAt } from '../flow/given-up.js'
import { incidentFlow } from './incident/incident-flow.js'
import { wayOf } from './incident/merge.js'
import type { IncidentWord } from './incident/words.js'
import { type Briefing, briefingOf } from './briefing.js'
import type { IncidentIn } from './incident-in.js'
import { createLookingBack, type LookingBack } from './looking-back.js'
import { type AlertWords, checkServices, newIncident, type OpenedIncident } from './new-incident.js'
import { reviewWith } from './review.js'
import { type TimelineLine, timelineOf, type TimelineSources } from './timeline.js'

/** Incidents of one name on one day. */
const mostNames = 9

/** A word as it was typed: whose it is, the caller says. */
export type SpokenIncidentWord =
  Exclude<IncidentWord, RoomEvent> extends infer Spoken
    ? Spoken extends IncidentWord
      ? Omit<Spoken, 'by'>
      : never
    : never

/** The way in: incidents are opened here, and hear what people say. */
export interface Incidents extends LookingBack {
  /** @throws UserError when the person may not, or the environment is unknown; nothing was opened then */
  open(wanted: OpenedIncident, caller: Caller, asked?: Asked): Promise<Reply>
  /** Takes a word on an incident that is there. @throws UserError why it does not count */
  say(id: string, word: SpokenIncidentWord, caller: Caller): Promise<Reply>
  /** The one that is meant where its id was left out: that of this channel. @throws UserError where there is none, or more than one */
  here(caller: Caller): Promise<Incident>
  /** For who may look at its environment. */
  find(id: string, caller: Caller): Promise<Incident>
  /** What happened, oldest first. */
  timeline(record: Incident, caller: Caller): Promise<readonly TimelineLine[]>
  /** What somebody who comes late has to know. */
  briefing(record: Incident, caller: Caller): Promise<Briefing>
  /** The review, as it is now. */
  review(record: Incident, caller: Caller): Promise<ReplyFile>
  /** The person behind `@name` or an id. @throws UserError */
  person(written: string): Promise<Person>
  /** What an alert says; undefined: nobody knows it. @throws UserError who may not look at its environment */
  alertOf(id: string, caller: Caller): Promise<AlertWords | undefined>
}

export function createIncidents(options: {
  readonly flows: Flows
  readonly store: Pick<FlowStore, 'begun' | 'open' | 'readAll'>
  readonly authority: Authority
  readonly rules: IncidentRules
  /** Where incidents are announced. */
  readonly announcements: Place
  readonly views: {
    readonly opened: (record: Incident) => Message
    readonly said: (record: Incident, word: SpokenIncidentWord) => Message
  }
  /** Says in its own channel what was said to it elsewhere. */
  readonly tellThere: (record: Incident, message: Message, version: number) => Promise<void>
  readonly incidentIn: IncidentIn
  readonly personNamed: (name: string) => Promise<Person | undefined>
  readonly alertOf: (id: string) => Promise<AlertWords | undefined>
  /** As far as this reader may look. */
  readonly sources: (reader: Caller) => TimelineSources
  readonly zone: Zone
  /** The store's. */
  readonly clock: Clock
}): Incidents {
  const { flows, store, authority, rules, announcements, views, sources, zone, clock } = options

  const lookingBack = createLookingBack({ store, authority })

  async function read(id: string): Promise<Incident> {
    const found = await flows.find<Incident>(incidentFlow, id)
    if (found !== undefined) return found.record
    throw new UserError(
      'incident-not-found',
      `There is no incident ${id}.`,
      `${inCode('/ohmy incident list')} names them.`,
    )
  }

  async function permit(environment: string | undefined, caller: Caller): Promise<void> {
    const verb = { verb: 'incident', access: 'viewer' } as const
    const refusal = await mayDoAbout(verb, environment, caller, authority)
    if (refusal !== undefined) throw refusal
  }

  async function alertOf(id: string, caller: Caller): Promise<AlertWords | undefined> {
    const alert = await options.alertOf(id)
    if (alert !== undefined) await permit(alert.environment, caller)
    return alert
  }

  /** What another one goes into has to go on itself. What happens in the moment after this is seen by the flow. */
  async function checkTarget(record: Incident, into: string, caller: Caller): Promise<void> {
    const target = await read(into)
    await permit(target.environment, caller)
    if (target.id === record.id || (!isIncidentEnded(target) && target.status !== 'resolved')) return
    const reopen = `If it is not over: ${inCode(`/ohmy incident reopen ${into}`)}.`
    const [state, next] =
      target.status === 'merged'
        ? [`went into ${target.mergedInto}`, `Name ${target.mergedInto}.`]
        : [target.status === 'closed' ? 'is closed' : 'is resolved', reopen]
    throw new UserError('merge-into-ended', `${into} ${state}, so nothing can go on there.`, next)
  }

  /** Two that are said to go into each other at the same moment: one of them goes on, and whoever asked for its end is told so at once. */
  async function refuseCircle(record: Incident): Promise<void> {
    const way = await wayOf(record, async (id) => (await flows.find<Incident>(incidentFlow, id))?.record)
    if (way.kind !== 'back') return
    throw new UserError('merge-crossed', way.why, `${record.id} goes on.`)
  }

  /** The name of a channel belongs to one open incident: the next one of the same title on the same day gets a number. */
  async function begin(record: Incident, notAfter: number): Promise<Incident> {
    for (let number = 1; ; number++) {
      const channelName = number === 1 ? record.channelName : `${record.channelName}-${number}`
      try {
        return (
          await flows.begin<Incident>(incidentFlow, record.id, { ...record, channelName }, { notAfter })
        ).record
      } catch (error) {
        if (!(error instanceof HeldError) || number >= mostNames) throw error
      }
    }
  }

  return {
    async open(wanted, caller, asked) {
      await permit(wanted.environment, caller)
      checkServices(wanted, authority.config.environments)
      const record = newIncident(wanted, {
        ...{ caller, announcements, rules, zone },
        id: asked?.id ?? newId('inc'),
        alert: wanted.alert === undefined ? undefined : await alertOf(wanted.alert, caller),
        now: clock.now(),
      })
      const notAfter = await givenUpAt(clock, asked?.hold)
      const kept = await begin(record, notAfter)
      return { message: views.opened(kept), data: asJson(kept), shownTo: 'place', incident: kept.id }
    },

    async say(id, spoken, caller) {
      const record = await read(id)
      await permit(record.environment, caller)
      if (spoken.kind === 'merge') await checkTarget(record, spoken.into, caller)
      const word = { ...spoken, by: caller } as IncidentWord
      const { record: heard, version } = await flows.hear<Incident, IncidentWord>(incidentFlow, id, word)
      if (spoken.kind === 'merge') await refuseCircle(heard)
      const message = views.said(heard, spoken)
      const isThere = heard.place?.kind !== 'own' || heard.place.channel === caller.place?.channel
      // A note is for the timeline, and that a channel stays is said by the line that asked: neither is news.
      const isQuiet = spoken.kind === 'note' || spoken.kind === 'keep'
      if (!isThere && !isQuiet) await options.tellThere(heard, message, version)
      return { message, data: asJson(heard), shownTo: isQuiet ? 'caller' : 'place' }
    },

    async here(caller) {
      const channel = caller.place?.channel
      const own = channel === undefined ? undefined : await options.incidentIn(channel)
      if (own !== undefined) return own
      const open = (channel === undefined ? [] : await lookingBack.ongoing()).filter(
        (one) => !isIncidentEnded(one) && one.place?.kind !== 'own' && one.origin.channel === channel,
      )
      const [only, other] = open
      if (only !== undefined && other === undefined) return only
      throw new UserError(
        'incident-missing',
        only === undefined ? 'No incident has its channel here.' : 'More than one incident goes on here.',
        only === undefined
          ? `Name it: ${inCode('/ohmy incident list')} has the ids.`
          : `Name it: ${listed(open.map(({ id }) => inCode(id)))}.`,
        { choice: { argument: 'incident', label: 'Which incident?', submit: 'Continue' } },
      )
    },

    async find(id, caller) {
      const record = await read(id)
      await permit(record.environment, caller)
      return record
    },

    ...lookingBack,
    timeline: (record, caller) => timelineOf(record, clock.now(), sources(caller)),
    briefing: (record, caller) => briefingOf(record, clock.now(), sources(caller)),
    review: (record, caller) => reviewWith(record, clock.now(), sources(caller)),

    async person(written) {
      const found = await options.personNamed(written.replace(/^@/, ''))
      if (found !== undefined) return found
      throw new UserError(
        'person-not-found',
        `Slack knows no ${inCode(written)}.`,
        'Mention the person, as in `@vera`.',
      )
    },

    alertOf,
  }
}
