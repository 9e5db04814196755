import type { Message } from '../../../core/message.js'
import { askerName } from '../../../core/caller.js'
import type { OperationRecord } from '../../../core/operation.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn, mention, mentionGroup, withAges } from '../../mrkdwn.js'
import { approvalButtons, untilWhen } from './approval.js'
import { operationHeadline } from './card.js'
import { planBlocks } from './plan.js'
import { marks } from '../../marks.js'

/** Who is mentioned: Slack ids of people and user groups. Nobody, in their own messages. */
export interface Mentioned {
  readonly groups: readonly string[]
  readonly people: readonly string[]
  /** Others who are not. */
  readonly others: number
}

export const nobodyMentioned: Mentioned = { groups: [], people: [], others: 0 }

/** For who may approve: what is asked of them, and the plan. */
export function approvalNotice(record: OperationRecord, to: Mentioned): Message {
  const { plan, caller, approval, reason } = record
  const why = reason === undefined ? '' : `Reason: ${escapeMrkdwn(reason)} · `
  return message([
    section(
      `✋ ${calling(to)}${escapeMrkdwn(askerName(caller))} asks for approval: *${escapeMrkdwn(plan.summary)}*`,
    ),
    ...planBlocks(plan),
    context(`${why}until ${until(approval)}; no answer by then means no${withOthers(to)} · ${record.id}`),
    actions(approvalButtons(record)),
  ])
}

/** The same people again, at half of their time. */
export function reminderNotice(record: OperationRecord, to: Mentioned): Message {
  const what = `*${escapeMrkdwn(record.plan.summary)}* still waits for approval, until ${until(record.approval)}.`
  const next = `No answer by then means no. Asked by ${escapeMrkdwn(askerName(record.caller))} · ${record.id}`
  return message([section(`⏰ ${calling(to)}${what}`), context(next), actions(approvalButtons(record))])
}

/** In the place of either, once nobody is asked any more. */
export function settledNotice(record: OperationRecord): Message {
  const { plan, approval, cancelRequestedBy } = record
  const last = approval?.decisions.at(-1)
  const how =
    last !== undefined
      ? `${last.kind} by ${escapeMrkdwn(last.by.name)}`
      : cancelRequestedBy === undefined
        ? `nobody decided in time`
        : `cancelled by ${escapeMrkdwn(cancelRequestedBy.name)}`
  const sign = last?.kind === 'approved' ? '☑️' : marks.resting
  return message([
    section(`${sign} *${escapeMrkdwn(plan.summary)}* — ${how}`),
    // How it stands is said in one place, which goes on to its end.
    context(last?.kind === 'approved' ? `How it goes: ${record.id}` : record.id),
  ])
}

/** Loud: approvals, locks and freezes were passed by. */
export function brokenGlassNotice(record: OperationRecord, environment: string, to: Mentioned): Message {
  const { caller, plan, breakGlass = '' } = record
  const called = calling(to).replace(/: $/, '')
  return message([
    section(
      `🚨 *${escapeMrkdwn(caller.name)} broke the glass in ${escapeMrkdwn(environment)}:* ${escapeMrkdwn(plan.summary)}`,
    ),
    section(`Reason: ${escapeMrkdwn(breakGlass)}${called === '' ? '' : `\n${called}`}`),
    context(`Approvals, locks and freezes were passed by · ${record.id}`),
  ])
}

/** For whoever asked: how it ended. */
export function endNotice(record: OperationRecord, to: Mentioned): Message {
  const { outcomeReason } = record
  const why = outcomeReason === undefined ? [] : [section(withAges(outcomeReason))]
  return message([section(`${calling(to)}${operationHeadline(record)}`), ...why, context(record.id)])
}

/** Who is mentioned, as a sentence begins with them; empty: nobody. */
export function calling({ groups, people }: Mentioned): string {
  const all = [...groups.map(mentionGroup), ...people.map(mention)]
  return all.length === 0 ? '' : `${all.join(' ')}: `
}

/** How many more may as well, and are not mentioned. */
export function withOthers({ others }: Mentioned): string {
  return others === 0 ? '' : ` · ${others} more may approve`
}

function until(approval: OperationRecord['approval']): string {
  return approval === undefined ? 'now' : untilWhen(approval)
}
