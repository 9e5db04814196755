import { countedOf } from '../../../core/wording.js'
import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import type { Preflight, PreflightItem, PreflightResult } from '../../../core/preflight.js'
import { actions, context, folded, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

const markOf: Readonly<Record<PreflightResult, string>> = {
  ng: marks.wrong,
  warn: marks.attention,
  skip: marks.unknown,
  ok: marks.fine,
}
const wordOf: Readonly<Record<PreflightResult, string>> = { ng: 'NG', warn: 'WARN', skip: 'SKIP', ok: 'OK' }

/** What nobody but people can answer. */
const byHand =
  'Still by hand: the review, migrations tried in staging, stakeholders told, the last good image noted.'

export interface PreflightMessageOptions {
  readonly askedBy: string
  readonly buttons: boolean
}

/** Whether one may deploy: the verdict, what stands against it with its remedy, then what was not looked at; what is fine is folded. */
export function preflightMessage(
  preflight: Preflight,
  { askedBy, buttons }: PreflightMessageOptions,
): Message {
  const { items, environment, deployment, ready } = preflight
  const fine = items.filter(({ result }) => result === 'ok')
  const others = items.filter(({ result }) => result !== 'ok')
  const blocks: KnownBlock[] = [
    section(headline(preflight)),
    ...(others.length === 0 ? [] : [section(others.map(itemText).join('\n'))]),
    ...(fine.length === 0
      ? []
      : [folded(`${fine.length} of ${items.length} are OK`, [section(fine.map(itemText).join('\n'))])]),
    context(`${byHand}\nAsked by ${escapeMrkdwn(askedBy)}`),
  ]
  if (!buttons) return message(blocks)
  const target = deployment === undefined ? undefined : `${deployment.service}:${deployment.image}`
  const again = sayButton(
    { verb: 'preflight', words: [environment], options: { for: target } },
    { text: 'Look again', answers: 'replace' },
  )
  const go =
    deployment !== undefined && ready
      ? [
          sayButton(
            { verb: 'deploy', words: [deployment.service, deployment.image, environment] },
            { text: 'Deploy' },
          ),
        ]
      : []
  return message([...blocks, actions([...go, again])])
}

function headline({ environment, deployment, items }: Preflight): string {
  const count = (result: PreflightResult) => items.filter((item) => item.result === result).length
  const [ng, warn, skip] = [count('ng'), count('warn'), count('skip')]
  const name = escapeMrkdwn(environment)
  const what =
    deployment === undefined
      ? name
      : `${name}, for ${escapeMrkdwn(`${deployment.service}:${deployment.image}`)}`
  const rest = [
    ...(warn === 0 ? [] : [`${warn} to look at`]),
    ...(skip === 0 ? [] : [`${skip} could not be looked at`]),
  ]
  const also = rest.length === 0 ? '' : `, ${rest.join(', ')}`
  if (ng > 0)
    return `${marks.wrong} *${what}: not ready* — ${countedOf(ng, items.length, 'check')} ${ng === 1 ? 'stands' : 'stand'} against it${also}.`
  if (rest.length > 0)
    return `${skip > 0 ? marks.unknown : marks.attention} *${what}: nothing stands against it*${also}.`
  return `${marks.fine} *${what}: ready* — ${countedOf(items.length, items.length, 'check')} OK.`
}

function itemText({ result, what, figure, remedy }: PreflightItem): string {
  const next = remedy === undefined ? '' : `\n      → ${remedy}`
  return `${markOf[result]} ${wordOf[result]} *${escapeMrkdwn(what)}*: ${escapeMrkdwn(figure)}${next}`
}
