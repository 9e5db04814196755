import type { DateReference } from './parse.js'

const day = 86_400

/**
 * What Slack shows for a date reference: the placeholders of
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting in the reader's time zone.
 * Unknown placeholders make Slack show the fallback, and so does this.
 */
export function formatDate(reference: DateReference, now: Date, timeZone?: string): string {
  let known = true
  const text = reference.format.replace(/\{([a-z_]+)\}/g, (_whole, name: string) => {
    const formatted = placeholder(name, reference.timestamp, now, timeZone)
    if (formatted === undefined) known = false
    return formatted ?? ''
  })
  return known ? text : reference.fallback
}

function placeholder(
  name: string,
  seconds: number,
  now: Date,
  timeZone: string | undefined,
): string | undefined {
  const date = new Date(seconds * 1000)
  const format = (options: Intl.DateTimeFormatOptions, language = 'en-US'): string =>
    new Intl.DateTimeFormat(language, { ...options, ...(timeZone ? { timeZone } : {}) }).format(date)
  const relative = relativeDay(seconds, now, timeZone)
  switch (name) {
    case 'date_num':
      return format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE')
    case 'date_slash':
      return format({ year: 'numeric', month: '2-digit', day: '2-digit' })
    case 'date':
      return format({ month: 'long', day: 'numeric', year: 'numeric' })
    case 'date_short':
      return format({ month: 'short', day: 'numeric', year: 'numeric' })
    case 'date_long':
      return format({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
    case 'date_pretty':
      return relative ?? format({ month: 'long', day: 'numeric', year: 'numeric' })
    case 'date_short_pretty':
      return relative ?? format({ month: 'short', day: 'numeric', year: 'numeric' })
    case 'date_long_pretty':
      return relative ?? format({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
    case 'time':
      return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    case 'time_secs':
      return format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
    case 'ago':
      return ago(seconds - now.getTime() / 1000)
    default:
      return undefined
  }
}

function relativeDay(seconds: number, now: Date, timeZone: string | undefined): string | undefined {
  const calendarDay = (instant: number): string =>
    new Intl.DateTimeFormat('sv-SE', timeZone ? { timeZone } : {}).format(new Date(instant * 1000))
  const today = now.getTime() / 1000
  const wanted = calendarDay(seconds)
  if (wanted === calendarDay(today)) return 'today'
  if (wanted === calendarDay(today - day)) return 'yesterday'
  if (wanted === calendarDay(today + day)) return 'tomorrow'
  return undefined
}

function ago(difference: number): string {
  const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
    ['day', day],
    ['hour', 3600],
    ['minute', 60],
  ]
  const format = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' })
  for (const [unit, length] of units) {
    if (Math.abs(difference) >= length) return format.format(Math.trunc(difference / length), unit)
  }
  return format.format(Math.trunc(difference), 'second')
}
