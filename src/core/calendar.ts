const dayLength = 86_400_000
const names = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** `2026-11-23`: the day in UTC, as Cost Explorer counts. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}

/** `2026-11-23` → `2026-11` */
export function monthOf(day: string): string {
  return day.slice(0, 7)
}

export function addDays(day: string, count: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * dayLength)
}

/** `2026-11`, -1 → `2026-10` */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return dayOf(Date.UTC(year, number - 1 + count, 1)).slice(0, 7)
}

export function firstDay(month: string): string {
  return `${month}-01`
}

export function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).getUTCDate()
}

/** Every day of the month, in order. */
export function daysOf(month: string): readonly string[] {
  return Array.from({ length: daysIn(month) }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
}

/** `November`; with the year where it is not that of `year`. */
export function monthName(month: string, year: string): string {
  const name = names[Number(month.slice(5, 7)) - 1] ?? month
  return month.slice(0, 4) === year ? name : `${name} ${month.slice(0, 4)}`
}

/** `9 Nov` */
export function shortDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${(names[Number(day.slice(5, 7)) - 1] ?? '').slice(0, 3)}`
}
