import { countedOf } from '../../../core/wording.js'
import type { KnownBlock } from '@slack/types'
import { shortDay } from '../../../core/calendar.js'
import type { CostEstimate, CostLever, EstimatedLine } from '../../../core/cost-estimate.js'
import { costLineNames } from '../../../core/cost-lines.js'
import type { Message } from '../../../core/message.js'
import {
  digitsFor,
  formatAmount,
  formatDifference,
  formatMoney,
  type Micros,
  sum,
} from '../../../core/money.js'
import { actions, context, folded, section, table } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton, sayMenu } from '../../say.js'
import { sizingBlocks } from './sizing.js'

const nothing = '–'
/** What saves less stands behind one line. */
const leversShown = 4

export interface EstimateMessageOptions {
  /** Environments that may be looked at, for the menu. */
  readonly environments: readonly string[]
  readonly buttons: boolean
}

/** What environments cost a month by what is there: the sum first, then each line beside the bill, why they differ, and what would cost less. */
export function estimateMessage(
  estimates: readonly CostEstimate[],
  { environments, buttons }: EstimateMessageOptions,
): Message {
  const [only, ...others] = estimates
  const blocks: KnownBlock[] = [
    section(headline(estimates)),
    ...missingBlocks(estimates),
    ...(only !== undefined && others.length === 0 ? oneEnvironment(only) : [together(estimates)]),
    context(
      [columnWords(estimates), ...new Set(estimates.flatMap((one) => notes(one, others.length === 0)))].join(
        '\n',
      ),
    ),
  ]
  if (!buttons) return message(blocks)
  const shown = others.length === 0 ? only?.environment : undefined
  const menu = sayMenu(
    'An environment',
    environments
      .filter((name) => name !== shown)
      .map((name) => ({ text: name, line: { verb: 'cost', words: ['estimate', name] } })),
    { answers: 'replace' },
  )
  const bill = sayButton({ verb: 'cost', words: [shown] }, { text: 'The bill', answers: 'replace' })
  return message([...blocks, actions([bill, ...(menu === undefined ? [] : [menu])])])
}

function headline(estimates: readonly CostEstimate[]): string {
  const total = sum(estimates.map((one) => one.total))
  const [only] = estimates
  const name = estimates.length === 1 && only !== undefined ? only.environment : 'All environments'
  const asked = only?.whatIf
  if (estimates.length === 1 && asked !== undefined) {
    const change = total - asked.now
    const than =
      change === 0
        ? 'as much as now'
        : `*${money(Math.abs(change))} ${change > 0 ? 'more' : 'less'}* than the ${money(asked.now)} of now`
    return `${marks.resting} *${escapeMrkdwn(name)} with ${escapeMrkdwn(asked.asked)}: about ${money(total)} a month*, ${than}.`
  }
  const first = `${marks.resting} *${escapeMrkdwn(name)}: about ${money(total)} a month*, ${money(total * 12)} a year`
  return `${first}.${rangeSentence(estimates)}`
}

function rangeSentence(estimates: readonly CostEstimate[]): string {
  if (!estimates.some(({ range }) => range !== undefined)) return ''
  const low = sum(estimates.map(({ range, total }) => range?.low ?? total))
  const high = sum(estimates.map(({ range, total }) => range?.high ?? total))
  return `\nAutoscaling may make it ${formatAmount(low)} to ${money(high)}.`
}

function oneEnvironment(estimate: CostEstimate): readonly KnownBlock[] {
  const { lines, levers, sizing = [], total, configured, onCourse } = estimate
  const withBill = onCourse !== undefined
  const withWritten = configured !== undefined
  const digits = digitsFor(Math.max(total, configured ?? 0))
  const amount = (value: Micros | undefined) => (value === undefined ? nothing : formatAmount(value, digits))
  const row = (name: string, computed?: Micros, written?: Micros, course?: Micros) => [
    name,
    amount(computed),
    ...(withBill ? [amount(course)] : []),
    ...(withWritten ? [amount(written)] : []),
  ]
  // Short names: a phone has room for no others.
  const heading = ['USD', 'List', ...(withBill ? ['Bill'] : []), ...(withWritten ? ['Team'] : [])]
  return [
    table(
      [
        heading,
        ...lines.map((line) => row(costLineNames[line.line], line.amount, line.configured, line.onCourse)),
        row('Together', total, configured, onCourse),
      ],
      ['left', ...heading.slice(1).map(() => 'right' as const)],
    ),
    ...differences(lines),
    ...leverBlocks(levers),
    ...sizingBlocks(sizing),
    folded('What it is made of', [section(lines.map(madeOf).join('\n'))]),
  ]
}

/** Every environment in a row, and all of them. */
function together(estimates: readonly CostEstimate[]): KnownBlock {
  const row = (name: string, parts: readonly CostEstimate[]) => [
    name,
    formatAmount(sum(parts.map(({ total }) => total)), 0),
    whole(parts.map(({ onCourse }) => onCourse)),
    whole(parts.map(({ configured }) => configured)),
  ]
  return table(
    [
      ['USD', 'List', 'Bill', 'Team'],
      ...estimates.map((one) => row(one.environment, [one])),
      row('Together', estimates),
    ],
    ['left', 'right', 'right', 'right'],
  )
}

/** Half a sum is none. */
function whole(amounts: readonly (Micros | undefined)[]): string {
  const known = amounts.filter((amount) => amount !== undefined)
  return known.length < amounts.length ? nothing : formatAmount(sum(known), 0)
}

/** Where the bill goes another way, by how much and what that would mean: what differs most first. */
function differences(lines: readonly EstimatedLine[]): readonly KnownBlock[] {
  const told = lines
    .flatMap(({ line, difference, amount = 0, onCourse = 0 }) =>
      difference === undefined ? [] : [{ line, difference, more: onCourse - amount }],
    )
    .toSorted((one, other) => Math.abs(other.more) - Math.abs(one.more))
    .map(
      ({ line, difference, more }) =>
        `• *${formatDifference(more, 0)}* ${costLineNames[line]}: ${escapeMrkdwn(difference)}`,
    )
  return told.length === 0 ? [] : [section(['*Where the bill goes another way*', ...told].join('\n'))]
}

function leverBlocks(levers: readonly CostLever[]): readonly KnownBlock[] {
  if (levers.length === 0) return []
  const [shown, others] = [levers.slice(0, leversShown), levers.slice(leversShown)]
  const title = `${others.length} more that ${others.length === 1 ? 'saves' : 'save'} less`
  return [
    section(['*What would cost less, a month*', ...shown.map(lever)].join('\n')),
    ...(others.length === 0 ? [] : [folded(title, [section(others.map(lever).join('\n'))])]),
  ]
}

function madeOf({ line, madeOf: parts, unknown }: EstimatedLine): string {
  const what = unknown === undefined ? escapeMrkdwn(parts.join('; ')) : `not known: ${escapeMrkdwn(unknown)}`
  return `• ${costLineNames[line]}: ${what === '' ? 'nothing runs' : what}`
}

function lever({ what, saves, but }: CostLever): string {
  const [low, high] = [formatAmount(saves.low, 0), formatAmount(saves.high, 0)]
  return `• *−${low === high ? high : `${low}–${high}`}* ${escapeMrkdwn(what)}; ${but}`
}

function missingBlocks(estimates: readonly CostEstimate[]): readonly KnownBlock[] {
  const lines = estimates.flatMap(({ missing }) =>
    missing.map(({ what, why }) => `⚠️ *Not read: ${escapeMrkdwn(what)}* — ${escapeMrkdwn(why)}`),
  )
  return lines.length === 0 ? [] : [section([...new Set(lines)].join('\n'))]
}

/** What the short names above the columns stand for. */
function columnWords(estimates: readonly CostEstimate[]): string {
  const withBill = estimates.some(({ onCourse }) => onCourse !== undefined)
  const withWritten = estimates.some(({ configured }) => configured !== undefined)
  return [
    'USD a month. List: computed from what is there, with list prices',
    ...(withBill ? ['Bill: where this month is on course for'] : []),
    ...(withWritten ? ['Team: what the team wrote down'] : []),
  ].join(' · ')
}

function notes({ prices, elsewhere, lines, levers }: CostEstimate, withLevers: boolean): readonly string[] {
  const asOf =
    prices.asOf === undefined
      ? 'of no date that was written down'
      : `as of ${shortDay(prices.asOf)} ${prices.asOf.slice(0, 4)}`
  const source = prices.source === undefined ? '' : `, from ${escapeMrkdwn(prices.source)}`
  const other =
    elsewhere === undefined
      ? ''
      : ` ${elsewhere} costs something else: \`prices.regions\` has no prices of it.`
  const unknown = lines.filter((line) => line.unknown !== undefined).length
  return [
    `List prices of ${prices.region}, ${asOf}${source}; 730 hours a month.${other}`,
    ...(unknown === 0 ? [] : [`${countedOf(unknown, lines.length, 'line')} cannot be computed: in no sum.`]),
    ...(withLevers && levers.length > 1
      ? ['Each saving is told as if it were the only one: they do not add up.']
      : []),
  ]
}

function money(amount: Micros): string {
  return formatMoney(amount, 'USD', 0)
}
