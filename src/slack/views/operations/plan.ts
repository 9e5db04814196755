import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import type { Change, Plan } from '../../../core/operation.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn, withAges } from '../../mrkdwn.js'

/** What changes, from → to, and what a person wants to know before deciding. */
export function planBlocks(plan: Plan): KnownBlock[] {
  const changes = changeLines(plan.changes)
  const details = (plan.details ?? []).map(withAges)
  return [
    ...(changes.length === 0 ? [] : [section(changes.join('\n'))]),
    ...(details.length === 0 ? [] : [section(details.join('\n'))]),
  ]
}

/** `• Image: sprint-12 → *sprint-13*`, in mrkdwn. */
export function changeLines(changes: readonly Change[]): readonly string[] {
  return changes.map(({ what, from, to }) => `• ${escapeMrkdwn(what)}: ${withAges(from)} → *${withAges(to)}*`)
}

/** What would be done, for `--dry-run`: nothing was changed, and the message says so first. */
export function planMessage(plan: Plan): Message {
  return message([
    section(`🔍 *${escapeMrkdwn(plan.summary)}* — only a plan, nothing was changed`),
    ...planBlocks(plan),
    ...plan.warnings.map((warning) => context(`⚠️ ${withAges(warning)}`)),
  ])
}
