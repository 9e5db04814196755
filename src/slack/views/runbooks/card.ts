import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { isRunEnded, type RunRecord, type RunState, type RunStep } from '../../../core/run.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { dateToken, escapeMrkdwn } from '../../mrkdwn.js'
import { currentStepBlocks } from './current-step.js'
import { runButtons } from './run-buttons.js'

const heads: Record<RunState, { emoji: string; words: string }> = {
  running: { emoji: '🔵', words: 'Going on' },
  paused: { emoji: '⏸️', words: 'Paused' },
  done: { emoji: '✅', words: 'Done' },
  failed: { emoji: '🔴', words: 'Failed' },
  aborted: { emoji: '⚪', words: 'Aborted' },
}

const modes = { real: '', dry: ' · dry walk, nothing is changed', drill: ' · drill' } as const

const marks: Record<RunStep['state'], string> = {
  pending: '○',
  running: '◔',
  waiting: '◔',
  done: '✓',
  skipped: '–',
  failed: '✗',
}

const resultMarks = { pass: '✓', warn: '⚠️', fail: '✗', unknown: '?' } as const

/** Done steps that are shown each in a line; the oldest of more are counted. */
const mostLines = 12

/** One run as one message that always tells how it stands: the verdict first, what was done, the step it is at, and what can be said now. */
export function runCard(record: RunRecord): Message {
  const { emoji, words } = heads[record.state]
  const on = record.environment === undefined ? '' : ` in ${record.environment}`
  const of = record.service === undefined ? '' : ` · ${record.service}`
  const head = `${emoji} *${escapeMrkdwn(record.runbook.title)}*${escapeMrkdwn(`${of}${on}`)} — ${words}${took(record)}${modes[record.mode]}`
  const blocks: KnownBlock[] = [section(head)]
  if (record.outcomeReason !== undefined) blocks.push(section(escapeMrkdwn(record.outcomeReason)))
  if (record.trouble !== undefined) blocks.push(context(`⚠️ ${escapeMrkdwn(record.trouble)}`))
  const lines = stepLines(record)
  if (lines.length > 0) blocks.push(section(lines.join('\n')))
  blocks.push(...currentStepBlocks(record))
  blocks.push(context(footer(record)))
  const buttons = runButtons(record)
  if (buttons.length > 0) blocks.push(actions(buttons))
  return message(blocks)
}

function took({ startedAt, endedAt }: RunRecord): string {
  if (endedAt !== undefined) return ` after ${formatDuration(Math.max(0, endedAt - startedAt))}`
  return `, since ${dateToken(startedAt, '{time}', `${new Date(startedAt).toISOString().slice(11, 16)} UTC`)}`
}

function stepLines(record: RunRecord): string[] {
  const told = record.runbook.steps.flatMap((step, index) => {
    const state = record.steps[index]
    if (state === undefined || state.state === 'pending') return []
    if (record.at === step.id && !isRunEnded(record.state)) return []
    return [stepLine(step.title, state)]
  })
  const left = told.length - mostLines
  return left <= 0 ? told : [`… ${left} steps before`, ...told.slice(left)]
}

function stepLine(title: string, state: RunStep): string {
  const mark =
    state.checked !== undefined && state.state === 'done'
      ? resultMarks[state.checked.result]
      : marks[state.state]
  const found = [
    state.checked?.figure,
    state.choice,
    state.answer?.toString(),
    state.note,
    state.outcome === 'succeeded' ? state.operation : state.outcome,
    state.state === 'failed' || state.said !== undefined ? state.reason : undefined,
    backOf(state),
  ].filter((words) => words !== undefined)
  const detail = found.length === 0 ? '' : ` — ${escapeMrkdwn(found.join(' · ').slice(0, 300))}`
  const by = state.by === undefined ? '' : ` · ${escapeMrkdwn(state.by.name)}`
  return `${mark} ${escapeMrkdwn(title)}${detail}${by}`
}

function backOf({ back }: RunStep): string | undefined {
  if (back === undefined) return undefined
  if (back.state === 'running') return `${back.asked.name} is taking it back`
  if (back.state === 'done') return `taken back by ${back.asked.name}`
  return `not taken back: ${back.reason ?? ''}`
}

function footer(record: RunRecord): string {
  const done = record.steps.filter(({ state }) => state === 'done' || state === 'skipped').length
  return [
    `Led by ${escapeMrkdwn(record.lead.name)}`,
    `${done} of ${record.steps.length} steps`,
    ...(record.offeredBy === undefined ? [] : [`for ${escapeMrkdwn(record.offeredBy)}`]),
    ...(record.isOutdated ? ['the file has changed since: this run keeps the version it began with'] : []),
    record.id,
  ].join(' · ')
}
