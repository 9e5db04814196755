import { formatLast } from '../../../core/duration.js'
import type { LogLevel, LogSpan } from '../../../core/logs.js'
import type { Zone } from '../../../core/time-zone.js'
import { marks } from '../../marks.js'

const emoji: Readonly<Record<LogLevel, string>> = {
  fatal: '🟣',
  error: marks.wrong,
  warning: marks.attention,
  info: marks.resting,
  debug: '🔹',
}

/** Lines without a level look as harmless as they may be. */
export function levelEmoji(level: LogLevel | undefined): string {
  return emoji[level ?? 'info']
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `14:05:10`, as the clock on the wall of that zone reads. */
export function timeOf(at: number, zone: Zone): string {
  return new Date(zone.wallAt(at)).toISOString().slice(11, 19)
}

/** `23 Nov 14:05:10` */
export function dayAndTime(at: number, zone: Zone): string {
  const wall = new Date(zone.wallAt(at))
  return `${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${timeOf(at, zone)}`
}

/** `2026-11-23 14:05:10.123` */
export function exactTime(at: number, zone: Zone): string {
  return new Date(zone.wallAt(at)).toISOString().slice(0, 23).replace('T', ' ')
}

/** Says moments as briefly as they stay clear: with the day where it is not the day of `now`. */
export function momentsOf(zone: Zone, now: number): (at: number) => string {
  const dayOf = (at: number) => new Date(zone.wallAt(at)).toISOString().slice(0, 10)
  const today = dayOf(now)
  return (at) => (dayOf(at) === today ? timeOf(at, zone) : dayAndTime(at, zone))
}

export function spanInWords({ from, to }: LogSpan, moment: (at: number) => string): string {
  return `${moment(from)} to ${moment(to)}`
}

/** ` in the last 15 min`, where it reaches up to now; otherwise ` from … to …`. */
export function within({ from, to }: LogSpan, now: number, moment: (at: number) => string): string {
  if (now - to > 60_000) return ` from ${spanInWords({ from, to }, moment)}`
  const unit = to - from < 90_000 ? 1_000 : 60_000
  return ` in ${formatLast(Math.max(unit, Math.round((to - from) / unit) * unit))}`
}

/** The first 8 characters, as everybody cuts them. */
export function shortTask(task: string): string {
  return task.slice(0, 8)
}

/** What is left out of lines because nobody looks for it; in a list of parts. */
export function foldedChecks(count: number): readonly string[] {
  return count === 0 ? [] : [`${counted(count, 'good health check')} left out`]
}

/** `1 line`, `2,000 lines` */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
