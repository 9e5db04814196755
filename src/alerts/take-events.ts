import { isBlind } from '../core/alarms.js'
import type { AlertEvent, AlertNews, AlertRecord, ContributorChange, TaskStop } from '../core/alert.js'
import type { Caller } from '../core/caller.js'
import type { Cause } from '../core/check.js'
import type { Clock } from '../core/clock.js'
import { idFrom } from '../core/ids.js'
import type { Mute } from '../core/mutes.js'
import { type Flows, HeldError } from '../flow/flows.js'
import { alertFlow, holdOf } from './alert-flow.js'
import { areRepeated, type CountStops } from './count-stops.js'
import { mayBeRelated } from './may-be-related.js'
import type { NewAlerts } from './new-alerts.js'
import { tasksBegun } from './tasks-after.js'
import type { NewestStates } from './newest-states.js'
import { mostAtOnce } from './storm.js'
import type { AlertWord, AlertWords } from './words.js'

/** What came of an event. `foreign`: it is of no environment that is configured. `old`: something newer is known. */
export type Taken = 'begun' | 'heard' | 'old' | 'good' | 'foreign'

export interface TakeEventsOptions {
  readonly flows: Flows
  readonly states: NewestStates
  readonly fresh: NewAlerts
  /** The flow that holds this now, as the store says it. */
  readonly liveOf: (subject: string) => Promise<string | undefined>
  /** What an event means in words; undefined: it is of no environment. */
  readonly wordsOf: (event: AlertEvent) => AlertWords | undefined
  /** Never rejects. */
  readonly muteOf: (alarm: Pick<AlertRecord, 'environment' | 'name'>) => Promise<Mute | undefined>
  /** Whether ohmy follows what happened itself: then the card of its operation tells it. */
  readonly isFollowed: (event: AlertEvent, words: AlertWords) => Promise<boolean>
  /** Keeps that it may have one cause with others. @returns the alert whose message tells of it */
  readonly relate: (record: AlertRecord) => Promise<string | undefined>
  readonly countStops: CountStops
  /** Why a task stopped, where it is trouble of what it runs; undefined: it was wanted, or AWS took it away. */
  readonly explainStop: (stop: TaskStop) => { readonly reason: string; readonly cause: Cause } | undefined
  readonly place: NonNullable<AlertRecord['place']>
  /** The store's. */
  readonly clock: Clock
}

/** AWS, as who says what it tells. */
const aws: Caller = { id: 'aws', name: 'AWS', origin: 'hook' }
/** Somebody else was faster, or it ended in between: more often is a defect. */
const mostTries = 5

/**
 * Makes alerts of events. Said again, or late, an event changes nothing more; once it resolves the flow has it.
 * @throws when the store is away: nothing is lost if it is said again
 */
export function createTakeEvents(options: TakeEventsOptions): (news: AlertNews) => Promise<Taken> {
  const { flows, states, fresh, liveOf, wordsOf, muteOf, place, clock } = options

  async function hear(id: string, event: AlertEvent, words: AlertWords): Promise<AlertRecord> {
    const word: AlertWord = { kind: 'state', by: aws, event, words }
    return (await flows.hear<AlertRecord, AlertWord>(alertFlow, id, word)).record
  }

  async function begin(event: AlertEvent, words: AlertWords): Promise<void> {
    const id = idFrom('alert', `${event.subject} ${event.at}`)
    const mute = await muteOf({ environment: words.environment, name: event.name })
    const storm = mute === undefined ? await stormFor(id, words.environment) : undefined
    if (storm !== undefined) await fresh.join(storm, id)
    const record = begun(id, event, words, clock.now())
    const isAlone = mute === undefined && storm === undefined
    const leader = mayBeRelated(record) ? await options.relate(record) : undefined
    await flows.begin<AlertRecord>(alertFlow, id, {
      ...record,
      ...(mute === undefined ? {} : { mute }),
      ...(storm === undefined ? {} : { storm }),
      ...(isAlone && leader !== undefined ? { partOf: leader } : {}),
      ...(isAlone && leader === undefined ? { place } : {}),
    })
  }

  /** The storm it belongs to: more begin in this minute than anybody reads one by one. */
  async function stormFor(id: string, environment: string): Promise<string | undefined> {
    const now = clock.now()
    if ((await fresh.count(environment, id, now)) <= mostAtOnce) return undefined
    const subject = `storm:${environment}`
    const live = await liveOf(subject)
    if (live !== undefined) return live
    const storm = idFrom('alert', `${subject} ${id}`)
    const record: AlertRecord = {
      ...{ v: 1, id: storm, kind: 'storm', subject, name: subject, shortName: 'storm', environment, place },
      ...{ status: 'ringing', state: 'ALARM', stateAt: now, since: now, rang: 1, reason: '', heardAt: now },
      members: [],
    }
    try {
      return (await flows.begin<AlertRecord>(alertFlow, storm, record)).record.id
    } catch (error) {
      if (error instanceof HeldError) return error.holders[0]?.id ?? stormFor(id, environment)
      throw error
    }
  }

  async function takeEvent(event: AlertEvent): Promise<Taken> {
    const words = wordsOf(event)
    if (words === undefined) return 'foreign'
    const newest = await states.put(event.subject, event)
    if (newest.at > event.at) return 'old'
    for (let tried = 1; tried <= mostTries; tried++) {
      const live = await liveOf(event.subject)
      if (live !== undefined) {
        const record = await hear(live, event, words)
        // It had ended just before: what is news begins another one.
        if (record.status !== 'closed' || record.stateAt >= event.at) return 'heard'
        continue
      }
      if (event.state !== 'ALARM' && !isBlind(event.evaluation)) return 'good'
      if (event.stops !== undefined && !areRepeated(event.stops)) return 'good'
      if (await options.isFollowed(event, words)) return 'good'
      try {
        await begin(event, words)
      } catch (error) {
        if (error instanceof HeldError) continue
        throw error
      }
      // Whoever took its OK meanwhile found nothing to tell it to.
      const after = await states.newest(event.subject)
      if (after === undefined || after.at <= event.at) return 'begun'
      const begunNow = await liveOf(event.subject)
      if (begunNow !== undefined) await hear(begunNow, { ...event, ...after }, words)
      return 'begun'
    }
    throw new Error(`${holdOf(event.subject)} changes too fast`)
  }

  async function takeContributor({ subject, at }: ContributorChange): Promise<Taken> {
    const live = await liveOf(subject)
    // It comes before or after the alarm's own event: what that begins asks who breaches it.
    if (live === undefined) return 'good'
    await flows.hear<AlertRecord, AlertWord>(alertFlow, live, { kind: 'contributor', by: aws, at })
    return 'heard'
  }

  /** One stop alone is told by nobody; repeated ones are one alert with the newest cause, which each further one changes, however late it comes. */
  async function takeStop(stop: TaskStop): Promise<Taken> {
    const { service, task, at } = stop
    const why = options.explainStop(stop)
    if (why === undefined) return 'good'
    const stops = await options.countStops(service, task, at)
    const subject = `${service}#tasks`
    if (!areRepeated(stops) && (await liveOf(subject)) === undefined) return 'good'
    return takeEvent({
      ...{ kind: 'tasks', subject, name: service, at, tags: {}, state: 'ALARM', reason: why.reason },
      ...{ cause: 'TASKS_STOPPED', stopCause: why.cause, stops },
    })
  }

  return async function take(news) {
    if (news.kind === 'contributor') return takeContributor(news)
    return news.kind === 'stop' ? takeStop(news) : takeEvent(news)
  }
}

function begun(id: string, event: AlertEvent, words: AlertWords, now: number): AlertRecord {
  const { kind, subject, name, state, at, reason, lines, evaluation, silences } = event
  return {
    ...{ v: 1, id, kind, subject, name, state, stateAt: at, since: at, reason, rang: 1, heardAt: now },
    ...words,
    ...(kind === 'tasks' ? tasksBegun(words, event) : {}),
    status: 'ringing',
    ...(state === 'ALARM' ? {} : { onlyBlind: true as const }),
    ...(event.alarm?.hasContributors ? { contributorsChangedAt: at } : {}),
    ...(lines === undefined ? {} : { lines }),
    ...(evaluation === undefined ? {} : { evaluation }),
    ...(silences === undefined ? {} : { silences }),
  }
}
