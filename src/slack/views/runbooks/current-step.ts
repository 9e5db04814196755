import type { KnownBlock } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import { printable } from '../../../core/printable.js'
import { formatDuration } from '../../../core/duration.js'
import { isRunEnded, type RunRecord } from '../../../core/run.js'
import { type AtStep, currentStep, stepNamed } from '../../../core/run-steps.js'
import { context, richText } from '../../blocks.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { inlineWords, runbookWords, titleBeside } from './runbook-words.js'
import { timeToken } from './times.js'

/** What a check found it out from: as much as a glance takes. All of it is in the report. */
const mostLines = 3
const longestLine = 160
/** A runbook's text has 2,500 characters; values in it may make it longer. */
const longestText = 3_000
const longestReason = 600

/** The step a run is at: what is to be done, what was seen, and what the results speak for. */
export function currentStepBlocks(record: RunRecord): KnownBlock[] {
  const at = currentStep(record)
  if (at === undefined || isRunEnded(record.state)) return []
  const again = record.rechecks.length
  if (again > 0)
    return [
      titleBlock(at),
      context(`Before that ohmy looks once more at ${again === 1 ? '1 check' : `${again} checks`} …`),
    ]
  const { state, step } = at
  const said = state.said ?? (step.kind === 'action' ? step.action : undefined)
  return [
    titleBlock(at),
    ...(said === undefined
      ? []
      : [richText(line([{ type: 'text', text: `/ohmy ${printable(said)}`, style: { code: true } }]))]),
    ...reasonBlocks(at),
    ...seenBlocks(record, at),
    ...suggestionBlocks(at),
    ...noteBlocks(record, at),
  ]
}

function line(elements: ReturnType<typeof inlineWords>) {
  return { type: 'rich_text_section' as const, elements }
}

/** The title, and what else the file says where that is more. */
function titleBlock({ index, step, state }: AtStep): KnownBlock {
  const title = state.title ?? step.title
  const words = state.text ?? ('text' in step ? step.text : 'question' in step ? step.question : '')
  const isSame = words === '' || words === title
  const shown = isSame ? title : titleBeside(title, words)
  return richText(
    line(inlineWords(`${index + 1}. ${shown}`.trim(), { bold: true })),
    ...(isSame ? [] : runbookWords(cutPlain(printable(words), longestText))),
  )
}

function reasonBlocks({ state, step }: AtStep): KnownBlock[] {
  const { reason } = state
  if (state.state === 'failed')
    return [richText(line(inlineWords(`❌ ${cutPlain(printable(reason ?? 'It failed.'), longestReason)}`)))]
  if (reason === undefined || state.state !== 'waiting') return []
  const what = step.kind === 'action' ? 'Nothing was done' : 'Not yet'
  return [richText(line(inlineWords(`⛔ ${what}: ${cutPlain(printable(reason), longestReason)}`)))]
}

/** What this step saw; of a decision, what the last check that was not good was found out from. */
function seenBlocks(record: RunRecord, { step, state }: AtStep): KnownBlock[] {
  const { checked } = state
  const isSaid = state.state === 'failed' && checked?.figure === state.reason
  const figure =
    checked === undefined || isSaid
      ? []
      : [richText(line([{ type: 'text', text: `Now: ${checked.figure}` }]))]
  if (checked !== undefined) return [...figure, ...lineBlocks(record, checked.lines)]
  if (step.kind !== 'decision' || state.state !== 'waiting') return []
  const [newest] = record.runbook.steps
    .flatMap(({ id }) => stepNamed(record, id) ?? [])
    .filter((one) => one.state.checked !== undefined && one.state.checked.result !== 'pass')
    .filter((one) => (one.state.checked?.lines ?? []).length > 0)
    .toSorted((left, right) => (right.state.endedAt ?? 0) - (left.state.endedAt ?? 0))
  if (newest === undefined) return []
  const title = cutPlain(newest.state.title ?? newest.step.title, 150)
  return [context(`${escapeMrkdwn(title)}:`), ...lineBlocks(record, newest.state.checked?.lines)]
}

function lineBlocks({ id }: RunRecord, lines: readonly string[] = []): KnownBlock[] {
  if (lines.length === 0) return []
  const left = lines.length - mostLines
  const shown = lines.slice(0, mostLines).map((one) => cutPlain(one.replace(/\s+/g, ' ').trim(), longestLine))
  const more =
    left > 0
      ? [context(`${left} more ${left === 1 ? 'line' : 'lines'}: ${code(`/ohmy runbook report ${id}`)}`)]
      : []
  return [untrusted(shown.join('\n')), ...more]
}

function suggestionBlocks({ state }: AtStep): KnownBlock[] {
  if (state.suggested === undefined || state.state !== 'waiting') return []
  return [
    richText(
      line([
        { type: 'text', text: '💡 The checks speak for ' },
        { type: 'text', text: state.suggested, style: { bold: true } },
      ]),
    ),
  ]
}

/** What goes on by itself, and what a button will ask for. */
function noteBlocks(record: RunRecord, at: AtStep): KnownBlock[] {
  const words = noteOf(record, at)
  return words === undefined ? [] : [context(words)]
}

function noteOf(record: RunRecord, { step, state }: AtStep): string | undefined {
  if (state.state === 'failed') return state.tries > 1 ? `Tried ${state.tries} times.` : undefined
  if (state.state === 'waiting') {
    if (step.kind === 'instruction' && step.evidence) return '“Done” asks for a line of what you saw.'
    if (step.kind === 'approval')
      return `For the role ${step.role}, and somebody else than ${escapeMrkdwn(record.caller.name)}, who began this.`
    if (step.kind === 'action' && (step.approvals ?? 0) > 0) return 'Somebody else has to approve it then.'
    return undefined
  }
  if (state.operation !== undefined) {
    const which = escapeMrkdwn(state.operation)
    if (state.waitsFor === undefined) return `Going on as ${which}, in a message of its own.`
    return state.waitsFor === 'approval'
      ? `${which} waits for somebody’s approval, in a message of its own.`
      : `${which} waits for a typed confirmation, in a message of its own.`
  }
  const since = state.startedAt === undefined ? '' : `, since ${timeToken(state.startedAt)}`
  if (step.kind !== 'wait') return step.kind === 'check' ? `ohmy looks${since} …` : `ohmy is at it${since} …`
  if (step.until === undefined)
    return `ohmy goes on by itself after ${formatDuration(step.for ?? 0)}${since}.`
  return `ohmy looks every ${formatDuration(step.until.every)} and goes on by itself${since}.`
}
