import { addMonths, daysIn, daysOf, firstDay, monthOf } from '../core/calendar.js'
import type { CostReport } from '../core/cost.js'
import { microsOf } from '../core/money.js'
import { anomaliesOf } from './anomalies.js'
import { budgetOf, tagOf } from './budgets.js'
import { chartOf } from './chart.js'
import { taskDollars } from './estimation/fargate.js'
import { type Daily, daily, sumOf, wholeDays } from './figures.js'
import { hintOf } from './hint.js'
import { lineRows } from './line-rows.js'
import { type Comparison, moversOf } from './movers.js'
import { carriedOn, forecastMonth } from './on-course.js'
import { pricesIn } from '../config/prices.js'
import type { CostReading } from './read-costs.js'
import type { ReportOptions } from './report-options.js'
import { rowsOf } from './rows.js'

/** Computes an answer from what was read. Pure. */
export function reportOf(options: ReportOptions): CostReport {
  const { reading, config, environment, split } = options
  const { month, isPast, byService } = reading
  const table = byService.value
  const tag = environment === undefined ? undefined : tagOf(environment)
  const selection = tag === undefined ? {} : { tag }
  const amounts = daily(table, selection)
  const days = isPast ? daysOf(month) : wholeDays(table, month, byService.at)
  const comparison = comparisonOf(reading, days)
  const begun = isPast
    ? []
    : table.days.map(({ date }) => date).filter((date) => monthOf(date) === month && !days.includes(date))
  const begunCost = sumOf(amounts, begun)
  const onCourse = isPast ? undefined : onCourseOf(options, amounts, days)
  const budget = budgetOf(config, environment)
  const usage = reading.byUsageType?.value
  const nameOf = (value: string) => config.environments.find((known) => tagOf(known) === value)?.name
  const lines =
    environment === undefined || split !== 'line' ? [] : lineRows({ ...options, environment, days })
  const shared = { table, tag, days, comparison, month, isPast, config }
  const hint = usage === undefined ? undefined : hintOf(usage, days, config.prices, tag)
  const after = reading.byService.instead ?? reading.byUsageType?.instead
  return {
    ...(environment === undefined ? {} : { environment: environment.name }),
    month,
    isPast,
    currency: table.currency,
    daysInMonth: daysIn(month),
    wholeDays: days.length,
    soFar: sumOf(amounts, days),
    ...beforeOf(reading, amounts, comparison),
    ...(begun.length === 0 || begunCost === 0 ? {} : { incomplete: { days: begun, amount: begunCost } }),
    ...(onCourse === undefined ? {} : { onCourse }),
    ...(budget === undefined ? {} : { budget }),
    split,
    rows: rowsOf(split, shared),
    lines,
    chart: chartOf(split, shared),
    movers: comparison === undefined ? [] : moversOf(usage ?? table, comparison, nameOf, tag),
    anomalies: anomaliesOf(reading.anomalies?.value ?? [], usage, month, nameOf, tag),
    ...(hint === undefined ? {} : { hint }),
    oneMoreTask: oneMoreTaskOf(options),
    missing: reading.missing,
    at: byService.at,
    ...(after === undefined ? {} : { instead: after }),
  }
}

/** The first whole days of both months, no more than either has; undefined where the month before is not known. */
function comparisonOf(
  { month, byService, isPast }: CostReading,
  days: readonly string[],
): Comparison | undefined {
  const before = addMonths(month, -1)
  if ((byService.value.days[0]?.date ?? '') > firstDay(before) || days.length === 0) return undefined
  if (isPast) return { now: days, earlier: daysOf(before) }
  const count = Math.min(days.length, daysIn(before))
  return { now: days.slice(0, count), earlier: daysOf(before).slice(0, count) }
}

function beforeOf(
  { month, isPast, byService }: CostReading,
  amounts: Daily,
  comparison: Comparison | undefined,
): Pick<CostReport, 'before'> {
  const before = addMonths(month, -1)
  const total = sumOf(amounts, daysOf(before))
  if (comparison === undefined && total === 0) return {}
  const { now = [], earlier = [] } = comparison ?? {}
  return {
    before: {
      month: before,
      daysInMonth: daysIn(before),
      total,
      isIncomplete: !isPast && wholeDays(byService.value, before, byService.at).length < daysIn(before),
      days: earlier.length,
      earlier: sumOf(amounts, earlier),
      now: sumOf(amounts, now),
    },
  }
}

function onCourseOf({ reading, environment }: ReportOptions, amounts: Daily, days: readonly string[]) {
  const { month, forecast, byService } = reading
  const before = daysOf(addMonths(month, -1))
  if (environment === undefined && forecast !== undefined) {
    const known = before[0] !== undefined && (byService.value.days[0]?.date ?? '') <= before[0] ? before : []
    const found = forecastMonth(amounts, month, days, forecast.value, [...known, ...days])
    if (found !== undefined) return found
  }
  const amount = carriedOn(amounts, month, days)
  return amount === undefined ? undefined : ({ amount, by: 'days' } as const)
}

function oneMoreTaskOf({ running = [], environment, config }: ReportOptions): CostReport['oneMoreTask'] {
  if (environment === undefined) return []
  const prices = pricesIn(environment.region, config.prices)
  return running.map((size) => ({ service: size.name, amount: microsOf(taskDollars(size, prices)) }))
}
