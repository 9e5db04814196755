import type { ActionsBlockElement, KnownBlock } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import { type Line, lineOf } from '../../../core/line.js'
import { isRunEnded, type RunRecord } from '../../../core/run.js'
import { type AtStep, currentStep, stepReference, undoable } from '../../../core/run-steps.js'
import type { StepOf } from '../../../core/runbook.js'
import { actions, section } from '../../blocks.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton, sayMenu, sayOverflow } from '../../say.js'

/** Choices that are buttons, beside the three dots: more are no choice any more, and more letters are rows of buttons on a phone. The others go into a menu. */
const mostButtons = 4
const mostLetters = 45
const longestLabel = 75
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestChoice = 150

/** What can be said to a run now, the likeliest first. What is seldom said stands behind three dots; all of it can be typed. */
export function runButtonBlocks(record: RunRecord): KnownBlock[] {
  const elements = isRunEnded(record.state) ? endedButtons(record) : openButtons(record)
  return elements.length === 0 ? [] : [actions(elements)]
}

/** The same as lines to type, where nobody can press a button. */
export function runLineBlocks(record: RunRecord): KnownBlock[] {
  const elements = isRunEnded(record.state) ? endedButtons(record) : openButtons(record)
  const lines = elements.flatMap((element) => {
    if (element.type === 'button') return [lineBlock(element.text.text, element.value)]
    if (element.type !== 'static_select' && element.type !== 'overflow') return []
    return (element.options ?? []).map(({ text, value }) => lineBlock(text.text, value))
  })
  return lines.length === 0 ? [] : [section(lines.join('\n'))]
}

function lineBlock(label: string, line = ''): string {
  return `${escapeMrkdwn(label)}: ${code(`ohmy ${line}`)}`
}

type Options = NonNullable<Line['options']>
type Say = (word: string, options?: Options) => Line

function sayTo({ id }: RunRecord): Say {
  return (word, options = {}) => ({ verb: 'run', words: [word, id], options })
}

function openButtons(record: RunRecord): ActionsBlockElement[] {
  const say = sayTo(record)
  const at = currentStep(record)
  const takeOver = { text: 'Take over: I lead it now', line: say('take-over') }
  const abort = { text: 'Abort', line: say('abort') }
  if (record.state === 'paused')
    return [button('Resume', say('resume'), 'primary'), sayOverflow([takeOver, abort])]
  const hasFailed = at?.state.state === 'failed'
  const more = [{ text: 'Pause', line: say('pause') }, takeOver, ...(hasFailed ? [] : [abort])]
  return [...(at === undefined || record.rechecks.length > 0 ? [] : stepButtons(at, say)), sayOverflow(more)]
}

function button(text: string, line: Line, style?: 'primary'): ActionsBlockElement {
  return sayButton(line, { text: cutPlain(text, longestLabel), ...(style === undefined ? {} : { style }) })
}

function stepButtons({ step, state }: AtStep, say: Say): ActionsBlockElement[] {
  const at = { step: stepReference(state) }
  if (state.state === 'failed')
    return [
      button('Try again', say('retry', at), 'primary'),
      ...(step.kind === 'approval' ? [] : [button('Go on', say('skip', at))]),
      button('Abort', say('abort')),
    ]
  const skip = button('Skip', say('skip', at))
  if (step.kind === 'wait') return [skip]
  if (state.state !== 'waiting') return []
  switch (step.kind) {
    case 'instruction':
      return [button('Done', say('done', at), 'primary'), skip, button('Failed', say('fail', at))]
    case 'action':
      return [button('Run', say('go', at), 'primary'), skip]
    case 'decision':
      return choices(labelsOf(step, state.suggested), (option) => say('choose', { option, ...at }))
    case 'ask':
      return step.type === 'enum'
        ? choices(
            (step.options ?? []).map((label, index) => ({ label, number: index + 1, isFirst: false })),
            (answer) => say('answer', { answer, ...at }),
          )
        : [button('Answer', say('answer', at), 'primary')]
    case 'approval':
      return [button('Approve', say('approve', at), 'primary'), button('Reject', say('reject', at))]
    default:
      return []
  }
}

interface Choice {
  readonly label: string
  /** Its place in the file, from 1: said where its label is too long to be. */
  readonly number: number
  /** What the checks speak for. */
  readonly isFirst: boolean
}

function labelsOf({ options }: StepOf<'decision'>, suggested: string | undefined): readonly Choice[] {
  const all = options.map(({ label }, index) => ({ label, number: index + 1, isFirst: label === suggested }))
  return [...all.filter(({ isFirst }) => isFirst), ...all.filter(({ isFirst }) => !isFirst)]
}

/** Those with a button of their own: all where they are few and short, else what the checks speak for. On a phone each long label is a row. */
function asButtons(all: readonly Choice[]): readonly Choice[] {
  const letters = all.reduce((sum, { label }) => sum + label.length, 0)
  if (all.length <= mostButtons && letters <= mostLetters) return all
  return all.filter(({ isFirst }) => isFirst)
}

function choices(all: readonly Choice[], lineFor: (label: string) => Line): ActionsBlockElement[] {
  const shown = asButtons(all)
  const others = all.slice(shown.length).map(({ label, number }) => {
    const line = lineFor(label)
    return {
      text: cutPlain(label, longestLabel),
      line: lineOf(line).length <= longestChoice ? line : lineFor(String(number)),
    }
  })
  const menu =
    others.length === 0 ? undefined : sayMenu(shown.length === 0 ? 'Choose …' : 'Something else …', others)
  return [
    ...shown.map(({ label, isFirst }) => button(label, lineFor(label), isFirst ? 'primary' : undefined)),
    ...(menu === undefined ? [] : [menu]),
  ]
}

/** After an end that was none: where it was, once more; and the way back of the newest action. */
function endedButtons(record: RunRecord): ActionsBlockElement[] {
  const say = sayTo(record)
  const [newest] = undoable(record)
  const back =
    newest === undefined || newest.state.back?.state === 'running'
      ? []
      : [
          button(
            `Take back: ${newest.state.title ?? newest.step.title}`,
            say('undo', { step: newest.step.id }),
          ),
        ]
  if (record.state === 'done' || record.stoppedAt === undefined) return back
  return [button('Go on from there', say('from', { step: record.stoppedAt }), 'primary'), ...back]
}
