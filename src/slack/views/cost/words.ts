import { monthName } from '../../../core/calendar.js'
import type { CostReport } from '../../../core/cost.js'
import { digitsFor, formatAmount, formatMoney, type Micros, percentOf, roundTo } from '../../../core/money.js'
import { marks } from '../../marks.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

/** Digits that all amounts of an answer are shown with, so that they can be added up. */
export function digitsOf({ soFar, before, budget }: CostReport): 0 | 2 {
  return digitsFor(Math.max(Math.abs(soFar), before?.total ?? 0, budget ?? 0))
}

export function nameOfMonth(report: CostReport, month = report.month): string {
  return monthName(month, new Date(report.at).toISOString().slice(0, 4))
}

/** What matters most, in two sentences, with the one accent of the message. */
export function headline(report: CostReport): string {
  const first = [spent(report), comparison(report)].filter((part) => part !== '').join(', ')
  return `${emoji(report)} ${first}.\n${outlook(report)}`.trimEnd()
}

function emoji({ soFar, onCourse, budget, isPast, instead }: CostReport): string {
  if (budget === undefined) return marks.resting
  if (soFar > budget) return marks.wrong
  // A month that is over stays as it was; of one that goes on nothing is green that is only remembered.
  if (isPast) return marks.fine
  if (onCourse === undefined || (instead !== undefined && onCourse.amount <= budget)) return marks.resting
  return onCourse.amount > budget ? marks.attention : marks.fine
}

function spent(report: CostReport): string {
  const { environment, isPast, wholeDays, soFar, currency } = report
  const whose = environment === undefined ? '' : `${escapeMrkdwn(environment)}, `
  const month = nameOfMonth(report)
  if (isPast) return `*${whose}${month}: ${formatMoney(soFar, currency, digitsOf(report))}*`
  if (wholeDays === 0 && isUnder(report, 4))
    return `*${whose}${month} has just begun*: no day is complete yet`
  if (wholeDays === 0) return `*${whose}Cost Explorer tells nothing of ${month} yet*`
  return `*${whose}${month} so far: ${formatMoney(soFar, currency, digitsOf(report))}*`
}

/** Whether the report was made before that day of its month, in UTC. */
function isUnder({ at }: CostReport, day: number): boolean {
  return new Date(at).getUTCDate() < day
}

function comparison(report: CostReport): string {
  const { before, wholeDays, currency, isPast, daysInMonth } = report
  if (before === undefined) return ''
  const digits = digitsOf(report)
  const month = nameOfMonth(report, before.month)
  if (before.days === 0) {
    const still = before.isIncomplete ? ' so far, its last days are still coming in' : ''
    return `${month} cost ${formatMoney(before.total, currency, digits)}${still}`
  }
  // Rounded once, from the true value: otherwise two views of one bill say different things.
  const difference = before.now - before.earlier
  const percent = percentOf(difference, before.earlier)
  const share = percent === undefined ? '' : ` (${Math.abs(percent)} %)`
  const much =
    roundTo(difference, digits) === 0
      ? 'as much as'
      : `${formatMoney(Math.abs(difference), currency, digits)}${share} ${difference > 0 ? 'more' : 'less'} than`
  if (isPast) {
    const lengths =
      before.daysInMonth === daysInMonth ? '' : ` (${daysInMonth} against ${before.daysInMonth} days)`
    return `${much} ${month}${lengths}`
  }
  const days = before.days === 1 ? 'first day' : `first ${before.days} days`
  // A month that is longer than the one before has days that nothing stands against.
  if (wholeDays > before.days) return `its ${days} ${much} all of ${month}`
  return `${much} ${month}’s ${days}`
}

function outlook(report: CostReport): string {
  const { onCourse, budget, soFar, currency, isPast, wholeDays, daysInMonth } = report
  const digits = digitsOf(report)
  const money = (amount: Micros) => formatMoney(amount, currency, digits)
  if (isPast)
    return budget === undefined ? '' : `${percentOf(soFar, budget) ?? 0} % of a budget of ${money(budget)}.`
  const days = `${wholeDays} of ${daysInMonth} days`
  if (onCourse === undefined && wholeDays === 0 && !isUnder(report, 4)) {
    return 'Where it was switched on within the last day, its first figures come after 24 hours.'
  }
  if (onCourse === undefined) {
    const early = `Too early to say where it goes (${days}).`
    return budget === undefined ? early : `${early} The budget is ${money(budget)}.`
  }
  if (budget === undefined) return `On course for ${money(onCourse.amount)}.`
  if (wholeDays === 0) {
    return `Cost Explorer expects ${formatAmount(onCourse.amount, digits)} of ${money(budget)}.`
  }
  const of = `${formatAmount(onCourse.amount, digits)} of ${money(budget)}`
  const over = onCourse.amount - budget
  const used = `${percentOf(soFar, budget) ?? 0} % used after ${days}`
  if (soFar > budget) return `*Over budget* (${money(budget)}), and on course for ${money(onCourse.amount)}.`
  if (over > 0)
    return `*On course for ${of}*: ${money(over)} (${percentOf(over, budget) ?? 0} %) over budget. ${used}.`
  return `On course for ${of}; ${used}.`
}

const shortServices: Readonly<Record<string, string>> = {
  'Amazon Relational Database Service': 'RDS',
  'Amazon ElastiCache': 'ElastiCache',
  'Amazon Elastic Container Service': 'ECS and Fargate',
  'Amazon Elastic Load Balancing': 'Load balancing',
  'Amazon Elastic Compute Cloud - Compute': 'EC2 instances',
  'EC2 - Other': 'NAT, transfer, disks',
  AmazonCloudWatch: 'CloudWatch',
  'Amazon Virtual Private Cloud': 'VPC',
  'Amazon EC2 Container Registry (ECR)': 'ECR',
  'Amazon Simple Storage Service': 'S3',
  'AWS Key Management Service': 'KMS',
}

/** What people call a service of Cost Explorer. `EC2 - Other` holds NAT gateways, data transfer and disks. */
export function shortService(name: string): string {
  return shortServices[name] ?? name.replace(/^(?:Amazon|AWS) /, '')
}
