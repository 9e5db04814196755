import type { KnownBlock } from '@slack/types'
import { askerName } from '../../../core/caller.js'
import type { AuditRecord } from '../../../core/audit-record.js'
import { formatDuration, formatTook } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import type { ApprovalDecision, OperationRecord, StepRecord } from '../../../core/operation.js'
import type { Zone } from '../../../core/time-zone.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, untrusted, withAges } from '../../mrkdwn.js'
import { moment, stateEmoji, stateWords } from './history.js'
import { planBlocks } from './plan.js'

/** One operation from the request to its end, in the order in which things happened. */
export function storyMessage(
  id: string,
  record: OperationRecord | undefined,
  audit: readonly AuditRecord[],
  zone: Zone,
  now: number,
): Message {
  const at = (instant: number) => moment(instant, zone, now)
  if (record === undefined) return auditOnly(id, audit, at)
  const head = `${stateEmoji[record.state]} *${escapeMrkdwn(record.plan.summary)}* — ${stateWords(record)}`
  return message([
    section(`${head}${took(record)} · \`${id}\``),
    section(requestLines(record, at).join('\n')),
    ...(record.notes === undefined ? [] : [untrusted(record.notes.join('\n'))]),
    ...planBlocks(record.plan),
    ...lines('Decisions', decisionLines(record, at)),
    ...lines('Steps', stepLines(record, at)),
    ...lines('Changes in AWS', changeLines(audit, at)),
    ...outcome(record, at),
    context([...linksOf(record), provenance(audit)].join(' · ')),
  ])
}

function took({ startedAt, endedAt }: OperationRecord): string {
  return startedAt === undefined || endedAt === undefined ? '' : formatTook('in', endedAt - startedAt)
}

type At = (instant: number) => string

const origins: Record<OperationRecord['caller']['origin'], string> = {
  command: 'a command',
  mention: 'a mention',
  button: 'a button',
  modal: 'a form',
  home: 'the Home tab',
  terminal: 'the terminal',
  hook: 'CI',
  agent: 'MCP',
}

function requestLines(record: OperationRecord, at: At): string[] {
  const { caller, reason, breakGlass, cancelRequestedBy } = record
  const asked = `Asked for by ${escapeMrkdwn(askerName(caller))} through ${origins[caller.origin]}, ${at(record.requestedAt)}`
  return [
    asked,
    ...(reason === undefined ? [] : [`Reason: ${code(reason)}`]),
    ...(breakGlass === undefined ? [] : [`🔨 *The glass was broken:* ${code(breakGlass)}`]),
    ...(cancelRequestedBy === undefined
      ? []
      : [`Cancelling was asked for by ${escapeMrkdwn(cancelRequestedBy.name)}`]),
  ]
}

function decisionLines({ approval }: OperationRecord, at: At): string[] {
  if (approval === undefined) return []
  const { needed, role, decisions, again } = approval
  const asked = `${needed} of role ${role} had to agree`
  return [
    again === undefined ? asked : `${asked}. Asked again: ${escapeMrkdwn(again)}`,
    ...decisions.map((decision) => decisionLine(decision, at)),
  ]
}

function decisionLine({ kind, by, at: when, reason }: ApprovalDecision, at: At): string {
  const because = reason === undefined ? '' : `: ${code(reason)}`
  return `${kind === 'approved' ? '👍' : '👎'} ${escapeMrkdwn(by.name)} ${kind}, ${at(when)}${because}`
}

const marks: Record<StepRecord['state'], string> = {
  pending: '○',
  running: '◔',
  waiting: '◔',
  done: '✓',
  failed: '✗',
  skipped: '–',
}

function stepLines({ steps, revert = [] }: OperationRecord, at: At): string[] {
  const begun = (step: StepRecord) => step.startedAt !== undefined
  if (![...steps, ...revert].some(begun)) return []
  const back = revert.length === 0 ? [] : ['_The way back:_', ...revert.map((step) => stepLine(step, at))]
  return [...steps.map((step) => stepLine(step, at)), ...back]
}

function stepLine({ state, title, detail, startedAt, endedAt, faults }: StepRecord, at: At): string {
  const words = detail === undefined ? '' : ` — ${withAges(detail)}`
  const times =
    startedAt === undefined
      ? ''
      : ` (${at(startedAt)}${endedAt === undefined ? '' : `, ${formatDuration(endedAt - startedAt)}`})`
  const again = faults === undefined ? '' : ` · tried again ${faults}×`
  return `${marks[state]} ${escapeMrkdwn(title)}${words}${times}${again}`
}

function changeLines(audit: readonly AuditRecord[], at: At): string[] {
  return audit
    .filter(({ kind }) => kind === 'changed')
    .map(({ summary, at: when, requestId = '' }) => {
      const request = requestId === '' ? '' : `, request ${code(requestId)}`
      return `• ${escapeMrkdwn(summary)}, ${at(when)}${request}`
    })
}

function outcome(record: OperationRecord, at: At): KnownBlock[] {
  const { outcomeReason, diagnosis, endedAt } = record
  if (endedAt === undefined) return []
  const why = outcomeReason === undefined ? '' : `: ${escapeMrkdwn(outcomeReason)}`
  const end = section(`*Ended* ${stateWords(record)}, ${at(endedAt)}${why}`)
  return diagnosis === undefined ? [end] : [end, untrusted(diagnosis.join('\n'))]
}

function linksOf({ undoes, undoneBy }: OperationRecord): string[] {
  return [
    ...(undoes === undefined ? [] : [`It took back ${code(undoes)}: \`/ohmy history ${undoes}\``]),
    ...(undoneBy === undefined ? [] : [`It was taken back by \`/ohmy history ${undoneBy}\``]),
  ]
}

function provenance(audit: readonly AuditRecord[]): string {
  const [first, last] = [audit[0], audit.at(-1)]
  if (first === undefined || last === undefined) return 'The audit has no record of it'
  const count = audit.length === 1 ? 'Audit record' : `${audit.length} audit records, from`
  return first === last ? `${count} ${first.number}` : `${count} ${first.number} to ${last.number}`
}

function lines(title: string, found: readonly string[]): KnownBlock[] {
  if (found.length === 0) return []
  // A deployment of ten services has eighty steps.
  const groups = Array.from({ length: Math.ceil(found.length / 15) }, (_, index) =>
    found.slice(index * 15, (index + 1) * 15).join('\n'),
  )
  return groups.map((text, index) => section(index === 0 ? `*${title}*\n${text}` : text))
}

function auditOnly(id: string, audit: readonly AuditRecord[], at: At): Message {
  const events = audit.map(
    ({ kind, summary, at: when }) => `• ${at(when)} ${escapeMrkdwn(kind)}: ${code(summary)}`,
  )
  return message([
    section(`*${escapeMrkdwn(id)}* is older than its record is kept. This is what the audit says of it:`),
    ...lines('Events', events),
    context(provenance(audit)),
  ])
}
