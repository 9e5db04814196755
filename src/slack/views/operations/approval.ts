import type { Button, KnownBlock } from '@slack/types'
import { type Approval, type OperationRecord, shortPlan } from '../../../core/operation.js'
import { context, section } from '../../blocks.js'
import { dateToken, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** Who has to decide, until when, and what happened so far. */
export function approvalBlocks(record: OperationRecord): KnownBlock[] {
  const { approval } = record
  if (approval === undefined) return []
  const { name, behind } = record.caller
  const others = behind === undefined ? name : `${name} and ${behind.name}`
  const missing = approval.needed - approval.decisions.length
  const people = missing === 1 ? `one ${approval.role}` : `${missing} people with the role ${approval.role}`
  return [
    ...(approval.again === undefined ? [] : [section(`🔁 *${escapeMrkdwn(approval.again)}*`)]),
    context(
      `Needs ${people} other than ${escapeMrkdwn(others)}, until ${untilWhen(approval)}. No answer by then means no.`,
    ),
  ]
}

export function untilWhen({ expiresAt }: Pick<Approval, 'expiresAt'>): string {
  return dateToken(expiresAt, '{time}', `${new Date(expiresAt).toISOString().slice(11, 16)} UTC`)
}

/** The buttons name the plan that is shown: another one is not approved by them. Why it is rejected is asked for in its form. */
export function approvalButtons({ id, fingerprint }: OperationRecord): Button[] {
  const options = { plan: shortPlan(fingerprint) }
  return [
    sayButton({ verb: 'approve', words: [id], options }, { text: 'Approve', style: 'primary' }),
    sayButton({ verb: 'reject', words: [id], options }, { text: 'Reject' }),
  ]
}
