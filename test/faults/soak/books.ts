import type { Redis } from 'ioredis'
import type { World } from '../../../sandbox/world.js'
import { AlertRecord } from '../../../src/core/alert.js'
import { keys } from '../../../src/redis/keys.js'
import { inStore } from '../../e2e/in-store.js'
import type { SoakAlarm } from './alarms.js'
import { readIncidents, type SoakPeople } from './people.js'

/** What does not fit, each a sentence; empty: the books are balanced. */
export type Problems = readonly string[]

/** Each alarm is told as its newest event tells it: one alert that rings, or none. */
export async function alarmsOff(world: World, alarms: readonly SoakAlarm[]): Promise<Problems> {
  const alerts = await readAlerts(world)
  const storms = alerts.filter(({ kind }) => kind === 'storm')
  return alarms.flatMap(({ name, subject, state }) => {
    const live = alerts.filter((alert) => alert.subject === subject && alert.status !== 'closed')
    if (live.length > 1) return [`${name} has ${live.length} alerts at a time`]
    const [alert] = live
    if (state === 'OK') return alert?.status === 'ringing' ? [`${name} is good, and ${alert.id} rings`] : []
    if (alert?.status !== 'ringing') return [`${name} rings, and its alert is ${alert?.status ?? 'none'}`]
    if (alert.place !== undefined || alert.mute !== undefined) return []
    const member = storms.find(({ id }) => id === alert.storm)?.members?.find(({ id }) => id === alert.id)
    return member?.status === 'ringing'
      ? []
      : [`${name} rings, and its storm has it as ${member?.status ?? 'none'}`]
  })
}

/** Nothing rings any more, and everything that was told says so. */
export async function endsOff(world: World, people: SoakPeople): Promise<Problems> {
  const alerts = await readAlerts(world)
  const incidents = await readIncidents(world)
  return [
    ...alerts.filter(({ status }) => status !== 'closed').map(({ id, status }) => `${id} is ${status}`),
    ...alerts.filter(({ trouble }) => trouble !== undefined).map(({ id, trouble }) => `${id}: ${trouble}`),
    ...(await lastWordsOff(world, alerts)),
    ...(await messagesOff(world)),
    ...incidents.filter(({ status }) => status !== 'closed').map(({ id, status }) => `${id} is ${status}`),
    ...openedOff(world, incidents, people),
    ...notesOff(world, incidents, people),
    ...incidents.flatMap((incident) => reviewOff(world, incident)),
    ...(world.account.world.queued().length === 0 ? [] : ['the queue is not empty']),
    ...world.account.world.queued('ohmycoins-alerts-dead').map(({ body }) => `dead letter: ${body}`),
  ]
}

async function readAlerts({ store }: World): Promise<readonly AlertRecord[]> {
  return inStore(store.url, async (redis) => {
    const ids = await redis.zrange(keys.flows('alert'), 0, '-1')
    const records = await Promise.all(ids.map((id) => redis.hget(keys.flow(id), 'record')))
    return records.flatMap((record) => (record === null ? [] : AlertRecord.parse(JSON.parse(record))))
  })
}

async function lastWordsOff(world: World, alerts: readonly AlertRecord[]): Promise<Problems> {
  const { workspace, store } = world
  return inStore(store.url, async (redis) => {
    const problems = await Promise.all(
      alerts.map(async ({ id, place, kind }) => {
        if (place === undefined) return []
        const [channel, ts] = await redis.hmget(keys.letter(`flow:${id}`), 'channel', 'ts')
        const text = workspace.messages(channel ?? 'alerts').find((message) => message.ts === ts)?.text
        const words = kind === 'storm' ? 'is over' : 'Good again'
        return text?.includes(words) === true ? [] : [`${id} says in the end: ${text ?? 'nothing'}`]
      }),
    )
    return problems.flat()
  })
}

/** The audit's anchors are posted once a day and are no letters. */
const noLetters = 'ohmy-audit'

/** Each message of the bot is some letter's, so that nothing was told twice; each letter's is there. */
async function messagesOff({ workspace, store }: World): Promise<Problems> {
  const bot = workspace.state().bot.slackId
  const known = await inStore(store.url, postedLetters)
  const there = workspace
    .state()
    .channels.filter(({ name }) => name !== noLetters)
    .flatMap(({ name, id, directMessageWith }) =>
      workspace
        .messages(directMessageWith === undefined ? name : id)
        .filter(
          ({ author, blocks, ephemeralFor, files = [] }) =>
            author === bot && blocks.length > 0 && ephemeralFor === undefined && files.length === 0,
        ),
    )
  const shown = new Set(there.map(({ channel, ts }) => `${channel} ${ts}`))
  return [
    ...there
      .filter(({ channel, ts }) => !known.has(`${channel} ${ts}`))
      .map(({ channel, text }) => `told twice, or by nobody, in ${channel}: ${text.slice(0, 150)}`),
    ...[...known.keys()]
      .filter((place) => !shown.has(place))
      .map((place) => `${known.get(place)} is not at ${place}`),
  ]
}

async function postedLetters(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const key of await redis.keys(keys.letter('*'))) {
    const [channel, ts, to] = await redis.hmget(key, 'channel', 'ts', 'to')
    // What stood there while an answer was on its way is taken away where that stands elsewhere.
    if (to?.includes('"remove":true') === true) continue
    if (channel && ts) found.set(`${channel} ${ts}`, key)
  }
  return found
}

/** People who are asked to say it again know that it did not come through. */
function timesToldToTryAgain({ workspace }: World): number {
  return workspace.messages('devops').filter(({ text }) => /[Tt]ry again/.test(text)).length
}

function openedOff(world: World, incidents: readonly { title: string }[], people: SoakPeople): Problems {
  const counts = people.opened.map(({ text, isTaken }) => ({
    text,
    isTaken,
    there: incidents.filter(({ title }) => title === text).length,
  }))
  const lost = counts.filter(({ isTaken, there }) => isTaken && there === 0)
  return [
    ...counts.filter(({ there }) => there > 1).map(({ text, there }) => `“${text}” is there ${there} times`),
    ...(lost.length > timesToldToTryAgain(world)
      ? lost.map(({ text }) => `“${text}” was taken, and is lost`)
      : []),
  ]
}

function notesOff(
  world: World,
  incidents: readonly { readonly id: string; readonly entries: readonly { readonly text: string }[] }[],
  people: SoakPeople,
): Problems {
  const counts = people.notes.map(({ text, incident, isTaken }) => ({
    text,
    isTaken,
    there:
      incidents.find(({ id }) => id === incident)?.entries.filter((entry) => entry.text === text).length ?? 0,
  }))
  const lost = counts.filter(({ isTaken, there }) => isTaken && there === 0)
  return [
    ...counts
      .filter(({ there }) => there > 1)
      .map(({ text, there }) => `note “${text}” stands ${there} times`),
    ...(lost.length > timesToldToTryAgain(world)
      ? lost.map(({ text }) => `note “${text}” was taken, and is lost`)
      : []),
  ]
}

/** A process that dies while it hands the review over may leave it there twice; never not at all. */
function reviewOff(
  { workspace }: World,
  { id, place }: Awaited<ReturnType<typeof readIncidents>>[number],
): Problems {
  if (place?.kind !== 'own') return []
  const reviews = workspace.messages(place.channel).filter(({ files = [] }) => files.length > 0)
  return reviews.length === 0 ? [`the review of ${id} is not in its channel`] : []
}
