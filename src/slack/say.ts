import { createHash } from 'node:crypto'
import type { Button, Overflow, PlainTextOption, StaticSelect } from '@slack/types'
import { type Line, lineOf } from '../core/line.js'
import { button, plain } from './blocks.js'

/**
 * Where the answer goes. `here`: as of a typed line; `replace`: in place of the message that was pressed; from the Home tab, which is no place to answer in:
 * `channel`, where operations are talked about, or `direct`, the person's own messages.
 */
export const answersIn = ['here', 'replace', 'channel', 'direct'] as const
export type AnswersIn = (typeof answersIn)[number]

const longestButtonValue = 2_000
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestOption = { text: 75, value: 150 }
const mostOptions = 100
/** https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
const mostBehindDots = 5

/**
 * A button that says a line as if somebody had typed it, so that nothing pressed meets weaker rules than what is typed. Undefined where Slack has no room for
 * the line; it can still be typed.
 */
export function sayButton(
  line: Line | string,
  {
    answers = 'here',
    ...look
  }: Pick<Parameters<typeof button>[0], 'text' | 'style' | 'confirm'> & {
    readonly answers?: AnswersIn
  },
): Button {
  const value = typeof line === 'string' ? line : lineOf(line)
  if (value.length > longestButtonValue)
    throw new Error(`A line too long for a button: ${value.slice(0, 80)}…`)
  return button({ ...look, actionId: actionIdOf(answers, `${look.text} ${value}`), value })
}

export interface SayOption {
  readonly text: string
  readonly line: Line
  /** Nothing in it becomes an emoji. */
  readonly literal?: boolean
}

/** A menu of lines. What Slack has no room for is left out and can be typed; undefined where nothing is left. */
export function sayMenu(
  placeholder: string,
  options: readonly SayOption[],
  { answers = 'here', chosen }: { readonly answers?: AnswersIn; readonly chosen?: number } = {},
): StaticSelect | undefined {
  const all = options.map(
    ({ text, line, literal = false }): PlainTextOption => ({
      text: literal ? { ...plain(text), emoji: false } : plain(text),
      value: lineOf(line),
    }),
  )
  const initial = chosen === undefined ? undefined : all[chosen]
  const fitting = all
    .filter(
      ({ text, value = '' }) => text.text.length <= longestOption.text && value.length <= longestOption.value,
    )
    .slice(0, mostOptions)
  if (fitting.length === 0) return undefined
  return {
    type: 'static_select',
    action_id: actionIdOf(answers, placeholder),
    placeholder: plain(placeholder),
    options: fitting,
    ...(initial === undefined || !fitting.includes(initial) ? {} : { initial_option: initial }),
  }
}

/** Lines behind three dots, for what is seldom said: at most five. */
export function sayOverflow(options: readonly SayOption[]): Overflow {
  return {
    type: 'overflow',
    action_id: actionIdOf('here', `more ${options.map(({ text }) => text).join(' ')}`),
    options: options
      .slice(0, mostBehindDots)
      .map(({ text, line }) => ({ text: plain(text), value: lineOf(line) })),
  }
}

/** Slack wants them different within a block; the same button has the same one in each version of a message. */
function actionIdOf(answers: AnswersIn, what: string): string {
  return `say:${answers}:${createHash('sha256').update(what).digest('hex').slice(0, 10)}`
}

/** Where the answer to what was pressed goes; undefined: it says nothing that this release understands. */
export function readActionId(actionId: string): AnswersIn | undefined {
  const [say, answers] = actionId.split(':')
  return say === 'say' ? answersIn.find((one) => one === answers) : undefined
}
