import { parseDuration } from './duration.js'
import type { WallTime, Zone } from './time-zone.js'

/** A moment as somebody wrote it: so long ago, on the clock on the wall, today's clock alone, or exact. */
export type WrittenMoment = { readonly text: string } & (
  | { readonly kind: 'ago'; readonly milliseconds: number }
  | { readonly kind: 'wall'; readonly wall: WallTime }
  | { readonly kind: 'time of day'; readonly milliseconds: number }
  | { readonly kind: 'instant'; readonly at: number }
)

const day = 24 * 3_600_000
const dated =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/

/**
 * Reads `15m`, `2h`, `2026-11-20T10:00`, `2026-11-20 10:00:30`, `2026-11-20`, `10:00` (the last time the clock read so), `now`, and moments
 * with an offset, `2026-11-20T10:00Z`. Undefined for anything else, also for days that do not exist.
 */
export function parseMoment(written: string): WrittenMoment | undefined {
  const text = written.trim()
  if (/^now$/i.test(text)) return { text, kind: 'ago', milliseconds: 0 }
  const milliseconds = parseDuration(text.replace(/\s?ago$/i, '').replace(/^-/, ''))
  if (milliseconds !== undefined) return { text, kind: 'ago', milliseconds }
  const time = clock.exec(text)
  if (time !== null) {
    const [, hours = '', minutes = '', seconds = '0'] = time
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
    return {
      text,
      kind: 'time of day',
      milliseconds: ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000,
    }
  }
  return parseDated(text)
}

function parseDated(text: string): WrittenMoment | undefined {
  const found = dated.exec(text)
  if (found === null) return undefined
  const [, year, month, date, hours = '0', minutes = '0', seconds = '0', fraction = '0', offset] = found
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(date),
    Number(hours),
    Number(minutes),
    Number(seconds),
  )
  const check = new Date(wall)
  // Date.UTC makes the 1st of March out of the 30th of February.
  const exists =
    check.getUTCMonth() === Number(month) - 1 &&
    check.getUTCDate() === Number(date) &&
    check.getUTCHours() === Number(hours) &&
    check.getUTCMinutes() === Number(minutes) &&
    Number(seconds) < 60
  if (!exists) return undefined
  const exact = wall + Number(fraction.padEnd(3, '0'))
  if (offset === undefined) return { text, kind: 'wall', wall: exact }
  return { text, kind: 'instant', at: exact - offsetOf(offset) }
}

function offsetOf(offset: string): number {
  const digits = offset.replace(':', '')
  if (!/^[+-]/.test(digits)) return 0
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000
}

/** The instant that is meant, ms since the epoch. Of two readings, where the clock is set back, the first. */
export function instantOf(moment: WrittenMoment, now: number, zone: Zone): number {
  switch (moment.kind) {
    case 'ago':
      return now - moment.milliseconds
    case 'instant':
      return moment.at
    case 'wall':
      return zone.firstAt(moment.wall)
    case 'time of day': {
      const today = Math.floor(zone.wallAt(now) / day) * day
      const at = zone.firstAt(today + moment.milliseconds)
      return at <= now ? at : zone.firstAt(today - day + moment.milliseconds)
    }
  }
}
