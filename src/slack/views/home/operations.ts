import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Home, OpenOperation } from '../../../core/home.js'
import { actions, context, header, section } from '../../blocks.js'
import { escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { approvalBlocks, approvalButtons } from '../operations/approval.js'
import { operationHead } from '../operations/card.js'
import { planBlocks } from '../operations/plan.js'

/** A view holds 100 blocks: with more than this the channel is the better place. */
const mostToDecide = 5
const mostOpen = 10

/** What waits for this person's decision: the whole plan, since the decision is bound to it. */
export function toDecideBlocks({ open }: Home): KnownBlock[] {
  const waiting = open.filter(({ toDecide }) => toDecide)
  if (waiting.length === 0) return []
  const left = waiting.length - mostToDecide
  return [
    header(waiting.length === 1 ? 'Waiting for your decision' : `${waiting.length} wait for your decision`),
    ...waiting
      .slice(0, mostToDecide)
      .flatMap(({ record }) => [
        section(`✋ *${escapeMrkdwn(record.plan.summary)}* — asked by ${escapeMrkdwn(record.caller.name)}`),
        ...(record.reason === undefined ? [] : [section(`Reason: ${escapeMrkdwn(record.reason)}`)]),
        ...(record.notes === undefined ? [] : [untrusted(record.notes.join('\n'))]),
        ...planBlocks(record.plan),
        ...record.plan.warnings.map((warning) => context(`⚠️ ${escapeMrkdwn(warning)}`)),
        ...approvalBlocks(record),
        actions(approvalButtons(record)),
      ]),
    ...(left > 0 ? [context(`… and ${left} more: see the channel`)] : []),
  ]
}

/** What else has not ended. */
export function openBlocks({ open, openUnknown }: Home, now: number): KnownBlock[] {
  if (openUnknown !== undefined) {
    return [section(`⚠️ *Not read: running operations* — ${escapeMrkdwn(openUnknown)}`)]
  }
  const others = open.filter(({ toDecide }) => !toDecide)
  if (others.length === 0) return []
  const lines = others.slice(0, mostOpen).map((operation) => lineOf(operation, now))
  if (others.length > mostOpen) lines.push(`… and ${others.length - mostOpen} more: \`/ohmy history\``)
  return [section(['*Going on now*', ...lines].join('\n'))]
}

function lineOf({ record }: OpenOperation, now: number): string {
  const head = operationHead(record)
  const since = formatDuration(Math.max(0, now - record.requestedAt))
  const step = record.steps.find(({ state }) => state === 'running' || state === 'waiting')
  const where = step?.detail ?? step?.title
  const detail = where === undefined ? '' : `: ${escapeMrkdwn(where)}`
  const who = escapeMrkdwn(record.caller.name)
  return `${head.emoji} ${escapeMrkdwn(record.plan.summary)} — ${head.words}${detail} (${who}, ${since} ago)`
}
