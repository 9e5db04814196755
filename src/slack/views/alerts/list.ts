import type { AlertRecord } from '../../../core/alert.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { counted, since, type When } from '../alarms/words.js'
import { marks } from '../../marks.js'

/** Beyond these a message is a wall. */
const mostShown = 30

/** What is open: what rings first, then what was good again a moment ago. */
export function alertListMessage(
  alerts: readonly AlertRecord[],
  environments: readonly string[],
  when: When,
): Message {
  const single = alerts.filter(({ kind }) => kind !== 'storm')
  const ringing = single.filter(({ status }) => status === 'ringing')
  const where = environments.map(escapeMrkdwn).join(' and ')
  if (single.length === 0) return message([section(`${marks.fine} *No alert is open* in ${where}`)])
  const sorted = [...ringing, ...single.filter(({ status }) => status !== 'ringing')]
  const left = sorted.length - mostShown
  const head =
    ringing.length === 0
      ? `${marks.fine} *No alert rings* in ${where}`
      : `${marks.wrong} *${counted(ringing.length, 'alert')} ${ringing.length === 1 ? 'rings' : 'ring'}* in ${where}`
  return message([
    section(head),
    section(
      sorted
        .slice(0, mostShown)
        .map((record) => lineOf(record, when))
        .join('\n'),
    ),
    ...(left > 0 ? [context(`and ${left.toLocaleString('en')} more`)] : []),
  ])
}

function lineOf(record: AlertRecord, when: When): string {
  const { id, status, mute, shortName, environment, acknowledged, steady } = record
  const loud = steady === undefined ? marks.wrong : marks.attention
  const mark = status !== 'ringing' ? marks.fine : mute === undefined ? loud : `${loud}${marks.muted}`
  return [
    `${mark} ${escapeMrkdwn(environment)} · ${code(shortName)}`,
    since(record.since, when),
    ...(acknowledged === undefined ? [] : [`✋ ${escapeMrkdwn(acknowledged.by.name)}`]),
    code(id),
  ].join(' · ')
}
