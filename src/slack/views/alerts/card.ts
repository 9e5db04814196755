import type { ActionsBlockElement, KnownBlock } from '@slack/types'
import type { AlertRecord } from '../../../core/alert.js'
import type { CheckResult } from '../../../core/check.js'
import { isBlind } from '../../../core/alarms.js'
import { cutPlain } from '../../../core/cut.js'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { sayButton, sayOverflow } from '../../say.js'
import { moment, mutedWords, silencedWords, type When } from '../alarms/words.js'
import { offerButton } from '../runbooks/offer.js'
import type { AlertCardOptions } from './options.js'
import { pagedWords } from './paged.js'
import { stormCard } from './storm.js'
import { marks } from '../../marks.js'

const longestReason = 300
const mostLines = 5
const minute = 60_000

/** One alert as one message that always tells how it stands: the verdict first, what changed, what was found out, what can be said now. */
export function alertCard(record: AlertRecord, options: AlertCardOptions): Message {
  if (record.kind === 'storm') return stormCard(record, options)
  if (record.partOf !== undefined) return pointerCard(record, record.partOf)
  return message([
    section(`${verdictOf(record)}\n${whereOf(record, options)}`),
    ...reasonOf(record),
    ...alsoBlocks(record),
    ...contributorBlocks(record),
    ...foundBlocks(record),
    ...notesOf(record, options),
    ...buttonsOf(record),
    context(code(record.id)),
  ])
}

/** Where another message leads, one line says which: nothing is to be pressed here. */
function pointerCard(record: AlertRecord, leader: string): Message {
  return message([
    section(`${verdictOf(record)}\nHas one cause with ${code(leader)}, whose message tells it from here.`),
    context(code(record.id)),
  ])
}

/** What has the same cause, and why as far as its tasks say it. */
function alsoBlocks({ also = [] }: AlertRecord): KnownBlock[] {
  return also.flatMap(({ id, says, reason, status, steady }) => {
    const mark = status !== 'ringing' ? marks.fine : steady === true ? marks.attention : marks.wrong
    const verdict = status !== 'ringing' ? 'Good again: ' : steady === true ? 'Steady for now: ' : ''
    const head = section(`${mark} *Besides:* ${verdict}${escapeMrkdwn(says)} (${code(id)})`)
    return reason === '' ? [head] : [head, untrusted(cut(reason))]
  })
}

function verdictOf(record: AlertRecord): string {
  const { status, trouble, state, evaluation, mute, onlyBlind, steady } = record
  const what = escapeMrkdwn(alertTitle(record))
  if (trouble !== undefined)
    return `${marks.unknown} *Not followed any more:* ${what}. ${escapeMrkdwn(trouble)}`
  if (status !== 'ringing' && onlyBlind)
    return `${marks.fine} *CloudWatch evaluates it again after ${lasted(record)}:* ${escapeMrkdwn(record.shortName)}`
  if (status !== 'ringing') return `${marks.fine} *Good again after ${lasted(record)}:* ${what}`
  if (steady !== undefined) return `${marks.attention} *Steady for now, not over:* ${what}`
  if (isBlind(evaluation)) return `${marks.unknown}${mute === undefined ? '' : marks.muted} *${what}*`
  if (state === 'INSUFFICIENT_DATA') return `${marks.attention} *No data any more, nobody knows:* ${what}`
  if (mute !== undefined) return `${marks.wrong}${marks.muted} ${what}`
  return `${marks.wrong} *${what}*`
}

/** What is the matter, in one sentence. Not escaped. */
export function alertTitle({
  kind,
  says,
  shortName,
  service,
  environment,
  status,
  members = [],
}: AlertRecord): string {
  if (kind === 'storm') return `${members.length} alarms of ${environment} began to ring together`
  if (kind === 'queue' && status !== 'ringing') return `${shortName} is empty`
  if (says !== undefined) return says
  if (kind === 'deployment') return `A deployment of ${service ?? shortName} in ${environment} has failed`
  if (kind === 'hook') return `A deployment of ${service ?? shortName} in ${environment} waits for somebody`
  return status === 'ringing' ? `${shortName} is in ALARM` : shortName
}

/** `production · alb-5xx-errors · since 14:02 · rang 3 times` */
function whereOf(record: AlertRecord, { zone }: AlertCardOptions): string {
  const { environment, shortName, since, rang, heardAt } = record
  return [
    escapeMrkdwn(environment),
    code(shortName),
    `since ${moment(since, { zone, now: heardAt })}`,
    ...(rang > 1 ? [`rang ${rang} times`] : []),
  ].join(' · ')
}

function lasted({ since, quietSince = since }: AlertRecord): string {
  return formatDuration(Math.max(minute, Math.round((quietSince - since) / minute) * minute))
}

/** CloudWatch's words where ohmy has none of its own, and the lines of a log alarm. */
function reasonOf({ kind, says, reason, lines = [], status, evaluation }: AlertRecord): KnownBlock[] {
  // Why tasks stopped is worth knowing afterwards, too.
  if (status !== 'ringing' && kind !== 'tasks') return []
  return [
    ...((says === undefined || kind === 'tasks' || isBlind(evaluation)) && reason !== ''
      ? [untrusted(cut(reason))]
      : []),
    ...(lines.length === 0 ? [] : [untrusted(lines.slice(0, mostLines).map(cut).join('\n'))]),
  ]
}

function cut(text: string): string {
  return cutPlain(text.replace(/\s+/g, ' '), longestReason)
}

/** Who breaches it, and what CloudWatch could not see. */
function contributorBlocks({ contributors, evaluation, status }: AlertRecord): KnownBlock[] {
  if (status !== 'ringing') return []
  const { shown = [], more = 0, hasMore, unread } = contributors ?? {}
  return [
    ...(shown.length === 0
      ? []
      : [
          untrusted(shown.map(({ who, what }) => `${who}: ${what}`.replace(/\s+/g, ' ')).join('\n')),
          ...moreBlocks(more, hasMore),
        ]),
    ...(unread === undefined ? [] : [context(`❓ Who breaches it is not known: ${escapeMrkdwn(unread)}`)]),
    ...(evaluation === 'PARTIAL_DATA'
      ? [context('❓ CloudWatch saw only a part of the data: there may be more')]
      : []),
  ]
}

function moreBlocks(more: number, hasMore = false): KnownBlock[] {
  if (more === 0) return hasMore ? [context('and others')] : []
  return [context(`and ${more} ${hasMore ? 'others or more' : more === 1 ? 'other' : 'others'}`)]
}

const resultMarks: Readonly<Record<CheckResult, string>> = {
  pass: marks.fine,
  warn: marks.attention,
  fail: marks.wrong,
  unknown: marks.unknown,
}

/** What changed shortly before, and the first checks of the runbook with their figures. */
function foundBlocks({ found, since, beganAt = since }: AlertRecord): KnownBlock[] {
  if (found === undefined) return []
  const { changed, checks, course } = found
  const lines = checks.map(
    ({ title, checked }) =>
      `${resultMarks[checked.result]} ${escapeMrkdwn(asked(title))} ${escapeMrkdwn(checked.figure)}`,
  )
  return [
    ...(course === undefined ? [] : [section(escapeMrkdwn(course))]),
    ...(changed === undefined
      ? []
      : [
          section(
            `🕓 ${afterWords(beganAt - changed.at)} *${escapeMrkdwn(changed.summary)}* by ${escapeMrkdwn(changed.by)} (${code(changed.id)})`,
          ),
        ]),
    ...(lines.length === 0 ? [] : [section(lines.join('\n'))]),
  ]
}

/** A question needs no colon. */
function asked(title: string): string {
  return title.endsWith('?') ? title : `${title}:`
}

function afterWords(passed: number): string {
  if (passed < 0) return 'It had begun before'
  const minutes = Math.floor(passed / minute)
  if (minutes < 1) return 'Right after'
  return `${minutes} minute${minutes === 1 ? '' : 's'} after`
}

function notesOf(record: AlertRecord, { zone }: AlertCardOptions): KnownBlock[] {
  const { acknowledged, mute, silences = [], status, heardAt } = record
  const when = { zone, now: heardAt }
  const silenced = silencedWords(silences, when)
  const muted = [
    ...(mute === undefined
      ? []
      : [`🔕 ${mutedWords(mute, when)}${mute.untilOk === true ? ', or until it is good again' : ''}`]),
    ...(silenced === undefined ? [] : [`🔇 ${silenced}`]),
  ].join(' · ')
  const notes = [
    ...(acknowledged === undefined
      ? []
      : [`✋ ${escapeMrkdwn(acknowledged.by.name)} looks after it since ${moment(acknowledged.at, when)}`]),
    ...steadyWords(record, when),
    ...pagedWords(record),
    ...(muted === '' || status !== 'ringing' ? [] : [muted]),
  ]
  return notes.length === 0 ? [] : [context(...notes)]
}

/** Why it is not good again although ECS says so. */
function steadyWords({ steady, relapses, status }: AlertRecord, when: When): readonly string[] {
  if (steady?.until === undefined || relapses === undefined || status !== 'ringing') return []
  const { until, since } = steady
  return [
    `⏳ The last one stopped ${moment(relapses.last, when)}, ECS calls the service steady since ${moment(since, when)}. It is over when none stops until ${moment(until, when)}`,
  ]
}

function buttonsOf(record: AlertRecord): KnownBlock[] {
  const { id, name, environment, service, status, acknowledged, kind, found } = record
  if (status !== 'ringing') return []
  const { runbook } = found ?? {}
  const mutedFor = (options: Readonly<Record<string, string | true>>) => ({
    verb: 'mute',
    words: [name, environment],
    options,
  })
  const buttons: ActionsBlockElement[] = [
    ...(acknowledged === undefined
      ? [sayButton({ verb: 'alert', words: ['ack', id] }, { text: 'Ack', style: 'primary' })]
      : []),
    sayButton({ verb: 'incident', words: ['open'], options: { for: id } }, { text: 'Open incident' }),
    ...(runbook === undefined
      ? []
      : [
          offerButton({
            ...runbook,
            reason: '',
            line: {
              verb: 'runbook',
              words: ['start', runbook.id, service, environment],
              options: { for: id },
            },
          }),
        ]),
    ...(kind === 'alarm'
      ? [
          sayOverflow([
            { text: 'Mute 1 h', line: mutedFor({ for: '1h' }) },
            { text: 'Mute 4 h', line: mutedFor({ for: '4h' }) },
            { text: 'Mute until it is good again', line: mutedFor({ 'until-ok': true }) },
            {
              text: 'Graph',
              line: { verb: 'metrics', words: [environment], options: { alarm: name, since: '3h' } },
            },
          ]),
        ]
      : []),
  ]
  return buttons.length === 0 ? [] : [actions(buttons)]
}
