import { formatDuration } from '../core/duration.js'
import { codeMarkdown, plainMarkdown, tableMarkdown, timeMarkdown } from '../core/markdown.js'
import { maskSecrets } from '../core/mask.js'
import type { ReplyFile } from '../core/message.js'
import { isRunEnded, type RunRecord, type RunStep } from '../core/run.js'
import type { RunbookStep } from '../core/runbook.js'
import { wordsOf } from './run/step-words.js'
import { capital } from '../core/wording.js'

const modes = { real: 'walked', dry: 'walked dry: nothing was changed', drill: 'practised' } as const

/**
 * What a run did, as Markdown for a ticket or a review: inputs, steps, times, people, evidence, results. Times are UTC; what people and AWS wrote stands as code,
 * secrets masked.
 * @param now ms since the epoch: when the report is made
 */
export function reportOf(record: RunRecord, now: number): ReplyFile {
  const { id, runbook, mode, state, startedAt, endedAt } = record
  const took = formatDuration((endedAt ?? now) - startedAt)
  const lines = [
    `# ${plainMarkdown(runbook.title)}`,
    '',
    `**${capital(outcomeOf(record))}** ${capital(modes[mode])} in ${took}, ${timeMarkdown(startedAt)} to ${endedAt === undefined ? 'now' : timeMarkdown(endedAt)}.`,
    ...(record.outcomeReason === undefined ? [] : ['', plainMarkdown(record.outcomeReason)]),
    '',
    ...tableMarkdown([
      ['Run', `\`${id}\``],
      ['Runbook', `\`${runbook.id}\` (${runbook.digest.slice(0, 12)})`],
      ['Begun by', plainMarkdown(record.caller.name)],
      ['Led by', plainMarkdown(record.lead.name)],
      ...(record.offeredBy === undefined ? [] : [['For', codeMarkdown(record.offeredBy)] as const]),
      ...Object.entries(record.inputs).map(
        ([name, value]) => [name, codeMarkdown(valueOf(record, name, value))] as const,
      ),
      ...(record.rounds > 1 ? [['Taken up again', `${record.rounds - 1} times`] as const] : []),
      ...(record.isOutdated ? [['Version', 'the file has changed since it began'] as const] : []),
    ]),
    '',
    '## Steps',
    '',
    ...runbook.steps.flatMap((step, index) => stepLines(record, step, index)),
  ]
  const title = `Report: ${runbook.title}, ${isRunEnded(state) ? state : 'so far'}`
  return { name: `${id}-${runbook.id}.md`, title, content: maskSecrets(`${lines.join('\n')}\n`) }
}

function outcomeOf({ state, endedBy }: RunRecord): string {
  if (state === 'done') return 'done.'
  if (state === 'failed') return 'failed.'
  if (state === 'aborted')
    return `aborted${endedBy === undefined ? '' : ` by ${plainMarkdown(endedBy.name)}`}.`
  return 'not ended yet.'
}

function stepLines(record: RunRecord, step: RunbookStep, index: number): readonly string[] {
  const state = record.steps[index]
  if (state === undefined) return []
  const { checked } = state
  const title = state.title ?? wordsOf(record, step).title ?? step.title
  const head = `${index + 1}. **${plainMarkdown(title)}** — ${outcomeOfStep(record, step, state)}`
  const told = [
    ...(state.text === undefined || state.text === state.title ? [] : [plainMarkdown(state.text)]),
    ...(state.said === undefined ? [] : [`Said: ${codeMarkdown(state.said)}`]),
    ...(state.operation === undefined
      ? []
      : [`Operation \`${state.operation}\`: ${state.outcome ?? 'going on'}`]),
    ...(state.choice === undefined ? [] : [`Chosen: ${codeMarkdown(state.choice)}${suggestionOf(state)}`]),
    ...(state.answer === undefined ? [] : [`Answer: ${codeMarkdown(String(state.answer))}`]),
    ...(state.note === undefined ? [] : [`Note: ${codeMarkdown(state.note)}`]),
    ...(state.reason === undefined ? [] : [plainMarkdown(state.reason)]),
    ...(state.back === undefined
      ? []
      : [`Taken back by ${plainMarkdown(state.back.asked.name)}: ${state.back.state}`]),
  ]
  const lines = (checked?.lines ?? []).map((line) => `   > ${codeMarkdown(line)}`)
  return [head, ...told.map((words) => `   - ${words}`), ...lines]
}

function outcomeOfStep(
  record: RunRecord,
  { kind }: RunbookStep,
  { state, checked, by, startedAt, endedAt }: RunStep,
): string {
  const untouched = isRunEnded(record.state) ? 'not come to' : 'pending'
  // No colon: what stands behind `pass:` is masked, as a password is.
  const what =
    kind === 'check' && checked !== undefined
      ? `${checked.result} · ${plainMarkdown(checked.figure)}`
      : state === 'pending'
        ? untouched
        : state
  const who = by === undefined ? '' : `, ${plainMarkdown(by.name)}`
  if (startedAt === undefined) return `${what}${who}`
  const took = endedAt === undefined ? '' : `, ${formatDuration(Math.max(0, endedAt - startedAt))}`
  return `${what}${who}, ${timeMarkdown(startedAt)}${took}`
}

function suggestionOf({ choice, suggested }: RunStep): string {
  if (suggested === undefined) return ''
  return suggested === choice ? ', as suggested' : `, suggested was ${codeMarkdown(suggested)}`
}

function valueOf({ runbook }: RunRecord, name: string, value: string | number): string {
  const type = runbook.inputs.find((input) => input.name === name)?.type
  return type === 'duration' && typeof value === 'number' ? formatDuration(value) : String(value)
}
