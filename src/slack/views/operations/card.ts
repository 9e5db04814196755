import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Line } from '../../../core/line.js'
import type { Message } from '../../../core/message.js'
import {
  isEnded,
  type OperationRecord,
  type OperationState,
  type StepRecord,
  wroteLast,
} from '../../../core/operation.js'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import { actions, context, plainSection, section } from '../../blocks.js'
import { sayButton } from '../../say.js'
import { message } from '../../message.js'
import { offerButton, offerReason } from '../runbooks/offer.js'
import { approvalBlocks, approvalButtons } from './approval.js'
import { planBlocks } from './plan.js'
import { code, dateToken, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { marks } from '../../marks.js'

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
}

const resultMarks: Record<StepRecord['state'], string> = {
  pending: '○',
  running: '◔',
  waiting: '◔',
  done: '✓',
  failed: '✗',
  skipped: '–',
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
  next: { readonly logs?: Line; readonly again?: Line } = {},
): Message {
  const blocks: KnownBlock[] = [section(operationHeadline(record))]
  if (record.breakGlass !== undefined) blocks.push(section(brokenGlass(record.breakGlass)))
  const { cause, details } = causeOf(record)
  blocks.push(...cause)
  if (record.outcomeReason !== undefined) blocks.push(section(escapeMrkdwn(record.outcomeReason)))
  if (record.startFault !== undefined && record.state === 'queued') {
    blocks.push(section(`Not started yet: ${escapeMrkdwn(record.startFault.why)}. ohmy tries again.`))
  }
  if (record.failure !== undefined && !isEnded(record.state)) {
    blocks.push(section(`${escapeMrkdwn(record.failure.reason)} Going back.`))
  }
  if (record.notes !== undefined) blocks.push(untrusted(record.notes.join('\n')))
  if (record.state === 'unconfirmed' || record.state === 'unapproved') blocks.push(...planBlocks(record.plan))
  if (record.state === 'unconfirmed') blocks.push(...confirmationBlocks(record))
  if (record.state === 'unapproved') blocks.push(...approvalBlocks(record))
  if (details.length > 0) {
    const isLog = details[0] === wroteLast
    const title = isLog ? wroteLast.replace(':', '') : 'What was found out'
    blocks.push(section(`*${title}*`), untrusted(details.slice(isLog ? 1 : 0).join('\n')))
  }
  const steps = stepLines(record)
  // What was done on the way is small print once it has come to nothing.
  if (steps.length > 0)
    blocks.push(cause.length === 0 ? section(steps.join('\n')) : context(steps.join('\n')))
  blocks.push(...wroteBlocks(record))
  const warnings = warningsOf(record)
  if (warnings.length > 0)
    blocks.push(context(warnings.map((words) => `⚠️ ${escapeMrkdwn(words)}`).join('\n')))
  if (offer !== undefined) blocks.push(offerReason(offer))
  blocks.push(context(footer(record)))
  const buttons = [
    ...(offer === undefined ? [] : [offerButton(offer, 'primary')]),
    ...(next.logs === undefined ? [] : [sayButton(next.logs, { text: 'Logs' })]),
    ...(next.again === undefined ? [] : [sayButton(next.again, { text: 'Try again' })]),
    ...buttonsOf(record),
  ]
  if (buttons.length > 0) blocks.push(actions(buttons))
  return message(blocks)
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
  return ` after ${formatDuration(Math.max(0, endedAt - startedAt))}`
}

/** Running seconds would be old at once, and an edit each look to keep them new. */
function timeOf(at: number): string {
  return dateToken(at, '{time}', `${new Date(at).toISOString().slice(11, 16)} UTC`)
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

function stepLines(record: OperationRecord): string[] {
  if (record.state === 'unconfirmed' || record.state === 'unapproved' || record.state === 'queued') return []
  // Nothing was begun: a list of steps that did not happen would only hide the reason.
  if (isEnded(record.state) && record.steps.every((step) => step.startedAt === undefined)) return []
  // What was never begun and never will be tells nothing.
  const told = [...record.steps, ...(record.revert ?? [])].filter(
    (step) => step.state !== 'skipped' || step.startedAt !== undefined,
  )
  return told.map(stepLine)
}

function stepLine(step: StepRecord): string {
  const detail = step.detail === undefined ? '' : ` — ${escapeMrkdwn(step.detail)}`
  const active = step.state === 'running' || step.state === 'waiting'
  const time = active && step.startedAt !== undefined ? `, since ${timeOf(step.startedAt)}` : ''
  const title = active ? `*${escapeMrkdwn(step.title)}*` : escapeMrkdwn(step.title)
  return `${resultMarks[step.state]} ${title}${detail}${time}`
}

/** What it wrote before its good end; a bad one is told by its diagnosis. */
function wroteBlocks({ state, steps }: OperationRecord): KnownBlock[] {
  const wrote = state === 'succeeded' ? steps.flatMap((step) => step.wrote ?? []) : []
  if (wrote.length === 0) return []
  return [section(`*${wroteLast.replace(':', '')}*`), untrusted(wrote.join('\n'))]
}

function footer(record: OperationRecord): string {
  const parts = [`Asked by ${escapeMrkdwn(record.caller.name)}`]
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
  const { id, state, offers, plan } = record
  const word = plan.confirmation?.word ?? ''
  return [
    ...(state === 'unconfirmed'
      ? // The word itself is asked for in its form.
        [
          sayButton(
            { verb: 'confirm', words: [id] },
            { text: `Confirm by typing “${word}”`, style: 'danger' },
          ),
        ]
      : []),
    ...(state === 'unapproved' ? approvalButtons(record) : []),
    ...(offers.cancel ? [sayButton({ verb: 'cancel', words: [id] }, { text: 'Cancel' })] : []),
    ...(offers.undo ? [sayButton({ verb: 'undo', words: [id] }, { text: 'Undo' })] : []),
  ]
}
