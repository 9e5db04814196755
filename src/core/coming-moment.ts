import { parseDuration } from './duration.js'
import { parseWeekTime } from './time-windows.js'
import type { Zone } from './time-zone.js'
import { instantOf, parseMoment } from './written-moment.js'

const minute = 60_000
const day = 24 * 60 * minute
const week = 7 * day

/**
 * A moment ahead, as somebody wrote it: `2h` from now, `18:00` (the next time the clock reads so), `Mon 09:00` (the next one), `2026-12-01 09:00`, with an offset too.
 * ms since the epoch; undefined for anything else. What is over is told as it is: whoever asks has to refuse it.
 */
export function comingInstant(written: string, now: number, zone: Zone): number | undefined {
  const text = written.trim()
  const within = parseDuration(text.replace(/^in\s+/i, ''))
  if (within !== undefined) return now + within
  const inWeek = parseWeekTime(text)
  if (inWeek !== undefined) {
    // 1970-01-05 was a Monday.
    const monday = 4 * day + Math.floor((zone.wallAt(now) - 4 * day) / week) * week
    const times = [0, 1, 2].map((weeks) => zone.firstAt(monday + weeks * week + inWeek * minute))
    return times.find((instant) => instant > now)
  }
  const moment = parseMoment(text)
  if (moment === undefined || moment.kind === 'ago') return undefined
  if (moment.kind !== 'time of day') return instantOf(moment, now, zone)
  const today = Math.floor(zone.wallAt(now) / day) * day
  return [0, 1, 2]
    .map((days) => zone.firstAt(today + days * day + moment.milliseconds))
    .find((instant) => instant > now)
}
