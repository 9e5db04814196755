import { formatDuration } from '../../../core/duration.js'
import { formatMoment } from '../../../core/moment.js'
import type { Mute } from '../../../core/mutes.js'
import type { Silence } from '../../../core/silences.js'
import type { Zone } from '../../../core/time-zone.js'
import { code, dateToken, escapeMrkdwn } from '../../mrkdwn.js'

/** What every line about alarms needs to tell times: the team's zone, and when it is told (ms since the epoch). */
export interface When {
  readonly zone: Zone
  readonly now: number
}

const minute = 60_000
const day = 24 * 60 * minute

/** A moment on everybody's own clock; the date only where it is not near. Without Slack: on the team's. */
export function moment(at: number, { zone, now }: When): string {
  const format = Math.abs(at - now) < 12 * 3_600_000 ? '{time}' : '{date_short_pretty} at {time}'
  return dateToken(at, format, formatMoment(at, zone, now))
}

/** `since 14:02 (25 min)`; what lasts for months is told in days. */
export function since(at: number, when: When): string {
  const lasts = Math.max(0, when.now - at)
  if (lasts < minute) return `since ${moment(at, when)} (just now)`
  const whole = lasts >= 3 * day ? day : minute
  return `since ${moment(at, when)} (${formatDuration(Math.floor(lasts / whole) * whole)})`
}

/** `muted by Rita until 15:30: deploying` */
export function mutedWords({ by, until, reason }: Mute, when: When): string {
  const why = reason === undefined ? '' : `: ${code(reason)}`
  return `muted by ${escapeMrkdwn(by.name)} until ${moment(until, when)}${why}`
}

/**
 * `CloudWatch takes no action: mute rule \`nightly\` until 06:00, its actions are switched off`. What is not known is told as not known. Undefined: CloudWatch
 * acts as usual.
 */
export function silencedWords(silences: readonly Silence[], when: When): string | undefined {
  const known = silences.flatMap((silence) => silenceWords(silence, when) ?? [])
  const unknown = silences.flatMap((silence) => (silence.kind === 'unknown' ? [silence.why] : []))
  const parts = [
    ...(known.length === 0 ? [] : [`CloudWatch takes no action: ${known.join(', ')}`]),
    ...(unknown.length === 0
      ? []
      : [`whether CloudWatch itself mutes it is not known: ${escapeMrkdwn(unknown.join('; '))}`]),
  ]
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** One of them, without what is not known. */
function silenceWords(silence: Silence, when: When): string | undefined {
  switch (silence.kind) {
    case 'mute rule': {
      const end =
        silence.until === undefined ? ', whose end is not known' : ` until ${moment(silence.until, when)}`
      return `mute rule ${code(silence.name)}${end}`
    }
    case 'suppressed':
      return `suppressed by ${silence.suppressor === undefined ? 'another alarm' : code(silence.suppressor)}${suppressedHow[silence.by]}`
    case 'actions disabled':
      return 'its actions are switched off'
    case 'unknown':
      return undefined
  }
}

const suppressedHow: Readonly<Record<Extract<Silence, { kind: 'suppressed' }>['by'], string>> = {
  Alarm: ', which rings',
  WaitPeriod: ', which may ring in a moment',
  ExtensionPeriod: ', which rang until a moment ago',
}

/** How old what is shown is, where it is old, and why nothing newer is. */
export function ageWords(
  read: { readonly at: number; readonly instead?: string },
  when: When,
): string | undefined {
  const age = when.now - read.at
  if (read.instead === undefined && age < 60_000) return undefined
  const why = read.instead === undefined ? '' : `: ${escapeMrkdwn(read.instead)}`
  return `As of ${formatDuration(Math.max(1_000, age - (age % 1_000)))} ago${why}`
}

export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
}
