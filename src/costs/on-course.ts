import type { CostForecast } from '../aws/cost-tables.js'
import { daysOf } from '../core/calendar.js'
import type { CostReport } from '../core/cost.js'
import type { Micros } from '../core/money.js'
import { type Daily, sumOf } from './figures.js'

/** With fewer whole days of a month nobody can tell where it goes. */
const fewestDays = 3
/** A week, so that weekends count as they should. */
const daysCarriedOn = 7

/** The whole days so far, and the average of the last seven for each day to come. Undefined: too early to say. */
export function carriedOn(amounts: Daily, month: string, whole: readonly string[]): Micros | undefined {
  if (whole.length < fewestDays) return undefined
  const rest = daysOf(month).length - whole.length
  return Math.round(sumOf(amounts, whole) + rest * average(amounts, whole))
}

function average(amounts: Daily, whole: readonly string[]): Micros {
  const last = whole.slice(-daysCarriedOn)
  return last.length === 0 ? 0 : sumOf(amounts, last) / last.length
}

/**
 * The month by AWS's forecast: whole days as they are, days to come as forecast. A day that has begun but is not complete when the forecast
 * starts after it counts as the latest whole days on average. The ends of the interval are each day's added up: the month hardly reaches them.
 * @param known every day whose whole cost is known, of the month before too
 */
export function forecastMonth(
  amounts: Daily,
  month: string,
  whole: readonly string[],
  forecast: CostForecast,
  known: readonly string[],
): NonNullable<CostReport['onCourse']> | undefined {
  const expected = new Map(forecast.days.map((day) => [day.date, day]))
  const rest = daysOf(month).slice(whole.length)
  const covered = rest.filter((day) => expected.has(day)).length
  // What it does not cover may be the one or two days that are not complete, not half a month.
  if (covered < rest.length - fewestDays) return undefined
  const usual = average(amounts, known)
  const through = (bound: 'mean' | 'low' | 'high') =>
    Math.round(
      rest.reduce((total, day) => total + (expected.get(day)?.[bound] ?? usual), sumOf(amounts, whole)),
    )
  return { amount: through('mean'), by: 'aws', low: through('low'), high: through('high') }
}
