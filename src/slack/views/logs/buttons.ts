import type { ActionsBlock, ActionsBlockElement, Button, StaticSelect } from '@slack/types'
import type { Line } from '../../../core/line.js'
import {
  isAtLeast,
  type LogLine,
  type LogsAnswer,
  type LogsQuestion,
  writtenGrep,
} from '../../../core/logs.js'
import type { Zone } from '../../../core/time-zone.js'
import { cutPlain } from '../../../core/cut.js'
import { actions } from '../../blocks.js'
import { type SayOption, sayButton, sayMenu } from '../../say.js'
import { says } from './lines.js'
import { timeOf } from './words.js'

const longestOption = 75

/** What stood around one line: one moment of one task. */
export function aroundLine(environment: string, service: string, { at, task }: LogLine): Line {
  const around = new Date(at).toISOString()
  return { verb: 'logs', words: [service, environment], options: { around, task } }
}

/** A question again, as it was typed. */
export function questionLine(environment: string, service: string, question: LogsQuestion): Line {
  const { since, until, grep, level, task, previous, limit } = question
  return {
    verb: 'logs',
    words: [service, environment],
    options: {
      ...{ since, until, level, task, limit },
      grep: grep === undefined ? undefined : writtenGrep(grep),
      previous: previous === true ? true : undefined,
    },
  }
}

/** What to do next: look around a line, ask again, see errors only, or the task that died. */
export function logsButtons(answer: LogsAnswer, zone: Zone): ActionsBlock {
  const { question } = answer
  const elements: (ActionsBlockElement | undefined)[] = [
    aroundMenu(answer, zone),
    again(answer, 'Refresh', {}),
    furtherBack(answer),
    errorsOrAll(answer),
    question.previous === true || question.task !== undefined ? undefined : lastStopped(answer),
  ]
  return actions(elements.filter((element) => element !== undefined))
}

/** A task that died is what is looked into closely: its traces in full, in a message of its own. */
function lastStopped({ environment, service, question }: LogsAnswer): Button {
  const { options, ...line } = questionLine(environment, service, { limit: question.limit, previous: true })
  return sayButton({ ...line, options: { ...options, file: true } }, { text: 'Last stopped task' })
}

function again(
  { environment, service, question }: LogsAnswer,
  text: string,
  other: Partial<LogsQuestion>,
): Button {
  return sayButton(questionLine(environment, service, { ...question, ...other }), {
    text,
    answers: 'replace',
  })
}

/** Errors alone and back, in the same message. */
function errorsOrAll(answer: LogsAnswer): Button | undefined {
  const { level, ...question } = answer.question
  if (level !== undefined) {
    const line = questionLine(answer.environment, answer.service, question)
    return sayButton(line, { text: 'All levels', answers: 'replace' })
  }
  const mixed = answer.errors.length > 0 && answer.lines.some((line) => !isAtLeast(line.level, 'error'))
  return mixed ? again(answer, 'Errors only', { level: 'error' }) : undefined
}

/** Where nothing was found, or not everything was looked at. */
function furtherBack(answer: LogsAnswer): Button | undefined {
  const { question, lines, unread } = answer
  const [gap] = unread
  if (gap !== undefined && lines.length < question.limit) {
    const until = new Date(gap.to).toISOString()
    return again(answer, 'Look further back', { until })
  }
  const since = furtherSince(answer)
  if (since === undefined) return undefined
  return again(answer, `Look back ${since}`, { since })
}

const day = 86_400_000

/** How far back to look next where nothing was found; undefined where something was, or where logs are seldom kept longer. */
export function furtherSince({ lines, errors, question, looked }: LogsAnswer): string | undefined {
  if (lines.length > 0 || errors.length > 0 || question.previous === true) return undefined
  const length = looked.to - looked.from
  if (length < day / 2) return '24h'
  if (length < 6 * day) return '7d'
  return length < 29 * day ? '30d' : undefined
}

/** The lines that are shown, each as the way to what stood around it. */
function aroundMenu(answer: LogsAnswer, zone: Zone): StaticSelect | undefined {
  const seen = new Set<string>()
  const options = answer.lines.flatMap((line): SayOption[] => {
    // Two lines of one millisecond have the same surroundings.
    const moment = `${line.at} ${line.task}`
    if (seen.has(moment)) return []
    seen.add(moment)
    const text = cutPlain(`${timeOf(line.at, zone)} ${says(line)}`, longestOption)
    return [{ text, line: aroundLine(answer.environment, answer.service, line), literal: true }]
  })
  return sayMenu('Around a line …', options)
}
