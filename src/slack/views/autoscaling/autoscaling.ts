import type { Button, KnownBlock } from '@slack/types'
import type { AutoscalingAnswer, AutoscalingOfService } from '../../../core/autoscaling.js'
import type { Message } from '../../../core/message.js'
import { listed } from '../../../core/wording.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { dateToken, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** Between how many tasks each service is kept, and what is suspended: that first. */
export function autoscalingMessage(
  { environment, services, without }: AutoscalingAnswer,
  shown: { readonly buttons: boolean },
): Message {
  const head = headline(environment, services)
  const sorted = services.toSorted(
    (left, right) => Number(right.suspended !== undefined) - Number(left.suspended !== undefined),
  )
  const none =
    without.length === 0 ? [] : [context(`Without autoscaling: ${listed(without.map(escapeMrkdwn), 'and')}`)]
  return message([
    section(head),
    ...sorted.flatMap(serviceBlocks),
    ...none,
    ...(shown.buttons ? buttonsOf(environment, sorted) : []),
  ])
}

function headline(environment: string, services: readonly AutoscalingOfService[]): string {
  const suspended = services.filter((one) => one.suspended !== undefined)
  const name = escapeMrkdwn(environment)
  if (services.length === 0) return `*Autoscaling in ${name}:* no service has any`
  if (suspended.length === 0) return `✅ *Autoscaling in ${name}* works`
  const names = listed(
    suspended.map(({ service }) => escapeMrkdwn(service)),
    'and',
  )
  return `${marks.attention} *Autoscaling in ${name}* is suspended for ${names}`
}

function serviceBlocks(one: AutoscalingOfService): readonly KnownBlock[] {
  const { service, desired, minimum, maximum, last } = one
  const name = escapeMrkdwn(service)
  const wanted = `${desired} wanted now`
  const line = `*${name}*  ${minimum}–${maximum} tasks, ${wanted}${suspensionWords(one)}`
  if (last === undefined) return [section(line)]
  const at = moment(last.at)
  return [section(`${line}\nLast move, ${at}:`), untrusted(`${last.description} ${last.cause}`)]
}

function suspensionWords({ suspended, by }: AutoscalingOfService): string {
  if (suspended === undefined) return ''
  const until =
    by === undefined
      ? 'until somebody resumes it'
      : `until ${moment(by.until)} (${escapeMrkdwn(by.name)}, ${by.operation})`
  return `\nIt ${escapeMrkdwn(suspended)}, ${until}.`
}

function moment(at: number): string {
  return dateToken(
    at,
    '{date_short_pretty} {time}',
    `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  )
}

function buttonsOf(environment: string, services: readonly AutoscalingOfService[]): readonly KnownBlock[] {
  const [only, other] = services
  const resumes = services.filter(({ suspended }) => suspended !== undefined).slice(0, 3)
  const buttons: Button[] = resumes.map(({ service }) =>
    sayButton(
      { verb: 'autoscaling', words: ['resume', service, environment] },
      { text: resumes.length === 1 ? 'Resume' : `Resume ${service}`.slice(0, 75) },
    ),
  )
  if (resumes.length === 0 && only !== undefined && other === undefined) {
    const line = { verb: 'autoscaling', words: ['suspend', only.service, environment] }
    buttons.push(sayButton(line, { text: 'Suspend …' }))
  }
  return buttons.length === 0 ? [] : [actions(buttons)]
}
