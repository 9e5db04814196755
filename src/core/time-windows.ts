import type { WallTime, Zone } from './time-zone.js'

const minute = 60_000
const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes
const week = weekMinutes * minute
export const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const longNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
/** 1970-01-05 was a Monday. */
const firstMonday = 4 * dayMinutes * minute

/** Once: from one reading of the wall's clock to another. */
export interface OnceWindow {
  readonly kind: 'once'
  readonly from: WallTime
  readonly until: WallTime
}

/** Every week: minutes since Monday 00:00 on the wall's clock; `until` lies after `from`, at most a week. */
export interface WeeklyWindow {
  readonly kind: 'weekly'
  readonly from: number
  readonly until: number
}

export type TimeWindow = OnceWindow | WeeklyWindow

/** From the first instant to the one before which it ends (ms since the epoch). */
export interface Occurrence {
  readonly from: number
  readonly until: number
}

const weekly =
  /^\s*([a-z]+)\s+(\d{1,2}):(\d{2})\s*(?:–|—|-|to|until)\s*(?:([a-z]+)\s+)?(\d{1,2}):(\d{2})\s*$/i

/** `Fri 16:00 – Mon 08:00`, `Sun 02:00–04:00` (the same day). Undefined for anything else. */
export function parseWeekly(text: string): WeeklyWindow | undefined {
  const found = weekly.exec(text)
  if (found === null) return undefined
  const [, fromDay = '', fromHour, fromMinute, untilDay = fromDay, untilHour, untilMinute] = found
  const from = minuteOfWeek(dayIndex(fromDay), minuteOfDay(fromHour, fromMinute))
  const until = minuteOfWeek(dayIndex(untilDay), minuteOfDay(untilHour, untilMinute, dayMinutes))
  if (from === undefined || until === undefined) return undefined
  if (until > from) return { kind: 'weekly', from, until }
  // `Sun 22:00–02:00` may mean the night after or a slip: both days have to be written.
  return found[4] === undefined || until === from
    ? undefined
    : { kind: 'weekly', from, until: until + weekMinutes }
}

const local = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})$/

/** `2026-12-24 16:00` or `2026-12-24T16:00`. Undefined for anything else, and for days and times that no calendar has. */
export function parseLocal(text: string): WallTime | undefined {
  const found = local.exec(text.trim())
  if (found === null) return undefined
  const [, year, month, date, hour, minutes] = found.map(Number)
  const wall = Date.UTC(year ?? 0, (month ?? 0) - 1, date, hour, minutes)
  return new Date(wall).toISOString().slice(0, 16) === text.trim().replace(' ', 'T') ? wall : undefined
}

/** `Fri 16:00 – Mon 08:00`; within one day `Sun 02:00–04:00`. */
export function formatWeekly(window: WeeklyWindow): string {
  const [fromDay, from] = written(window.from)
  const [untilDay, until] = written(window.until)
  const sameDay = Math.floor(window.from / dayMinutes) === Math.floor(window.until / dayMinutes)
  return sameDay ? `${fromDay} ${from}–${until}` : `${fromDay} ${from} – ${untilDay} ${until}`
}

/** The one that is on at `now`, else the next one; undefined: there will be none. What summer time leaves nothing of is skipped. */
export function currentOrNext(window: TimeWindow, zone: Zone, now: number): Occurrence | undefined {
  return candidates(window, zone, now)
    .map(({ from, until }) => ({ from: zone.firstAt(from), until: zone.lastAt(until) }))
    .find(({ from, until }) => until > now && until > from)
}

/** The one that is on at `now`. */
export function current(window: TimeWindow, zone: Zone, now: number): Occurrence | undefined {
  const occurrence = currentOrNext(window, zone, now)
  return occurrence !== undefined && occurrence.from <= now ? occurrence : undefined
}

function candidates(window: TimeWindow, zone: Zone, now: number): readonly Occurrence[] {
  if (window.kind === 'once') return [window]
  const monday = firstMonday + Math.floor((zone.wallAt(now) - firstMonday) / week) * week
  // One that began last week may still be on; two weeks ahead, since one may fall into a jump.
  return [-1, 0, 1, 2].map((weeks) => {
    const start = monday + weeks * week
    return { from: start + window.from * minute, until: start + window.until * minute }
  })
}

/** `Mon 09:00`: minutes since Monday 00:00. Undefined for anything else. */
export function parseWeekTime(text: string): number | undefined {
  const found = /^\s*([a-z]+)\s+(\d{1,2}):(\d{2})\s*$/i.exec(text)
  if (found === null) return undefined
  return minuteOfWeek(dayIndex(found[1] ?? ''), minuteOfDay(found[2], found[3]))
}

/** 0: Monday. Undefined for what is no day's name. */
export function dayIndex(name: string): number | undefined {
  const wanted = name.toLowerCase()
  const index = dayNames.findIndex(
    (short, at) => short.toLowerCase() === wanted || longNames[at]?.toLowerCase() === wanted,
  )
  return index === -1 ? undefined : index
}

/** Minutes since midnight. @param most the latest that counts: 24:00 is an end only */
export function minuteOfDay(hour = '', minutes = '', most = dayMinutes - 1): number | undefined {
  const total = Number(hour) * 60 + Number(minutes)
  return Number(minutes) < 60 && total <= most ? total : undefined
}

function minuteOfWeek(day: number | undefined, time: number | undefined): number | undefined {
  return day === undefined || time === undefined ? undefined : day * dayMinutes + time
}

function written(minuteInWeek: number): readonly [string, string] {
  const inWeek = minuteInWeek % weekMinutes
  const time = inWeek % dayMinutes
  const pad = (figure: number) => String(figure).padStart(2, '0')
  return [dayNames[Math.floor(inWeek / dayMinutes)] ?? '', `${pad(Math.floor(time / 60))}:${pad(time % 60)}`]
}
