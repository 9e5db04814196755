import type { KnownBlock } from '@slack/types'
import type { ErrorGroup, LogsAnswer } from '../../../core/logs.js'
import { section } from '../../blocks.js'
import { sayButton } from '../../say.js'
import { cutPlain } from '../../../core/cut.js'
import { code } from '../../mrkdwn.js'
import { aroundLine } from './buttons.js'
import { counted, levelEmoji, shortTask } from './words.js'

/** Kinds of errors in full; the others are counted. */
const mostGroups = 4
const longestMessage = 160

/** What went wrong, the most frequent first, each with the way to what stood around it. */
export function errorBlocks(
  answer: LogsAnswer,
  moment: (at: number) => string,
  buttons: boolean,
): readonly KnownBlock[] {
  const shown = answer.errors.slice(0, mostGroups)
  const blocks = shown.map((group) => groupBlock(answer, group, moment, buttons))
  const left = answer.errors.slice(mostGroups)
  if (left.length === 0) return blocks
  const count = left.reduce((sum, group) => sum + group.count, 0)
  return [...blocks, section(`… and ${counted(count, 'error')} of ${counted(left.length, 'other kind')}`)]
}

function groupBlock(
  answer: LogsAnswer,
  group: ErrorGroup,
  moment: (at: number) => string,
  buttons: boolean,
): KnownBlock {
  const { message, level, count, first, last, newest } = group
  const when =
    moment(first) === moment(last) ? `at ${moment(last)}` : `first ${moment(first)} · last ${moment(last)}`
  const isOnly =
    new Set(answer.lines.map((line) => line.task)).size === 1 && answer.lines[0]?.task === newest.task
  const task = newest.task === undefined || isOnly ? '' : ` · task ${shortTask(newest.task)}`
  const text = `${levelEmoji(level)} *${count.toLocaleString('en')}×* ${code(cutPlain(message, longestMessage))}\n${when}${task}`
  if (!buttons) return section(text)
  return section(text, {
    accessory: sayButton(aroundLine(answer.environment, answer.service, newest), { text: 'Around' }),
  })
}
