import type { ActionsBlock, ActionsBlockElement, Button, PlainTextOption, StaticSelect } from '@slack/types'
import { isAtLeast, type LogLine, type LogsAnswer, type LogsQuestion, writtenGrep } from '../../core/logs.js'
import type { Zone } from '../../core/time-zone.js'
import { actions, button, plain } from '../blocks.js'
import { cutPlain } from '../../core/cut.js'
import { says } from './logs-lines.js'
import { timeOf } from './logs-words.js'

const mostOptions = 100
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestOption = { text: 75, value: 150 }

/** Where to look: one moment of one task. */
export function aroundValue(environment: string, service: string, { at, task }: LogLine): string {
  return JSON.stringify({ v: 1, e: environment, s: service, at, ...(task === undefined ? {} : { t: task }) })
}

/** A question again, as it was typed. Read by actions/logs.ts. */
export function questionValue(environment: string, service: string, question: LogsQuestion): string {
  const { since, until, grep, level, task, previous, limit } = question
  return JSON.stringify({
    v: 1,
    e: environment,
    s: service,
    since,
    until,
    grep: grep === undefined ? undefined : writtenGrep(grep),
    level,
    task,
    previous: previous === true ? true : undefined,
    limit,
  })
}

/** What to do next: look around a line, ask again, see errors only, or the task that died. */
export function logsButtons(answer: LogsAnswer, zone: Zone): ActionsBlock {
  const { question } = answer
  const elements: (ActionsBlockElement | undefined)[] = [
    aroundMenu(answer, zone),
    again(answer, 'Refresh', 'logs.refresh', {}),
    furtherBack(answer),
    errorsOrAll(answer),
    question.previous === true || question.task !== undefined
      ? undefined
      : button({
          text: 'Last stopped task',
          actionId: 'logs.previous',
          value: questionValue(answer.environment, answer.service, { limit: question.limit, previous: true }),
        }),
  ]
  return actions(elements.filter((element) => element !== undefined))
}

function again(answer: LogsAnswer, text: string, actionId: string, other: Partial<LogsQuestion>): Button {
  const question = { ...answer.question, ...other }
  return button({ text, actionId, value: questionValue(answer.environment, answer.service, question) })
}

/** Errors alone and back, in the same message. */
function errorsOrAll(answer: LogsAnswer): Button | undefined {
  const { level, ...question } = answer.question
  if (level !== undefined) {
    const value = questionValue(answer.environment, answer.service, question)
    return button({ text: 'All levels', actionId: 'logs.errors', value })
  }
  const mixed = answer.errors.length > 0 && answer.lines.some((line) => !isAtLeast(line.level, 'error'))
  return mixed ? again(answer, 'Errors only', 'logs.errors', { level: 'error' }) : undefined
}

/** Where nothing was found, or not everything was looked at. */
function furtherBack(answer: LogsAnswer): Button | undefined {
  const { question, lines, unread } = answer
  const [gap] = unread
  if (gap !== undefined && lines.length < question.limit) {
    const until = new Date(gap.to).toISOString()
    return again(answer, 'Look further back', 'logs.further', { until })
  }
  const since = furtherSince(answer)
  if (since === undefined) return undefined
  return again(answer, `Look back ${since}`, 'logs.further', { since })
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
  const options = answer.lines.flatMap((line): PlainTextOption[] => {
    const value = aroundValue(answer.environment, answer.service, line)
    // Two lines of one millisecond have the same surroundings.
    if (value.length > longestOption.value || seen.has(value)) return []
    seen.add(value)
    const text = cutPlain(`${timeOf(line.at, zone)} ${says(line)}`, longestOption.text)
    return [{ text: { ...plain(text), emoji: false }, value }]
  })
  if (options.length === 0) return undefined
  return {
    type: 'static_select',
    action_id: 'logs.around',
    placeholder: plain('Around a line …'),
    options: options.slice(0, mostOptions),
  }
}
