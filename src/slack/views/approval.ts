import type { Button, KnownBlock } from '@slack/types'
import type { OperationRecord } from '../../core/operation.js'
import { button, context, section } from '../blocks.js'
import { dateToken, escapeMrkdwn } from '../mrkdwn.js'

/** Who has to decide, until when, and what happened so far. */
export function approvalBlocks(record: OperationRecord): KnownBlock[] {
  const { approval } = record
  if (approval === undefined) return []
  const missing = approval.needed - approval.decisions.length
  const people = missing === 1 ? `one ${approval.role}` : `${missing} people with the role ${approval.role}`
  const until = dateToken(
    approval.expiresAt,
    '{time}',
    `${new Date(approval.expiresAt).toISOString().slice(11, 16)} UTC`,
  )
  return [
    ...(approval.again === undefined ? [] : [section(`🔁 *${escapeMrkdwn(approval.again)}*`)]),
    context(
      `Needs ${people} other than ${escapeMrkdwn(record.caller.name)}, until ${until}. No answer by then means no.`,
    ),
  ]
}

/** The buttons name the plan that is shown: another one is not approved by them. */
export function approvalButtons(record: OperationRecord): Button[] {
  const value = JSON.stringify({ v: 1, operation: record.id, plan: record.fingerprint })
  return [
    button({ text: 'Approve', actionId: 'operation.approve', value, style: 'primary' }),
    button({ text: 'Reject', actionId: 'operation.reject', value }),
  ]
}
