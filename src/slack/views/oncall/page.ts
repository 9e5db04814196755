import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { calledPeople, isPageEnded, type PageCall, type PageRecord } from '../../../core/page.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, link, mention } from '../../mrkdwn.js'
import { sayButton, sayOverflow } from '../../say.js'
import { capital } from '../../../core/wording.js'
import { moment } from '../alarms/words.js'
import type { When } from '../alarms/words.js'
import { marks } from '../../marks.js'

/**
 * One page as one message in its channel, kept up to date. Whoever is called first is mentioned in it, as long as it calls: Slack tells people of the mentions that
 * are there when a message is posted, and of none that comes later.
 */
export function pageCard(record: PageRecord, zone: Zone): Message {
  const when = whenOf(record, zone)
  const isFirst = (call: PageCall) => call.at === record.begunAt && record.state === 'calling'
  const lines = record.calls.map((call) => {
    const people = call.people.map(({ id, name }) => (isFirst(call) ? mention(id) : escapeMrkdwn(name)))
    return `${moment(call.at, when)} — ${escapeMrkdwn(call.to)}: ${people.join(', ')}`
  })
  const blocks: KnownBlock[] = [section(headOf(record, when))]
  blocks.push(...alsoBlocks(record))
  if (lines.length > 0) blocks.push(section(`*Called*\n${lines.join('\n')}${nextLine(record, when)}`))
  return message([...blocks, ...troubleBlocks(record), ...buttonsOf(record), footer(record)])
}

/** The same for one person who was called, in their own messages: nobody needs to be mentioned there. */
export function pageDirectMessage(record: PageRecord, person: string, zone: Zone): Message {
  const when = whenOf(record, zone)
  const call = record.calls.find(({ people }) => people.some(({ id }) => id === person))
  const why = call === undefined ? '' : `You are called as ${escapeMrkdwn(call.to)}.${nextLine(record, when)}`
  return message([
    section(headOf(record, when)),
    ...alsoBlocks(record),
    ...(isPageEnded(record.state) ? [] : [section(why)]),
    ...buttonsOf(record),
    footer(record),
  ])
}

/** In the thread of the page: who is called now. */
export function pageCallMessage(record: PageRecord, call: number): Message {
  const { to = '', people = [] } = record.calls[call] ?? {}
  const before = call === 0 ? '' : ' — nobody has answered so far'
  return message([
    section(`📟 ${escapeMrkdwn(capital(to))}: ${people.map(({ id }) => mention(id)).join(', ')}${before}`),
  ])
}

/** In the channel, once: nobody has answered. */
export function pageUnansweredMessage(record: PageRecord, zone: Zone): Message {
  const when = whenOf(record, zone)
  const people = calledPeople(record)
  const called =
    people.length === 0
      ? 'There was nobody to call.'
      : `Called since ${moment(record.begunAt, when)}: ${people.map(({ id }) => mention(id)).join(', ')}.`
  const why = record.outcomeReason === undefined ? '' : ` ${escapeMrkdwn(record.outcomeReason)}`
  return message([
    section(`${marks.wrong} *Nobody has answered* ${subject(record)}`),
    section(`${called}${why} ohmy calls nobody any more: somebody has to take it.`),
    context(record.id),
  ])
}

/** What a word did, for who said it somewhere else. */
export function pageSaidMessage(record: PageRecord): Message {
  const words =
    record.state === 'acknowledged'
      ? '✅ You have it'
      : `${marks.resting} It is taken back: nobody is called any more`
  return message([section(`${words} — ${subject(record)}`), context(record.id)])
}

/** Pages, newest first. */
export function pagesMessage(pages: readonly PageRecord[], zone: Zone, now: number): Message {
  if (pages.length === 0) return message([section(`${marks.fine} *Nobody was paged* in the last seven days`)])
  const lines = pages.slice(0, 20).map((record) => {
    const since = moment(record.begunAt, { zone, now })
    return `${code(record.id)} ${subject(record)} — ${standOf(record, whenOf(record, zone))} · ${since}`
  })
  const more =
    pages.length > lines.length ? [context(`${pages.length - lines.length} more are not shown.`)] : []
  return message([section('📟 *Pages of the last seven days*'), section(lines.join('\n')), ...more])
}

/** More than these nobody reads in a page. */
const mostOthers = 5

/** What rings as well: it is not called for once more. */
function alsoBlocks({ also = [] }: PageRecord): readonly KnownBlock[] {
  if (also.length === 0) return []
  const left = also.length - mostOthers
  const shown = also.slice(0, mostOthers).map(({ title }) => code(title))
  return [context(`Rings as well: ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`)]
}

const heads = {
  waiting: '🕘',
  calling: '🚨',
  acknowledged: '✅',
  unanswered: marks.wrong,
  cancelled: marks.resting,
} as const

function headOf(record: PageRecord, when: When): string {
  return `${heads[record.state]} ${subject(record)} — ${standOf(record, when)}`
}

function subject({ severity, environment, title }: PageRecord): string {
  const where = environment === undefined ? '' : ` in ${escapeMrkdwn(environment)}`
  return `*SEV-${severity}${where}* ${code(title)}`
}

function standOf(record: PageRecord, when: When): string {
  const { state, nextAt, endedBy, endedAt = 0, begunAt, outcomeReason = '', inPagerDuty } = record
  const name = escapeMrkdwn(endedBy?.name ?? 'Somebody')
  const after = formatDuration(endedAt - begunAt)
  switch (state) {
    case 'waiting':
      return `waits until ${moment(nextAt, when)}`
    case 'calling':
      return 'somebody has to answer'
    case 'acknowledged':
      return inPagerDuty === undefined
        ? `*${name}* has it, after ${after}`
        : `${inPagerDuty} in PagerDuty by *${name}*, after ${after}`
    case 'unanswered':
      return 'nobody answered'
    case 'cancelled':
      return escapeMrkdwn(outcomeReason)
  }
}

/** Who is next, while it calls. */
function nextLine({ state, steps, done, nextAt }: PageRecord, when: When): string {
  if (state !== 'calling') return ''
  const next = steps[done]
  const who = next === undefined ? 'nobody is left to call' : `${escapeMrkdwn(next.to)} is called`
  return `\nAt ${moment(nextAt, when)} ${who}, unless somebody answers.`
}

function buttonsOf({ id, state }: PageRecord): readonly KnownBlock[] {
  if (isPageEnded(state)) return []
  return [
    actions([
      sayButton({ verb: 'page', words: ['ack', id] }, { text: 'Ack', style: 'primary' }),
      sayOverflow([{ text: 'Take it back', line: { verb: 'page', words: ['cancel', id] } }]),
    ]),
  ]
}

function troubleBlocks({ trouble, pagerDuty }: PageRecord): readonly KnownBlock[] {
  const refused = pagerDuty?.refused
  return [
    ...(trouble === undefined ? [] : [context(`⚠️ ${escapeMrkdwn(trouble)}`)]),
    ...(refused === undefined ? [] : [context(`⚠️ PagerDuty did not take it: ${code(refused)}`)]),
  ]
}

function footer({ id, by, reason, link: url }: PageRecord): KnownBlock {
  const who = by === undefined ? escapeMrkdwn(reason) : `Paged by ${escapeMrkdwn(by.name)}`
  return context([who, ...(url === undefined ? [] : [link(url, 'More')]), id].join(' · '))
}

/** By the record alone, so that the same record is shown alike. */
function whenOf({ begunAt }: PageRecord, zone: Zone): When {
  return { zone, now: begunAt }
}
