import { dayIndex, dayNames, minuteOfDay } from './time-windows.js'
import type { WallTime, Zone } from './time-zone.js'

const minuteLength = 60_000
const dayLength = 24 * 60 * minuteLength
/** 1970-01-05 was a Monday. */
const firstMonday = 4 * dayLength

/** One time of the day, on some days of each week, as a clock on the wall shows it. */
export interface WeeklyTimes {
  /** 0: Monday. In order, at least one. */
  readonly days: readonly number[]
  /** After midnight. */
  readonly minute: number
}

const written = /^\s*(\p{L}[^:]*?)\s+(\d{1,2}):(\d{2})\s*$/u

/** `Mon–Fri 08:30`, `Mon, Wed, Fri 08:30`, `Sunday 22:00`, `daily 07:00`. Undefined for anything else. */
export function parseWeeklyTimes(text: string): WeeklyTimes | undefined {
  const [, names = '', hour, minutes] = written.exec(text) ?? []
  const minute = minuteOfDay(hour, minutes)
  const days = /^daily$/i.test(names) ? [0, 1, 2, 3, 4, 5, 6] : daysOf(names)
  if (minute === undefined || days === undefined) return undefined
  return { days: [...new Set(days)].toSorted((left, right) => left - right), minute }
}

function daysOf(names: string): readonly number[] | undefined {
  const parts = names.split(',').map((part) => daysIn(part.trim()))
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? [])
}

/** `Mon`, or from one to another: `Fri–Mon` goes over the week's end. */
function daysIn(part: string): readonly number[] | undefined {
  const [from = '', until, more] = part.split(/\s*(?:–|—|-|\bto\b)\s*/)
  const [first, last] = [dayIndex(from), until === undefined ? dayIndex(from) : dayIndex(until)]
  if (first === undefined || last === undefined || more !== undefined) return undefined
  if (until !== undefined && first === last) return undefined
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7)
}

/** `Mon–Fri 08:30`, `daily 07:00` */
export function formatWeeklyTimes({ days, minute }: WeeklyTimes): string {
  const pad = (figure: number) => String(figure).padStart(2, '0')
  const time = `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`
  const [first = 0] = days
  const last = days.at(-1) ?? first
  const name = (day: number) => dayNames[day] ?? ''
  if (days.length === 7) return `daily ${time}`
  const isRow = days.length > 2 && last - first === days.length - 1
  return `${isRow ? `${name(first)}–${name(last)}` : days.map(name).join(', ')} ${time}`
}

/**
 * The first of these times after an instant. Counted on the wall and turned into an instant last: a time that summer time leaves out is where the gap ends, one that comes
 * twice is the first of the two. A time that a whole day was left out with falls on the same instant as the next one, and counts once.
 * @param after ms since the epoch, as is what is returned
 */
export function nextAfter({ days, minute }: WeeklyTimes, zone: Zone, after: number): number {
  const today = Math.floor(zone.wallAt(after) / dayLength) * dayLength
  // A week and a day, because today's may be over; and one on either side for a day that is left out.
  for (let ahead = -1; ahead <= 9; ahead++) {
    const date = today + ahead * dayLength
    if (!days.includes(weekdayOf(date))) continue
    const instant = zone.firstAt(date + minute * minuteLength)
    if (instant > after) return instant
  }
  throw new RangeError(`No time of ${formatWeeklyTimes({ days, minute })} comes after ${after}`)
}

function weekdayOf(date: WallTime): number {
  return ((Math.floor((date - firstMonday) / dayLength) % 7) + 7) % 7
}
