import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import { isRunEnded, type RunRecord } from '../../../core/run.js'
import { currentStep, stepNamed } from '../../../core/run-steps.js'
import { context, richText, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { currentStepBlocks } from './current-step.js'
import { doneStepBlocks } from './done-steps.js'
import { runButtonBlocks, runLineBlocks } from './run-buttons.js'
import { standOf } from './run-stand.js'
import { inlineWords } from './runbook-words.js'

const modes = { real: '', dry: ' · dry walk, nothing is changed', drill: ' · drill' } as const

/**
 * One run as one message that always tells how it stands: the verdict first, what was done, the step it is at, and what can be said now.
 * @param shown.buttons false: for the terminal, with lines to type instead
 */
export function runCard(record: RunRecord, { buttons = true }: { readonly buttons?: boolean } = {}): Message {
  const blocks: KnownBlock[] = [section(headOf(record))]
  const { outcomeReason, trouble } = record
  if (outcomeReason !== undefined)
    blocks.push(richText({ type: 'rich_text_section', elements: inlineWords(outcomeReason) }))
  if (trouble !== undefined) blocks.push(context(`⚠️ ${escapeMrkdwn(trouble)}`))
  blocks.push(...doneStepBlocks(record), ...currentStepBlocks(record))
  blocks.push(...(buttons ? runButtonBlocks(record) : runLineBlocks(record)), context(footer(record)))
  return message(blocks)
}

function headOf(record: RunRecord): string {
  const { runbook, environment, service, mode } = record
  const on = environment === undefined ? '' : ` in ${environment}`
  const of = service === undefined ? '' : ` · ${service}`
  const { emoji, words } = standOf(record)
  return `${emoji} *${escapeMrkdwn(runbook.title)}*${escapeMrkdwn(`${of}${on}`)} — ${words}${modes[mode]}`
}

function footer(record: RunRecord): string {
  const { id, lead, state, offeredBy, isOutdated } = record
  const over = isRunEnded(state)
  return [
    ...progress(record),
    `Led by ${escapeMrkdwn(lead.name)}`,
    ...(offeredBy === undefined ? [] : [`for ${escapeMrkdwn(offeredBy)}`]),
    ...(isOutdated ? ['the file has changed since: this run keeps the version it began with'] : []),
    over ? code(`/ohmy runbook report ${id}`) : id,
  ].join(' · ')
}

/** Where it is, or was when it stopped: with decisions in it, how many are still to come nobody knows. */
function progress(record: RunRecord): readonly string[] {
  const at = currentStep(record) ?? stepNamed(record, record.stoppedAt ?? '')
  if (at === undefined) return []
  return [
    `${isRunEnded(record.state) ? 'Stopped at step' : 'Step'} ${at.index + 1} of ${record.steps.length}`,
  ]
}
