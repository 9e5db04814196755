import type { ActionsBlock, KnownBlock } from '@slack/types'
import type { Line } from '../../../core/line.js'
import { shortDay } from '../../../core/calendar.js'
import type { CostAnomaly, CostMover, CostReport } from '../../../core/cost.js'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { digitsFor, formatAmount, formatMoney, type Micros, roundTo, sum } from '../../../core/money.js'
import { actions, context, section } from '../../blocks.js'
import { sayButton, sayMenu } from '../../say.js'
import { message } from '../../message.js'
import { escapeMrkdwn, printable } from '../../mrkdwn.js'
import { costChart } from './chart.js'
import { costTable } from './tables.js'
import { digitsOf, headline } from './words.js'

export interface CostMessageOptions {
  readonly now: number
  /** The name of who asked. */
  readonly askedBy?: string
  /** Environments that may be looked at, for the menu. */
  readonly environments: readonly string[]
  /** Without buttons where nobody could press them. Default: with. */
  readonly buttons?: boolean
}

/** What it costs: the figure and where it goes first, then what it is made of, what grew, and how far to believe it. */
export function costMessage(report: CostReport, options: CostMessageOptions): Message {
  const blocks: KnownBlock[] = [
    section(headline(report)),
    ...missingBlocks(report),
    ...costTable(report),
    ...whyBlocks(report),
    ...costChart(report),
    // One text: elements of a context stand beside one another in Slack.
    context(notes(report, options).join('\n')),
  ]
  if (options.buttons ?? true) blocks.push(costButtons(report, options.environments))
  return message(blocks)
}

function whyBlocks(report: CostReport): readonly KnownBlock[] {
  const { movers, anomalies } = report
  const noticed = (mover: CostMover) => anomalies.some((anomaly) => isSame(anomaly, mover))
  const grew = movers.map(
    (mover) => `• ${moverLine(mover, report)}${noticed(mover) ? ' · AWS calls it an anomaly' : ''}`,
  )
  const others = anomalies
    .filter((anomaly) => !movers.some((mover) => isSame(anomaly, mover)))
    .map((anomaly) => `• ${anomalyLine(anomaly, report)}`)
  return [
    ...(grew.length === 0 ? [] : [section(['*What grew most*', ...grew].join('\n'))]),
    ...(others.length === 0 ? [] : [section(['*Anomalies AWS noticed*', ...others].join('\n'))]),
  ]
}

function isSame(anomaly: CostAnomaly, mover: CostMover): boolean {
  return anomaly.what === mover.what && anomaly.environment === mover.environment && mover.from !== undefined
}

function moverLine(mover: CostMover, { currency, environment }: CostReport): string {
  const { soFar, before, used, from, until } = mover
  const where = environment === undefined && mover.environment !== undefined ? ` in ${mover.environment}` : ''
  const digits = digitsFor(soFar)
  const when = from === undefined ? '' : ` ${span(from, until)}`
  const figures = `${formatAmount(soFar, digits)}, before ${formatAmount(before, digits)}`
  const more = formatMoney(soFar - before, currency, digits)
  const use = used === undefined ? '' : `; ${escapeMrkdwn(used)}`
  return `${named(mover.what)}${escapeMrkdwn(where)}: *${more} more*${when} (${figures}${use})`
}

function anomalyLine(
  { what, environment, from, until, actual, expected }: CostAnomaly,
  report: CostReport,
): string {
  const where = report.environment === undefined && environment !== undefined ? ` in ${environment}` : ''
  const money = `${formatMoney(actual, report.currency)} instead of ${formatAmount(expected)}`
  return `${named(what)}${escapeMrkdwn(where)}: ${money}, ${span(from, until)}`
}

function named(what: string): string {
  const shown = printable(what)
  return escapeMrkdwn(`${shown.charAt(0).toUpperCase()}${shown.slice(1)}`).replace(/[*_~`]/g, ' ')
}

function span(from: string, until: string | undefined): string {
  if (until === undefined) return `since ${shortDay(from)}`
  return until === from ? `on ${shortDay(from)}` : `from ${shortDay(from)} to ${shortDay(until)}`
}

/** What could not be read, and that figures are old, before anybody relies on them. */
function missingBlocks({ missing, instead }: CostReport): readonly KnownBlock[] {
  const lines = [
    ...(instead === undefined ? [] : [`⚠️ *Nothing newer is known.* ${escapeMrkdwn(instead)}`]),
    ...missing.map(({ what, why }) => `⚠️ *Not read: ${escapeMrkdwn(what)}* — ${escapeMrkdwn(why)}`),
  ]
  return lines.length === 0 ? [] : [section(lines.join('\n'))]
}

function notes(report: CostReport, { now, askedBy }: CostMessageOptions): readonly string[] {
  const { hint, oneMoreTask, currency, onCourse, incomplete, isPast, environment, wholeDays } = report
  const digits = digitsOf(report)
  const lines: string[] = []
  const overview = report.split === 'environment' || report.split === 'line'
  if (hint !== undefined && overview) lines.push(`💡 ${escapeMrkdwn(hint)}`)
  if (oneMoreTask.length > 0) {
    const each = oneMoreTask.map(({ service, amount }) => `${service} ${formatMoney(amount, 'USD', 0)}`)
    lines.push(`One more task a month, at list prices: ${escapeMrkdwn(each.join(', '))}`)
  }
  if (onCourse?.by === 'aws') {
    const range = `${formatAmount(onCourse.low ?? onCourse.amount, digits)} to ${formatAmount(onCourse.high ?? onCourse.amount, digits)}`
    // The rows have figures of their own once there are days to carry on.
    const parts = report.rows.some((row) => row.onCourse !== undefined)
      ? ' It forecasts no tags: for the rows the last 7 complete days are carried on.'
      : ''
    lines.push(`On course: Cost Explorer’s forecast for the account, ${range} at the outside.${parts}`)
  } else if (onCourse !== undefined) {
    const why = environment === undefined ? '' : ', since Cost Explorer forecasts no tags'
    lines.push(`On course: the last 7 complete days carried on${why}.`)
  }
  if (!addsUp(report.split === 'line' ? report.lines : report.rows, report.split === 'day' ? 2 : digits)) {
    lines.push(
      'Every figure is rounded by itself, so sums and changes may differ by a little from what is shown.',
    )
  }
  if (wholeDays === 0 && report.before !== undefined) {
    lines.push(`\`/ohmy cost --month ${report.before.month}\` shows the month before`)
  }
  const counted =
    isPast || wholeDays === 0
      ? []
      : [`${wholeDays} complete ${wholeDays === 1 ? 'day' : 'days'} counted (UTC)`]
  if (incomplete !== undefined) {
    const days = incomplete.days.map(shortDay).join(', ')
    counted.push(`${days} still coming in: ${formatMoney(incomplete.amount, currency)} so far`)
  }
  const asked = askedBy === undefined ? [] : [`Asked by ${escapeMrkdwn(askedBy)}`]
  lines.push(
    [
      ...counted,
      `Cost Explorer was ${now - report.at < minute ? 'asked now' : `asked ${age(report.at, now)} ago`}`,
      ...asked,
    ].join(' · '),
  )
  return lines
}

/** Whether what is shown of the parts gives what is shown of their sum and of their changes. */
function addsUp(
  parts: readonly { readonly soFar: Micros; readonly before?: Micros }[],
  digits: 0 | 2,
): boolean {
  const shown = (amount: Micros) => roundTo(amount, digits)
  const amounts = parts.map(({ soFar }) => soFar)
  return (
    sum(amounts.map(shown)) === shown(sum(amounts)) &&
    parts.every(({ soFar, before = 0 }) => shown(soFar) - shown(before) === shown(soFar - before))
  )
}

const minute = 60_000

/** `5 h`, `20 min`: less tells nothing of figures that change three times a day. */
export function age(at: number, now: number): string {
  const unit = now - at >= 60 * minute ? 60 * minute : minute
  return now - at < minute ? 'less than a minute' : formatDuration(Math.floor((now - at) / unit) * unit)
}

/** Other sides of the bill, in the same message. */
function costButtons(report: CostReport, environments: readonly string[]): ActionsBlock {
  const { environment, split, isPast, month } = report
  const line = (name: string | undefined, by?: string): Line => ({
    verb: 'cost',
    words: [name],
    options: { by, month: isPast ? month : undefined },
  })
  const side = (text: string, name: string | undefined, by?: string) =>
    sayButton(line(name, by), { text, answers: 'replace' })
  const menu = sayMenu(
    'An environment',
    environments.filter((name) => name !== environment).map((name) => ({ text: name, line: line(name) })),
    { answers: 'replace' },
  )
  return actions([
    ...(split === 'environment' || split === 'line' ? [] : [side('Overview', environment)]),
    ...(split === 'service' ? [] : [side('By service', environment, 'service')]),
    ...(split === 'day' ? [] : [side('By day', environment, 'day')]),
    ...(environment === undefined ? [] : [side('Whole account', undefined)]),
    ...(menu === undefined ? [] : [menu]),
  ])
}
