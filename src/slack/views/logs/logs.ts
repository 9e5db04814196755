import type { KnownBlock } from '@slack/types'
import { type LogsAnswer, writtenGrep } from '../../../core/logs.js'
import type { Message, ReplyFile } from '../../../core/message.js'
import { createZone } from '../../../core/time-zone.js'
import { context, plainSection, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, printable, untrusted } from '../../mrkdwn.js'
import { furtherSince, logsButtons } from './buttons.js'
import { errorBlocks } from './errors.js'
import { logsFile } from './file.js'
import { endOfTrace, type LinesRoom, roomInSlack, type ShownLines, showLines } from './lines.js'
import { counted, foldedChecks, momentsOf, shortTask, spanInWords, within } from './words.js'
import { marks } from '../../marks.js'

export interface LogsMessageOptions {
  /** The name of who asked: a mention would notify them of their own question. */
  readonly askedBy?: string
  /** Without buttons where nobody could press them. Default: with. */
  readonly buttons?: boolean
  /** Default: what fits a message of Slack's. */
  readonly room?: LinesRoom
  /** Everything in a file: always, also where it would fit; where the message does not hold it (default); or never. */
  readonly file?: 'always' | 'where long' | 'never'
}

export interface LogsShown {
  readonly message: Message
  /** Everything, where the message does not hold it or a file was asked for. */
  readonly files: readonly ReplyFile[]
}

/** The newest lines of a service: what went wrong first, grouped; then the lines, newest first. */
export function logsMessage(answer: LogsAnswer, options: LogsMessageOptions = {}): LogsShown {
  const zone = createZone(answer.zone)
  const moment = momentsOf(zone, answer.at)
  const buttons = options.buttons ?? true
  const shown = showLines(answer.lines, zone, options.room ?? roomInSlack)
  const { file = 'where long' } = options
  const inFile = answer.lines.length > 0 && (file === 'always' || (file === 'where long' && !shown.complete))
  const blocks: KnownBlock[] = [
    section(headline(answer, moment)),
    ...hints(answer),
    ...errorBlocks(answer, moment, buttons),
    ...lastTrace(answer),
    ...(answer.lines.length === 0 ? [] : [context(caption(answer, shown, moment)), untrusted(shown.text)]),
    context(footer(answer, options.askedBy, shown.complete ? undefined : inFile)),
    ...(buttons ? [logsButtons(answer, zone)] : []),
  ]
  return { message: message(blocks), files: inFile ? [logsFile(answer, answer.lines, zone)] : [] }
}

type Moment = (at: number) => string

function headline(answer: LogsAnswer, moment: Moment): string {
  const { errors, lines, question, looked, errorsIn, at, task } = answer
  const subject = `${escapeMrkdwn(answer.service)} in ${escapeMrkdwn(answer.environment)}`
  const total = errors.reduce((sum, { count }) => sum + count, 0)
  const kinds = errors.length < 2 ? '' : ` of ${errors.length.toLocaleString('en')} kinds`
  const asked = condition(answer)
  if (question.previous === true && task !== undefined) {
    const stopped = task.stoppedAt === undefined ? '' : ` at ${moment(task.stoppedAt)}`
    const wrote =
      lines.length === 0
        ? `no lines${asked}`
        : total === 0
          ? `no errors${asked}`
          : `${counted(total, 'error')}${kinds}`
    return `⏹️ *${subject}: task ${shortTask(task.id)} stopped${stopped}* — ${wrote}`
  }
  if (lines.length === 0 && total === 0)
    return `📭 *${subject}: no lines*${asked}${within(looked, at, moment)}`
  if (total > 0) {
    const filtered = question.grep === undefined ? '' : asked
    return `${marks.wrong} *${subject}: ${counted(total, 'error')}${kinds}*${filtered}${within(errorsIn, at, moment)}`
  }
  if (asked === '') return `📄 *${subject}: no errors*${within(errorsIn, at, moment)}`
  return `🔎 *${subject}: ${counted(lines.length + answer.older, 'line')}*${asked}${within(looked, at, moment)}`
}

/** What the lines had to fulfil: ` with timeout, at least warning`. */
function condition({ question: { grep, level, task } }: LogsAnswer): string {
  const parts = [
    ...(grep === undefined ? [] : [`with ${code(writtenGrep(grep))}`]),
    ...(level === undefined ? [] : [level === 'fatal' ? 'of level fatal' : `of level ${level} or worse`]),
    ...(task === undefined ? [] : [`of task ${code(task.slice(0, 8))}`]),
  ]
  return parts.length === 0 ? '' : ` ${parts.join(', ')}`
}

/** Why the task ended, where it was asked for the one that did; where to look next, where nothing was found. */
function hints(answer: LogsAnswer): readonly KnownBlock[] {
  const { question, task } = answer
  if (question.previous === true && task?.why !== undefined) return [plainSection(printable(task.why))]
  const since = furtherSince(answer)
  return since === undefined ? [] : [section(`Add ${code(`--since ${since}`)} to look further back.`)]
}

/** What a task that ended died of is what most diagnoses end with: shown whole. */
function lastTrace({ question, errors: [worst] }: LogsAnswer): readonly KnownBlock[] {
  if (question.previous !== true || worst === undefined || !worst.newest.whole.includes('\n')) return []
  return [untrusted(endOfTrace(worst.newest.whole))]
}

function caption({ lines, looked, healthChecks }: LogsAnswer, shown: ShownLines, moment: Moment): string {
  const all = lines.length
  const oldest = lines[shown.count - 1]?.at ?? looked.from
  const newest = lines[0]?.at ?? looked.to
  const count =
    shown.count < all
      ? `Newest ${shown.count.toLocaleString('en')} of ${counted(all, 'line')}`
      : counted(all, 'line')
  const when = moment(newest) === moment(oldest) ? moment(newest) : `${moment(oldest)} to ${moment(newest)}`
  const task = shown.task === undefined ? '' : ` · task ${shortTask(shown.task)}`
  return [`*${count}*, newest first`, `${when}${task}`, ...foldedChecks(healthChecks)].join(' · ')
}

function footer(answer: LogsAnswer, askedBy: string | undefined, inFile: boolean | undefined): string {
  const moment = momentsOf(createZone(answer.zone), answer.at)
  const [gap, ...others] = answer.unread
  const missing =
    gap === undefined || answer.lines.length >= answer.question.limit
      ? []
      : [`⚠️ Not looked at: ${[gap, ...others].map((span) => spanInWords(span, moment)).join(', ')}`]
  return [
    ...missing,
    ...(answer.lines.length === 0 ? foldedChecks(answer.healthChecks) : []),
    ...(inFile === undefined ? [] : [inFile ? 'In full in the file' : 'In full with `--file`']),
    ...(askedBy === undefined ? [] : [`Asked by ${escapeMrkdwn(askedBy)}`]),
    `times of ${escapeMrkdwn(answer.zone)}`,
    escapeMrkdwn(answer.logGroup),
  ].join(' · ')
}
