import type { Zone } from './time-zone.js'
import { dayIndex, minuteOfDay } from './time-windows.js'

/** The hours in which people work, on the same days each week. */
export interface BusinessHours {
  /** 0: Monday. From the first day to the last one. */
  readonly firstDay: number
  readonly lastDay: number
  /** Minutes since midnight. */
  readonly from: number
  readonly until: number
}

const minute = 60_000
const day = 24 * 60 * minute
const written =
  /^\s*([a-z]+)\s*(?:–|—|-|to)\s*([a-z]+)\s+(\d{1,2}):(\d{2})\s*(?:–|—|-|to|until)\s*(\d{1,2}):(\d{2})\s*$/i

/** `Mon–Fri 09:00–17:00`. Undefined for anything else; days go forward within one week, and hours within one day. */
export function parseBusinessHours(text: string): BusinessHours | undefined {
  const found = written.exec(text)
  if (found === null) return undefined
  const [, first = '', last = '', fromHour, fromMinute, untilHour, untilMinute] = found
  const [firstDay, lastDay] = [dayIndex(first), dayIndex(last)]
  const from = minuteOfDay(fromHour, fromMinute)
  const until = minuteOfDay(untilHour, untilMinute, 24 * 60)
  if (firstDay === undefined || lastDay === undefined || from === undefined || until === undefined)
    return undefined
  return firstDay <= lastDay && from < until ? { firstDay, lastDay, from, until } : undefined
}

/** The first instant at `instant` or later that lies in business hours (ms since the epoch). */
export function nextBusinessInstant(hours: BusinessHours, zone: Zone, instant: number): number {
  const midnight = Math.floor(zone.wallAt(instant) / day) * day
  // From the day before: an instant just after the clock was set back may read as one of yesterday.
  for (let ahead = -1; ahead <= 14; ahead++) {
    const date = midnight + ahead * day
    // 1970-01-01 was a Thursday.
    const weekday = (date / day + 3) % 7
    if (weekday < hours.firstDay || weekday > hours.lastDay) continue
    const from = zone.firstAt(date + hours.from * minute)
    const until = zone.lastAt(date + hours.until * minute)
    if (until > instant && until > from) return Math.max(from, instant)
  }
  throw new Error(`No business hours within two weeks in ${zone.name}`)
}
