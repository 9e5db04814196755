import type { KnownBlock } from '@slack/types'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import { agoInWords } from '../../../core/age.js'
import type { AlarmsOverview, ExplainedAlarm } from '../../../core/alarms.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { offerReason } from '../runbooks/offer.js'
import { alarmButtons, refreshButton } from './buttons.js'
import { ageWords, counted, moment, mutedWords, silencedWords, since, type When } from './words.js'

export interface AlarmsMessageOptions extends When {
  /** Those that are OK too. */
  readonly all: boolean
  readonly askedBy?: string
  /** Without buttons where nobody could press them. Default: with. */
  readonly buttons?: boolean
  /** The one environment that was named; absent: all of them. */
  readonly named?: string
  /** The runbook for an alarm that rings. */
  readonly offer?: (alarm: ExplainedAlarm, environment: string) => RunbookOffer | undefined
}

/** Beyond these a message would be a wall: their names are told. */
const explained = 6
const withButtons = 3
const namesShown = 40
const longestReason = 300

/** An alarm and where it is. */
interface Placed {
  readonly alarm: ExplainedAlarm
  readonly environment: string
}

/** What rings, in words, and whether anything watches at all. What is muted comes last, and says so. */
export function alarmsMessage(overviews: readonly AlarmsOverview[], options: AlarmsMessageOptions): Message {
  const placed = overviews.flatMap(({ alarms, environment }) =>
    alarms.map((alarm): Placed => ({ alarm, environment })),
  )
  const newestFirst = (left: Placed, right: Placed) =>
    Number(isMuted(left)) - Number(isMuted(right)) || right.alarm.since - left.alarm.since
  const ringing = placed.filter(({ alarm }) => rings(alarm)).toSorted(newestFirst)
  const without = placed.filter(({ alarm }) => silent(alarm)).toSorted(newestFirst)
  const quiet = placed.filter(({ alarm }) => alarm.state === 'OK')
  const notes = overviews.flatMap((overview) => notesOn(overview, options))
  const blocks: KnownBlock[] = [
    section(headline(overviews, options)),
    ...ringing.slice(0, explained).flatMap((one, index) => ringingBlocks(one, index, options)),
    ...more(ringing.slice(explained), marks.wrong, 'more ring'),
    ...silentBlocks(without.slice(0, explained), options),
    ...more(without.slice(explained), marks.attention, 'more have no data'),
    ...unreadBlocks(overviews),
    ...(options.all ? more(quiet, marks.fine, 'OK') : []),
    ...(notes.length === 0 ? [] : [context(...shortened(notes))]),
    context(footer(options)),
    ...((options.buttons ?? true) ? [refreshButton(options.named, options.all)] : []),
  ]
  return message(blocks)
}

// A mute changes who is told, not what is true.
const rings = (alarm: ExplainedAlarm) => alarm.state === 'ALARM'
const isMuted = ({ alarm }: Placed) => alarm.mute !== undefined
const silent = (alarm: ExplainedAlarm) => alarm.state === 'INSUFFICIENT_DATA' && alarm.mute === undefined

/** The most important first: what rings, then what nobody knows, then that all is well. */
function headline(overviews: readonly AlarmsOverview[], when: When): string {
  const alarms = overviews.flatMap((overview) => overview.alarms)
  const ringing = alarms.filter(rings)
  const without = alarms.filter(silent)
  const unknown = overviews.filter(({ unread, instead }) => unread !== undefined || instead !== undefined)
  const where = overviews.map(({ environment }) => escapeMrkdwn(environment)).join(' and ')
  const of = alarms.length === 1 ? '' : ` of ${alarms.length.toLocaleString('en')}`
  if (ringing.length > 0) {
    const places = overviews.filter((overview) => overview.alarms.some(rings))
    const names = places.map(({ environment }) => escapeMrkdwn(environment)).join(' and ')
    const muted = ringing.filter(({ mute }) => mute !== undefined).length
    const mutes = muted === 0 ? '' : muted < ringing.length ? `, ${muted} of them muted` : ', muted'
    return `${marks.wrong} *${ringing.length}${of} ${alarms.length === 1 ? 'alarm rings' : ringing.length === 1 ? 'alarms rings' : 'alarms ring'}* in ${names}${mutes}${lastAnswers(overviews, when)}`
  }
  if (unknown.length > 0) {
    const names = unknown.map(({ environment }) => escapeMrkdwn(environment)).join(' and ')
    return `${marks.unknown} *Nobody knows whether an alarm rings* in ${names}${lastAnswers(overviews, when)}`
  }
  if (alarms.length === 0) {
    return `${marks.resting} *No alarm watches ${where}*. Silence is not health: nothing would ring.`
  }
  const muted = alarms.filter(({ state, mute }) => state === 'INSUFFICIENT_DATA' && mute !== undefined)
  if (without.length > 0) {
    return `${marks.attention} *No alarm rings* in ${where}, but ${counted(without.length, 'alarm')}${of} ${without.length === 1 ? 'has' : 'have'} no data`
  }
  if (muted.length > 0) {
    return `${marks.attention}${marks.muted} *No alarm rings* in ${where}, but ${counted(muted.length, 'muted alarm')}${of} ${muted.length === 1 ? 'has' : 'have'} no data`
  }
  return `${marks.fine} *Everything is OK* in ${where}: ${counted(alarms.length, 'alarm')} watched, none rings`
}

/** What is only remembered, told as what was. */
function lastAnswers(overviews: readonly AlarmsOverview[], { now }: When): string {
  const lines = overviews.flatMap(({ environment, instead, at, alarms }) => {
    if (instead === undefined) return []
    const count = alarms.filter(({ state }) => state === 'ALARM').length
    const rang = count === 0 ? 'none' : count.toLocaleString('en')
    const of = `${rang} of ${counted(alarms.length, 'alarm')} rang`
    return `\n${marks.remembered} When AWS last answered for ${escapeMrkdwn(environment)}, ${agoInWords(at, now)}, ${of}`
  })
  return lines.join('')
}

function ringingBlocks(
  { alarm, environment }: Placed,
  index: number,
  options: AlarmsMessageOptions,
): readonly KnownBlock[] {
  const { says, rings: rule, reason, shortName, since: from } = alarm
  const name = code(shortName)
  const mark = alarm.mute === undefined ? marks.wrong : `${marks.wrong}${marks.muted}`
  const place = escapeMrkdwn(environment)
  const first = says === undefined ? `${name} *is in ALARM*, with these words:` : `*${escapeMrkdwn(says)}*`
  const details = [
    place,
    ...(says === undefined ? [] : [name]),
    since(from, options),
    ...(says === undefined && rule !== undefined ? [`its rule: ${escapeMrkdwn(rule)}`] : []),
  ].join(' · ')
  const silenced = silencedWords(alarm.silences ?? [], options)
  const quiet = [
    ...(alarm.mute === undefined ? [] : [`${marks.muted} ${mutedWords(alarm.mute, options)}`]),
    ...(silenced === undefined ? [] : [`${marks.silenced} ${silenced}`]),
  ]
  const offer = options.offer?.(alarm, environment)
  const canPress = options.buttons ?? true
  return [
    ...(says === undefined
      ? [section(`${mark} ${first}`), untrusted(cut(reason)), context(details)]
      : [section(`${mark} ${first}\n${details}`)]),
    ...(quiet.length === 0 ? [] : [context(quiet.join('; '))]),
    ...(offer !== undefined && !canPress ? [offerReason(offer, true)] : []),
    ...(canPress && index < withButtons ? [alarmButtons(alarm, environment, offer)] : []),
  ]
}

function silentBlocks(alarms: readonly Placed[], when: When): readonly KnownBlock[] {
  return alarms.map(({ alarm, environment }) => {
    const words = alarm.says ?? 'CloudWatch has not enough data to say anything'
    return section(
      `${marks.attention} ${escapeMrkdwn(words)}\n${escapeMrkdwn(environment)} · ${code(alarm.shortName)} · ${since(alarm.since, when)}`,
    )
  })
}

/** The rest of a kind: names, by environment. */
function more(alarms: readonly Placed[], emoji: string, what: string): readonly KnownBlock[] {
  const places = [...new Set(alarms.map(({ environment }) => environment))]
  const lines = places.map((place) => {
    const here = alarms.filter(({ environment }) => environment === place).map(({ alarm }) => alarm)
    return `${emoji} *${here.length.toLocaleString('en')} ${what}* in ${escapeMrkdwn(place)}: ${names(here)}`
  })
  return lines.map((line) => section(line))
}

function unreadBlocks(overviews: readonly AlarmsOverview[]): readonly KnownBlock[] {
  return overviews.flatMap(({ environment, unread }) =>
    unread === undefined
      ? []
      : [
          section(
            `${marks.missing} *Not read: the alarms of ${escapeMrkdwn(environment)}* — ${escapeMrkdwn(unread)}`,
          ),
        ],
  )
}

/** What is told quietly of one environment. */
function notesOn(overview: AlarmsOverview, options: AlarmsMessageOptions): readonly string[] {
  const age = ageWords(overview, options)
  return [
    ...mutedNotes(overview.alarms, overview.environment, options),
    ...silencedNotes(overview.alarms, overview.environment, options),
    ...(overview.rulesUnread === undefined
      ? []
      : [
          `${marks.missing} Whether CloudWatch's own mute rules mute an alarm of ${escapeMrkdwn(overview.environment)} is not known: ${escapeMrkdwn(overview.rulesUnread)}`,
        ]),
    ...(overview.mutesUnread === undefined
      ? []
      : [`${marks.missing} ${escapeMrkdwn(overview.mutesUnread)} Muted alarms are shown like all others.`]),
    ...noAlarms(overview, options),
    ...(age === undefined ? [] : [`${escapeMrkdwn(overview.environment)}: ${age}`]),
  ]
}

/** Slack takes ten notes together. */
function shortened(notes: readonly string[]): readonly string[] {
  return notes.length <= 10 ? notes : [...notes.slice(0, 9), `… and ${notes.length - 9} more notes`]
}

function mutedNotes(alarms: readonly ExplainedAlarm[], environment: string, when: When): readonly string[] {
  return alarms.flatMap(({ mute, shortName, state, silences = [] }) => {
    // One that rings says so where it stands.
    if (mute === undefined || state === 'ALARM') return []
    const silenced = silencedWords(silences, when)
    return [
      `${marks.muted} ${code(shortName)} in ${escapeMrkdwn(environment)} ${state === 'OK' ? 'is OK' : 'has no data'}, ${mutedWords(mute, when)}${silenced === undefined ? '' : `; ${marks.silenced} ${silenced}`}`,
    ]
  })
}

/** Of those that do not ring now: if they did, nobody would get a mail. */
function silencedNotes(
  alarms: readonly ExplainedAlarm[],
  environment: string,
  when: When,
): readonly string[] {
  const quiet = alarms.filter(
    ({ mute, state, silences = [] }) => mute === undefined && state !== 'ALARM' && silences.length > 0,
  )
  const [first] = quiet
  if (first === undefined) return []
  const where = escapeMrkdwn(environment)
  if (quiet.length === 1)
    return [
      `${marks.silenced} ${code(first.shortName)} in ${where}: ${silencedWords(first.silences ?? [], when)}`,
    ]
  return [
    `${marks.silenced} CloudWatch would take no action for ${quiet.length} alarms in ${where}: ${names(quiet)}`,
  ]
}

/** Where some other environment has alarms, this one is not forgotten. */
function noAlarms(
  { alarms, environment, unread }: AlarmsOverview,
  { named }: AlarmsMessageOptions,
): readonly string[] {
  if (alarms.length > 0 || unread !== undefined || named !== undefined) return []
  return [`${marks.resting} ${escapeMrkdwn(environment)} has no alarm at all: silence there is not health.`]
}

function names(alarms: readonly ExplainedAlarm[]): string {
  const shown = alarms.slice(0, namesShown).map(({ shortName }) => code(shortName))
  const left = alarms.length - shown.length
  return `${shown.join(', ')}${left > 0 ? ` and ${left.toLocaleString('en')} more` : ''}`
}

function footer({ askedBy, now, zone, all, named }: AlarmsMessageOptions): string {
  const asked = askedBy === undefined ? '' : `Asked by ${escapeMrkdwn(askedBy)} · `
  const hint = all
    ? ''
    : ` · ${code(`/ohmy alarms ${named === undefined ? '' : `${named} `}--all`)} lists those that are OK`
  return `${asked}As of ${moment(now, { now, zone })}${hint}`
}

function cut(text: string): string {
  return cutPlain(text.replace(/\s+/g, ' '), longestReason)
}
