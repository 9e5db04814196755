import type { Message } from '../../core/message.js'
import type { Plan } from '../../core/operation.js'
import { context, section } from '../blocks.js'
import { message } from '../message.js'
import { escapeMrkdwn } from '../mrkdwn.js'

/** What would be done, for `--dry-run`: nothing was changed, and the message says so first. */
export function planMessage(plan: Plan): Message {
  const changes = plan.changes.map(
    (change) => `• ${escapeMrkdwn(change.what)}: ${escapeMrkdwn(change.from)} → *${escapeMrkdwn(change.to)}*`,
  )
  return message([
    section(`🔍 *${escapeMrkdwn(plan.summary)}* — only a plan, nothing was changed`),
    section(changes.join('\n')),
    ...plan.warnings.map((warning) => context(`⚠️ ${escapeMrkdwn(warning)}`)),
  ])
}
