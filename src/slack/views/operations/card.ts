import type { KnownBlock } from '@slack/types'
import { askerName } from '../../../core/caller.js'
import { formatTook } from '../../../core/duration.js'
import type { Line } from '../../../core/line.js'
import type { Message } from '../../../core/message.js'
import { isEnded, type OperationRecord, type OperationState, wroteLast } from '../../../core/operation.js'
import { capital, counted } from '../../../core/wording.js'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import { actions, context, folded, plainSection, section } from '../../blocks.js'
import { sayButton } from '../../say.js'
import { message } from '../../message.js'
import { offerButton, offerReason } from '../runbooks/offer.js'
import { approvalBlocks, approvalButtons } from './approval.js'
import { planBlocks } from './plan.js'
import { code, escapeMrkdwn, untrusted, withAges } from '../../mrkdwn.js'
import { marks } from '../../marks.js'
import { begunSteps, endedSteps, openSteps, timeOf } from './steps.js'

/** https://docs.slack.dev/reference/block-kit/blocks/container-block */
const mostInside = 10

const heads: Record<OperationState, { emoji: string; words: string }> = {
  unconfirmed: { emoji: '✋', words: 'Waiting for a confirmation' },
  unapproved: { emoji: '✋', words: 'Waiting for approval' },
  queued: { emoji: marks.changing, words: 'Starting' },
  running: { emoji: marks.changing, words: 'Running' },
  reverting: { emoji: marks.attention, words: 'Cancelling: putting it back' },
  succeeded: { emoji: '✅', words: 'Done' },
  failed: { emoji: marks.wrong, words: 'Failed' },
  'rolled back': { emoji: marks.attention, words: 'Rolled back' },
  cancelled: { emoji: marks.resting, words: 'Cancelled' },
  expired: { emoji: marks.resting, words: 'Expired' },
  'no longer followed': { emoji: marks.unknown, words: 'No longer followed' },
  'taken over': { emoji: marks.resting, words: 'Taken over by another deployment' },
}

/**
 * One operation as one message that always tells how it stands: the outcome first, then what changes, the steps, and what to do next. Nothing in it
 * runs: as long as the record stays, so does the message.
 * @param offer a runbook that fits how it failed
 * @param next what a person says next once it has come to nothing
 */
export function operationCard(
  record: OperationRecord,
  offer?: RunbookOffer,
  next: { readonly logs?: Line; readonly again?: Line; readonly compare?: Line } = {},
): Message {
  const blocks: KnownBlock[] = [section(operationHeadline(record))]
  if (record.breakGlass !== undefined) blocks.push(section(brokenGlass(record.breakGlass)))
  const { cause, details } = causeOf(record)
  blocks.push(...cause)
  if (record.outcomeReason !== undefined) blocks.push(section(withAges(record.outcomeReason)))
  if (record.startFault !== undefined && record.state === 'queued') {
    blocks.push(section(`Not started yet: ${escapeMrkdwn(record.startFault.why)}. ohmy tries again.`))
  }
  if (record.failure !== undefined && !isEnded(record.state)) {
    blocks.push(section(`${withAges(record.failure.reason)} Going back.`))
  }
  if (record.notes !== undefined) blocks.push(untrusted(record.notes.join('\n')))
  if (record.state === 'unconfirmed' || record.state === 'unapproved') blocks.push(...planBlocks(record.plan))
  if (record.state === 'unconfirmed') blocks.push(...confirmationBlocks(record))
  if (record.state === 'unapproved') blocks.push(...approvalBlocks(record))
  blocks.push(...(isEnded(record.state) ? afterwards(record, details) : openSteps(record)))
  blocks.push(...wroteBlocks(record))
  for (const { says, lines } of record.afterwards ?? []) {
    blocks.push(context(escapeMrkdwn(says)), untrusted(lines.join('\n')))
  }
  const warnings = warningsOf(record)
  if (warnings.length > 0) blocks.push(context(warnings.map((words) => `⚠️ ${withAges(words)}`).join('\n')))
  if (offer !== undefined) blocks.push(offerReason(offer))
  blocks.push(context(footer(record)))
  const buttons = [
    ...(offer === undefined ? [] : [offerButton(offer, 'primary')]),
    ...(next.logs === undefined ? [] : [sayButton(next.logs, { text: 'Logs' })]),
    ...(next.again === undefined ? [] : [sayButton(next.again, { text: 'Try again' })]),
    ...(next.compare === undefined ? [] : [sayButton(next.compare, { text: 'Compare' })]),
    ...buttonsOf(record),
  ]
  if (buttons.length > 0) blocks.push(actions(buttons))
  return message(blocks)
}

/** How it is now where it went well; folded, what was found out and what was done. */
function afterwards(record: OperationRecord, details: readonly string[]): KnownBlock[] {
  const { state } = record
  const found = state === 'succeeded' ? record.steps.at(-1)?.detail : undefined
  const steps = begunSteps(record)
  const isLog = details[0] === wroteLast
  const said = details.length === 0 ? [] : [isLog ? 'What it wrote last' : 'What was found out']
  const done = steps.length === 0 ? [] : [counted(steps.length, 'step')]
  const title = [...said, ...done].join(', and ')
  const shown = isLog ? details.slice(1) : details
  const inside = [
    ...(shown.length === 0 ? [] : [untrusted(shown.join('\n'))]),
    ...endedSteps(record, found),
  ].slice(0, mostInside)
  return [
    ...(found === undefined ? [] : [section(escapeMrkdwn(capital(found)))]),
    ...(inside.length === 0 ? [] : [folded(title, inside)]),
  ]
}

/**
 * What it died of, in a line: the first thing that was found out, and the first line of the log where there is one. The rest is details. Letter by letter: others
 * wrote it.
 */
function causeOf({ state, diagnosis = [] }: OperationRecord): {
  readonly cause: readonly KnownBlock[]
  readonly details: readonly string[]
} {
  const [first, label, said, ...more] = diagnosis
  if (!isEnded(state) || first === undefined) return { cause: [], details: diagnosis }
  const sentence = plainSection(`Cause: ${first}`)
  if (label !== wroteLast || said === undefined) return { cause: [sentence], details: diagnosis.slice(1) }
  // Without the time: the details have it.
  const line = section(code(said.replace(/^\d\d:\d\d:\d\d {2}/, '')))
  return { cause: [sentence, line], details: more.length === 0 ? [] : [wroteLast, said, ...more] }
}

/** What it does and how it stands, in one line. */
export function operationHeadline(record: OperationRecord): string {
  const { emoji, words } = operationHead(record)
  return `${emoji} *${escapeMrkdwn(record.plan.summary)}* — ${words}${took(record)}`
}

/** How it stands, in a sign and a word or two. */
export function operationHead(record: OperationRecord): { emoji: string; words: string } {
  const rejected = record.approval?.decisions.some(({ kind }) => kind === 'rejected') === true
  if (record.state === 'reverting' && record.plan.takenBack !== undefined) {
    return { ...heads.reverting, words: 'Cancelling: stopping it' }
  }
  return rejected ? { emoji: marks.resting, words: 'Rejected' } : heads[record.state]
}

function brokenGlass(why: string): string {
  return `🚨 *Glass broken:* approvals, locks and freezes were passed by. Reason: ${escapeMrkdwn(why)}`
}

function took({ startedAt, endedAt }: OperationRecord): string {
  if (startedAt === undefined) return ''
  if (endedAt === undefined) return `, since ${timeOf(startedAt)}`
  return formatTook('after', endedAt - startedAt)
}

function confirmationBlocks(record: OperationRecord): KnownBlock[] {
  const { confirmation } = record.plan
  if (confirmation === undefined) return []
  return [section(`${escapeMrkdwn(confirmation.because)} Confirm by typing ${code(confirmation.word)}.`)]
}

/** What to know before it is done; what a confirmation was asked for stays said to whoever approves. */
function warningsOf({ state, plan }: OperationRecord): readonly string[] {
  if (isEnded(state)) return []
  if (plan.confirmation === undefined || state === 'unconfirmed') return plan.warnings
  return [plan.confirmation.because, ...plan.warnings]
}

/** What it wrote before its good end; a bad one is told by its diagnosis. */
function wroteBlocks({ state, steps }: OperationRecord): KnownBlock[] {
  const wrote = state === 'succeeded' ? steps.flatMap((step) => step.wrote ?? []) : []
  if (wrote.length === 0) return []
  return [section(`*${wroteLast.replace(':', '')}*`), untrusted(wrote.join('\n'))]
}

function footer(record: OperationRecord): string {
  const parts = [`Asked by ${escapeMrkdwn(askerName(record.caller))}`]
  const approvers = (record.approval?.decisions ?? []).filter(({ kind }) => kind === 'approved')
  if (approvers.length > 0) {
    parts.push(`approved by ${approvers.map(({ by }) => escapeMrkdwn(by.name)).join(' and ')}`)
  }
  if (record.undoes !== undefined) parts.push(`undoes ${record.undoes}`)
  else if (record.reason !== undefined) parts.push(`reason: ${escapeMrkdwn(record.reason)}`)
  if (record.undoneBy !== undefined) parts.push(`undone by ${record.undoneBy}`)
  if (record.cancelRequestedBy !== undefined && !isEnded(record.state)) {
    parts.push(`${escapeMrkdwn(record.cancelRequestedBy.name)} is cancelling it`)
  }
  return [...parts, record.id].join(' · ')
}

function buttonsOf(record: OperationRecord) {
  const { id, state, offers } = record
  return [
    ...(state === 'unconfirmed'
      ? // The word itself is asked for in its form.
        [sayButton({ verb: 'confirm', words: [id] }, { text: 'Confirm …', style: 'danger' })]
      : []),
    ...(state === 'unapproved' ? approvalButtons(record) : []),
    ...(offers.cancel ? [sayButton({ verb: 'cancel', words: [id] }, { text: 'Cancel' })] : []),
    ...(offers.undo ? [sayButton({ verb: 'undo', words: [id] }, { text: 'Undo' })] : []),
  ]
}
