import type { KnownBlock } from '@slack/types'
import { shortDay } from '../../../core/calendar.js'
import type { CostLineRow, CostReport, CostRow } from '../../../core/cost.js'
import { costLineNames } from '../../../core/cost-lines.js'
import { formatAmount, formatDifference, type Micros, sum } from '../../../core/money.js'
import { table } from '../../blocks.js'
import { printable } from '../../mrkdwn.js'
import { distinctNames } from './chart.js'
import { digitsOf, nameOfMonth, shortService } from './words.js'

/** Rows beside the one that adds up the rest. */
const mostRows = 12
/** Tags may have 256 characters. */
const longestName = 40
/** Two weeks: each weekday stands beside itself. */
const mostDays = 14
/** Clearly beyond what was expected. */
const beyond = 1.15
const nothing = '–'

/** The figures of an answer as one table; none where there is nothing to show. */
export function costTable(report: CostReport): readonly KnownBlock[] {
  // On the first of a month there is nothing but zeros.
  if (report.wholeDays === 0) return []
  if (report.split === 'line') return report.lines.length === 0 ? [] : [lineTable(report)]
  if (report.rows.length === 0) return []
  return [report.split === 'day' ? dayTable(report) : partTable(report)]
}

function partTable(report: CostReport): KnownBlock {
  const { split, before, currency } = report
  const digits = digitsOf(report)
  const rows = restTogether(report.rows)
  const withCourse = rows.some(({ onCourse }) => onCourse !== undefined)
  const withBudget = rows.some(({ budget }) => budget !== undefined)
  const compares = before !== undefined && before.days > 0
  // What is left over when more days are counted than can be compared has no change to show.
  const changes = compares && (report.isPast || before.days === report.wholeDays)
  const amount = (value: Micros | undefined) => (value === undefined ? nothing : formatAmount(value, digits))
  const heading = [
    `${split === 'service' ? 'Service' : split === 'tag' ? 'Tag' : 'Environment'}, ${currency}`,
    report.isPast ? nameOfMonth(report) : 'So far',
    ...(compares
      ? [`${nameOfMonth(report, before.month)}${report.isPast ? '' : `, ${before.days} days`}`]
      : []),
    ...(changes ? ['Change'] : []),
    ...(withCourse ? ['On course'] : []),
    ...(withBudget ? ['Budget'] : []),
  ]
  const body = rows.map((row) => [
    rowName(row, split),
    amount(row.soFar),
    ...(compares ? [amount(row.before ?? 0)] : []),
    ...(changes ? [formatDifference(row.soFar - (row.before ?? 0), digits)] : []),
    ...(withCourse ? [amount(row.onCourse)] : []),
    ...(withBudget ? [amount(row.budget)] : []),
  ])
  const total = sum(rows.map((row) => row.soFar))
  const totalThen = sum(rows.map((row) => row.before ?? 0))
  const last = [
    'Together',
    amount(total),
    ...(compares ? [amount(totalThen)] : []),
    ...(changes ? [formatDifference(total - totalThen, digits)] : []),
    // Cost Explorer's forecast of the whole is not the sum of what was carried on for the parts: a note says so.
    ...(withCourse ? [amount(report.onCourse?.amount)] : []),
    ...(withBudget ? [amount(report.budget)] : []),
  ]
  return numbers([heading, ...body, ...(rows.length > 1 ? [last] : [])])
}

/** The smallest rows as one, so that nothing is missing from the sum. */
function restTogether(rows: readonly CostRow[]): readonly CostRow[] {
  if (rows.length <= mostRows + 1) return rows
  const rest = rows.slice(mostRows)
  const then = rest.map(({ before }) => before).filter((amount) => amount !== undefined)
  const course = rest.map(({ onCourse }) => onCourse).filter((amount) => amount !== undefined)
  return [
    ...rows.slice(0, mostRows),
    {
      name: `${rest.length} more`,
      soFar: sum(rest.map(({ soFar }) => soFar)),
      ...(then.length === 0 ? {} : { before: sum(then) }),
      ...(course.length === 0 ? {} : { onCourse: sum(course) }),
    },
  ]
}

function rowName({ name, isUntagged }: CostRow, split: CostReport['split']): string {
  if (isUntagged === true) return 'untagged'
  const shown = printable(split === 'service' ? shortService(name) : name)
  if (shown.trim() === '') return nothing
  return shown.length > longestName ? `${shown.slice(0, longestName - 1)}…` : shown
}

/** The latest days by what they are made of; those before them, in one row. */
function dayTable(report: CostReport): KnownBlock {
  const { rows, currency } = report
  const shown = rows.slice(-mostDays)
  const earlier = rows.slice(0, rows.length - shown.length)
  const days = new Map(report.chart.days.map((day, index) => [day, index]))
  // A day is small against its month: cents tell days apart.
  const digits = shown.some(({ soFar }) => Math.abs(soFar) >= 1_000_000_000) ? 0 : 2
  const names = distinctNames(report.chart.series)
  const body = shown.map(({ name, soFar }) => {
    const position = days.get(name) ?? -1
    const parts = report.chart.series.map(({ amounts }) => formatAmount(amounts[position] ?? 0, digits))
    return [shortDay(name), ...(parts.length > 1 ? parts : []), formatAmount(soFar, digits)]
  })
  const blanks = names.length > 1 ? names.map(() => nothing) : []
  const before = [
    `${earlier.length} earlier ${earlier.length === 1 ? 'day' : 'days'}`,
    ...blanks,
    formatAmount(sum(earlier.map(({ soFar }) => soFar)), digits),
  ]
  return numbers([
    [`Day (UTC), ${currency}`, ...(names.length > 1 ? names : []), 'Together'],
    ...(earlier.length === 0 ? [] : [before]),
    ...body,
    ['Together', ...blanks, formatAmount(sum(rows.map(({ soFar }) => soFar)), digits)],
  ])
}

function lineTable(report: CostReport): KnownBlock {
  const { lines, isPast, currency } = report
  const digits = digitsOf(report)
  const withCourse = lines.some(({ onCourse }) => onCourse !== undefined)
  const amount = (value: Micros) => formatAmount(value, digits)
  const heading = [
    `Line, ${currency}`,
    'Estimate',
    isPast ? nameOfMonth(report) : 'So far',
    ...(withCourse ? ['On course'] : []),
  ]
  const body = lines.map((line) => [
    line.line === 'other' ? 'Everything else' : costLineNames[line.line],
    estimateText(line, digits),
    `${amount(line.soFar)}${withCourse ? '' : warning(line, line.soFar)}`,
    ...(withCourse ? [`${amount(line.onCourse ?? 0)}${warning(line, line.onCourse ?? 0)}`] : []),
  ])
  const estimates = lines.map(({ estimate }) => estimate ?? 0)
  const total = [
    'Together',
    amount(sum(estimates)),
    amount(sum(lines.map((line) => line.soFar))),
    ...(withCourse ? [amount(report.onCourse?.amount ?? sum(lines.map((line) => line.onCourse ?? 0)))] : []),
  ]
  return numbers([heading, ...body, total])
}

function estimateText({ estimate, from }: CostLineRow, digits: 0 | 2): string {
  if (estimate === undefined) return nothing
  return `${from === 'prices' ? '≈ ' : ''}${formatAmount(estimate, digits)}`
}

/** Marks what goes clearly beyond its estimate, and by at least a unit of the currency. */
function warning({ estimate }: CostLineRow, amount: Micros): string {
  return estimate !== undefined && amount > estimate * beyond && amount - estimate >= 1_000_000 ? ' ⚠️' : ''
}

function numbers(rows: readonly (readonly string[])[]): KnownBlock {
  return table(rows, ['left', ...(rows[0] ?? []).slice(1).map(() => 'right' as const)])
}
