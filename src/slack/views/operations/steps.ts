import type { KnownBlock } from '@slack/types'
import { isEnded, type OperationRecord, type StepRecord } from '../../../core/operation.js'
import { counted } from '../../../core/wording.js'
import { context, section } from '../../blocks.js'
import { dateToken, escapeMrkdwn, withAges } from '../../mrkdwn.js'

const resultMarks: Record<StepRecord['state'], string> = {
  pending: '○',
  running: '◔',
  waiting: '◔',
  done: '✓',
  failed: '✗',
  skipped: '–',
}

/** Up to here every step of what goes on has its line; beyond it, what is done and what is far off is counted. */
const mostOpen = 8
/** Of those still to come that are named then. */
const named = 2
/** A section takes 3,000 characters: a deployment of ten services has forty steps and as many of the way back. */
const linesTogether = 12

/** The steps of what goes on: each in a line, or counted where there are many. */
export function openSteps(record: OperationRecord): readonly KnownBlock[] {
  const steps = begunSteps(record)
  if (steps.length === 0) return []
  if (steps.length <= mostOpen) return [section(steps.map((step) => stepLine(step)).join('\n'))]
  const done = steps.filter(({ state }) => state === 'done')
  const others = steps.filter(({ state }) => state !== 'done' && state !== 'pending')
  const pending = steps.filter(({ state }) => state === 'pending')
  const left = pending.length - named
  const lines = [
    ...(done.length === 0 ? [] : [`✓ ${counted(done.length, 'step')} done`]),
    ...[...others, ...pending.slice(0, named)].map((step) => stepLine(step)),
    ...(left <= 0 ? [] : [`○ ${left} more to come`]),
  ]
  return [section(lines.join('\n'))]
}

/** Steps of what has ended, for whoever wants to know. @param told a detail that stands elsewhere already */
export function endedSteps(record: OperationRecord, told?: string): ReturnType<typeof context>[] {
  const lines = begunSteps(record).map((step) => stepLine(step, told))
  return Array.from({ length: Math.ceil(lines.length / linesTogether) }, (_, index) =>
    context(lines.slice(index * linesTogether, (index + 1) * linesTogether).join('\n')),
  )
}

/** What tells something: neither steps of what was not begun at all, nor what was never begun and never will be. */
export function begunSteps(record: OperationRecord): readonly StepRecord[] {
  const { state, steps, revert = [] } = record
  if (state === 'unconfirmed' || state === 'unapproved' || state === 'queued') return []
  if (isEnded(state) && steps.every((step) => step.startedAt === undefined)) return []
  return [...steps, ...revert].filter((step) => step.state !== 'skipped' || step.startedAt !== undefined)
}

function stepLine(step: StepRecord, told?: string): string {
  const hasDetail = step.detail !== undefined && step.detail !== told
  const detail = hasDetail ? ` — ${withAges(step.detail)}` : ''
  const active = step.state === 'running' || step.state === 'waiting'
  const time = active && step.startedAt !== undefined ? `, since ${timeOf(step.startedAt)}` : ''
  const title = active ? `*${escapeMrkdwn(step.title)}*` : escapeMrkdwn(step.title)
  return `${resultMarks[step.state]} ${title}${detail}${time}`
}

/** Running seconds would be old at once, and an edit each look to keep them new. */
export function timeOf(at: number): string {
  return dateToken(at, '{time}', `${new Date(at).toISOString().slice(11, 16)} UTC`)
}
