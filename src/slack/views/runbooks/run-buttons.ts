import type { ActionsBlockElement } from '@slack/types'
import { isRunEnded, type RunRecord } from '../../../core/run.js'
import { type AtStep, currentStep, stepReference, undoable } from '../../../core/run-steps.js'
import { sayButton } from '../../say.js'

type Look = Parameters<typeof sayButton>[1]

/** What can be said to a run now, the likeliest first: few at a time. Everything else can be typed. */
export function runButtons(record: RunRecord): ActionsBlockElement[] {
  const { id } = record
  const say = (word: string, look: Look, options: Readonly<Record<string, string | undefined>> = {}) =>
    sayButton({ verb: 'run', words: [word, id], options }, look)
  if (isRunEnded(record.state)) return endedButtons(record, say)
  if (record.state === 'paused')
    return [say('resume', { text: 'Resume', style: 'primary' }), say('abort', abortLook)]
  const at = currentStep(record)
  return [
    ...(at === undefined ? [] : stepButtons(record, at, say)),
    say('pause', { text: 'Pause' }),
    say('abort', abortLook),
  ]
}

type Say = (
  word: string,
  look: Look,
  options?: Readonly<Record<string, string | undefined>>,
) => ActionsBlockElement

const abortLook: Look = { text: 'Abort' }

function stepButtons({ rechecks }: RunRecord, { step, state }: AtStep, say: Say): ActionsBlockElement[] {
  const at = { step: stepReference(state) }
  if (rechecks.length > 0) return []
  if (state.state === 'failed')
    return [say('retry', { text: 'Try again', style: 'primary' }, at), say('skip', { text: 'Go on' }, at)]
  if (state.state !== 'waiting') return []
  const skip = say('skip', { text: 'Skip' }, at)
  switch (step.kind) {
    case 'instruction':
      return [say('done', { text: 'Done', style: 'primary' }, at), skip, say('fail', { text: 'Failed' }, at)]
    case 'action':
      return [say('go', { text: 'Run', style: 'primary' }, at), skip]
    case 'decision':
      return step.options.map(({ label }) =>
        say(
          'choose',
          { text: label, ...(label === state.suggested ? { style: 'primary' as const } : {}) },
          { option: label, ...at },
        ),
      )
    case 'ask':
      return step.type === 'enum'
        ? (step.options ?? []).map((option) => say('answer', { text: option }, { answer: option, ...at }))
        : [say('answer', { text: 'Answer', style: 'primary' }, at)]
    case 'approval':
      return [
        say('approve', { text: 'Approve', style: 'primary' }, at),
        say('reject', { text: 'Reject' }, at),
      ]
    default:
      return []
  }
}

/** After an end that was none: where it was, once more; and the way back of each action, the newest first. */
function endedButtons(record: RunRecord, say: Say): ActionsBlockElement[] {
  const [newest] = undoable(record)
  const back =
    newest === undefined || newest.state.back?.state === 'running'
      ? []
      : [
          say(
            'undo',
            { text: `Take back: ${newest.state.title ?? newest.step.title}`.slice(0, 75) },
            { step: newest.step.id },
          ),
        ]
  if (record.state === 'done') return back
  return [say('from', { text: 'Go on from there', style: 'primary' }, { step: record.stoppedAt }), ...back]
}
