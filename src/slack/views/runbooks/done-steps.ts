import type { KnownBlock, RichTextElement } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import { printable } from '../../../core/printable.js'
import { isRunEnded, type RunRecord, type RunStep } from '../../../core/run.js'
import { stepNamed } from '../../../core/run-steps.js'
import { richText } from '../../blocks.js'
import { utcTime } from './times.js'

/** Steps that are shown each in a line; the older ones are counted. A run that has ended has nothing else to show. */
const linesMeanwhile = 6
const linesAtEnd = 15
const longestTitle = 90
const longestDetail = 160

const marks: Readonly<Record<RunStep['state'], string>> = {
  pending: '○',
  running: '◔',
  waiting: '◔',
  done: '✓',
  skipped: '–',
  failed: '❌',
}
const resultMarks = { pass: '✓', warn: '⚠️', fail: '❌', unknown: '❓' } as const

/** What was done, in the order in which it was: a line each with what was found, by whom and when. */
export function doneStepBlocks(record: RunRecord): KnownBlock[] {
  const isOver = isRunEnded(record.state)
  const told = record.runbook.steps
    .flatMap(({ id }) => stepNamed(record, id) ?? [])
    .filter(({ step, state }) => isTold(state, isOver) && (isOver || step.id !== record.at))
    .toSorted((left, right) => (left.state.endedAt ?? 0) - (right.state.endedAt ?? 0))
  if (told.length === 0) return []
  const most = isOver ? linesAtEnd : linesMeanwhile
  const older = told.slice(0, Math.max(0, told.length - most))
  const lines = told
    .slice(older.length)
    .map(({ step, state }, index) => [
      ...(index === 0 ? [] : [words('\n')]),
      ...stepLine(step.title, state, { isAction: step.kind === 'action', isDry: record.mode === 'dry' }),
    ])
  const before = older.length === 0 ? [] : [words(`${olderWords(older.map(({ state }) => state))}\n`)]
  return [richText({ type: 'rich_text_quote', elements: [...before, ...lines.flat()] })]
}

/** What was never begun, because it was not needed, tells nothing. An action may go on although its run was stopped. */
function isTold({ state, startedAt, operation }: RunStep, isOver: boolean): boolean {
  if (state === 'skipped') return startedAt !== undefined
  return state === 'done' || state === 'failed' || (isOver && state === 'running' && operation !== undefined)
}

function olderWords(older: readonly RunStep[]): string {
  const bad = older.filter(({ state, checked }) => state === 'failed' || checked?.result === 'fail').length
  const steps = older.length === 1 ? '1 step' : `${older.length} steps`
  const failed =
    bad < older.length
      ? `${bad} of them failed`
      : ({ 1: 'which failed', 2: 'both failed' }[bad] ?? 'all failed')
  return `… ${steps} before${bad === 0 ? '' : `, ${failed}`}`
}

interface Kind {
  readonly isAction: boolean
  readonly isDry: boolean
}

function stepLine(title: string, state: RunStep, kind: Kind): RichTextElement[] {
  const { checked, by } = state
  // In a dry walk nothing but checks took its time.
  const endedAt = kind.isDry && checked === undefined ? undefined : state.endedAt
  const mark =
    state.state === 'done' && checked !== undefined ? resultMarks[checked.result] : marks[state.state]
  const detail = detailOf(state, kind)
  const who = by === undefined ? '' : ` · ${cutPlain(by.name, 40)}`
  const line = `${mark} ${oneLine(state.title ?? title, longestTitle)}${detail === '' ? '' : ` — ${detail}`}${who}`
  return [
    words(endedAt === undefined ? line : `${line} · `),
    ...(endedAt === undefined ? [] : [timeOf(endedAt)]),
  ]
}

function detailOf(state: RunStep, { isAction, isDry }: Kind): string {
  const { checked, choice, answer, note, outcome, operation, reason, back } = state
  const isOpen = state.state === 'failed' || state.state === 'skipped'
  const found = [
    checked?.figure,
    choice,
    answer?.toString(),
    note,
    operation === undefined ? outcome : `${operation} ${outcome ?? 'goes on'}`,
    // What a check found wrong is its figure already.
    (isOpen || isAction) && reason !== checked?.figure && reason !== note
      ? shownReason(reason, isDry)
      : undefined,
    back === undefined ? undefined : backWords(back),
  ]
  return oneLine(found.filter((part) => part !== undefined && part !== '').join(' · '), longestDetail)
}

/** A plan's first line says what would change; all of it is in the report. */
function shownReason(reason: string | undefined, isDry: boolean): string | undefined {
  return isDry ? reason?.split('\n')[0] : reason
}

function backWords({ state, asked, operation, reason }: NonNullable<RunStep['back']>): string {
  const by = operation === undefined ? asked.name : `${asked.name} with ${operation}`
  if (state === 'running') return `${by} is taking it back`
  return state === 'done' ? `taken back by ${by}` : `not taken back: ${reason ?? 'it failed'}`
}

function oneLine(text: string, most: number): string {
  return cutPlain(printable(text).replace(/`/g, '').replace(/\s+/g, ' ').trim(), most)
}

function words(text: string): RichTextElement {
  return { type: 'text', text }
}

function timeOf(at: number): RichTextElement {
  return { type: 'date', timestamp: Math.floor(at / 1_000), format: '{time}', fallback: utcTime(at) }
}
