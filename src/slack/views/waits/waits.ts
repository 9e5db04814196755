import { maskSecrets } from '../../../core/mask.js'
import type { Message } from '../../../core/message.js'
import type { Wait } from '../../../core/wait.js'
import { listed } from '../../../core/wording.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, mention } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** For who asked to be told: what is waited for. */
export function waitingMessage({ obstacle, place }: Wait): Message {
  const where = place === undefined ? 'in your own messages' : 'here'
  const what =
    obstacle.kind === 'operation'
      ? `*${escapeMrkdwn(obstacle.summary)}* has ended (${obstacle.id})`
      : `nothing keeps *${placeOf(obstacle)}* from being changed any more`
  return message([
    section(`🔔 You are told ${where}, once, when ${what}.`),
    context('Looked after for seven days. What you free yourself you are not told of.'),
  ])
}

/** Nothing was in the way when they asked. */
export function freeAlready(again: string | undefined): Message {
  return message([section('✅ Nothing is in the way now.'), ...againButton(again)])
}

/** What somebody waited for has come, or did not come for a week. */
export function freeMessage(
  { caller, obstacle, again, outcome, state }: Wait,
  isMentioned: boolean,
): Message {
  const called = isMentioned ? `${mention(caller.id)}: ` : ''
  const said = again === undefined ? [] : [context(`You asked for ${code(maskSecrets(again))}.`)]
  if (state === 'given up') {
    const what = obstacle.kind === 'operation' ? escapeMrkdwn(obstacle.summary) : placeOf(obstacle)
    return message([
      section(
        `${marks.resting} ${called}*${what}* is not free after seven days, and not looked after any more.`,
      ),
      ...said,
      ...againButton(again),
    ])
  }
  const how = outcome === undefined ? 'has ended' : `has ended: ${escapeMrkdwn(outcome)}`
  const words =
    obstacle.kind === 'operation'
      ? `*${escapeMrkdwn(obstacle.summary)}* ${how} (${obstacle.id}).`
      : `nothing keeps *${placeOf(obstacle)}* from being changed any more.`
  return message([section(`🔔 ${called}${words}`), ...said, ...againButton(again)])
}

function placeOf({ environment, services }: Extract<Wait['obstacle'], { kind: 'bar' }>): string {
  const place = escapeMrkdwn(environment)
  return services.length === 0 ? place : `${escapeMrkdwn(listed(services, 'and'))} in ${place}`
}

/** A line that would be masked is another line then. */
function againButton(again: string | undefined) {
  if (again === undefined || maskSecrets(again) !== again) return []
  return [actions([sayButton(again, { text: 'Ask again' })])]
}
