import type { DateInterval } from '@aws-sdk/client-cost-explorer'
import { dayLength } from './bill.js'
import { validation } from './filter.js'

/** Days, as ms of their midnights (UTC); the end is not part of it. */
export interface Period {
  readonly start: number
  readonly end: number
}

export function readPeriod(interval: DateInterval | undefined): Period {
  const start = readDay(interval?.Start)
  const end = readDay(interval?.End)
  if (end <= start) throw validation('Start date (and hour) should be before end date (and hour)')
  return { start, end }
}

function readDay(text: string | undefined): number {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(moment))
    throw validation(`time period should be in yyyy-MM-dd format, not ${text ?? 'null'}`)
  return moment
}

export function writeDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10)
}

/** The first of the month so many months away. */
export function monthStart(moment: number, months = 0): number {
  const date = new Date(moment)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
}

/** The days or months of a period; the first and the last month may be cut. */
export function slices({ start, end }: Period, granularity: string): Period[] {
  const found: Period[] = []
  for (let at = start; at < end; ) {
    const next = granularity === 'MONTHLY' ? monthStart(at, 1) : at + dayLength
    found.push({ start: at, end: Math.min(next, end) })
    at = next
  }
  return found
}

export function daysOf({ start, end }: Period): number[] {
  return Array.from(
    { length: Math.round((end - start) / dayLength) },
    (_, index) => start + index * dayLength,
  )
}
