import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import type { Plan } from '../../../core/operation.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

/** What changes, from → to, and what a person wants to know before deciding. */
export function planBlocks(plan: Plan): KnownBlock[] {
  const changes = plan.changes.map(
    (change) => `• ${escapeMrkdwn(change.what)}: ${escapeMrkdwn(change.from)} → *${escapeMrkdwn(change.to)}*`,
  )
  const details = (plan.details ?? []).map(escapeMrkdwn)
  return [
    ...(changes.length === 0 ? [] : [section(changes.join('\n'))]),
    ...(details.length === 0 ? [] : [section(details.join('\n'))]),
  ]
}

/** What would be done, for `--dry-run`: nothing was changed, and the message says so first. */
export function planMessage(plan: Plan): Message {
  return message([
    section(`🔍 *${escapeMrkdwn(plan.summary)}* — only a plan, nothing was changed`),
    ...planBlocks(plan),
    ...plan.warnings.map((warning) => context(`⚠️ ${escapeMrkdwn(warning)}`)),
  ])
}
