import type { KnownBlock } from '@slack/types'
import { isRunEnded, type RunRecord } from '../../../core/run.js'
import { context, section } from '../../blocks.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'

/** The step a run is at: what is to be done, what was seen, and what the results speak for. */
export function currentStepBlocks(record: RunRecord): KnownBlock[] {
  const index = record.runbook.steps.findIndex(({ id }) => id === record.at)
  const step = record.runbook.steps[index]
  const state = record.steps[index]
  if (step === undefined || state === undefined || isRunEnded(record.state)) return []
  const blocks: KnownBlock[] = [section(`*${index + 1}. ${escapeMrkdwn(step.title)}*`)]
  const words = 'text' in step ? step.text : 'question' in step ? step.question : undefined
  if (words !== undefined && words !== step.title) blocks.push(section(escapeMrkdwn(words)))
  if (step.kind === 'action') blocks.push(section(code(state.said ?? step.action)))
  if (state.suggested !== undefined)
    blocks.push(section(`The checks speak for *${escapeMrkdwn(state.suggested)}*.`))
  if (state.reason !== undefined) blocks.push(section(`⚠️ ${escapeMrkdwn(state.reason)}`))
  if (state.checked !== undefined) blocks.push(section(escapeMrkdwn(state.checked.figure)))
  if (state.checked?.lines !== undefined && state.checked.lines.length > 0)
    blocks.push(untrusted(state.checked.lines.join('\n')))
  if (state.state === 'running')
    blocks.push(
      context(state.operation === undefined ? 'ohmy is at it …' : `ohmy waits for ${state.operation}.`),
    )
  return blocks
}
