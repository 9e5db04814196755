import type { Zone } from './time-zone.js'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `Mon 23 Nov 23:35`, as the clock on the wall of that zone reads; with the year where it is not the year of `now`. */
export function formatMoment(instant: number, zone: Zone, now: number): string {
  const wall = new Date(zone.wallAt(instant))
  const year = wall.getUTCFullYear()
  const shownYear = year === new Date(zone.wallAt(now)).getUTCFullYear() ? '' : ` ${year}`
  const time = wall.toISOString().slice(11, 16)
  return `${days[wall.getUTCDay()]} ${wall.getUTCDate()} ${months[wall.getUTCMonth()]}${shownYear} ${time}`
}
