import { parseDuration } from '../core/duration.js'
import type { MuteRule } from '../core/mute-rules.js'
import { createZone, type WallTime, type Zone } from '../core/time-zone.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * When the window of a mute rule that is in effect ends (ms since the epoch). CloudWatch does not say it: it is computed from the schedule. Undefined
 * where that leaves a doubt. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html
 */
export function endOfWindow(rule: MuteRule, now: number): number | undefined {
  const lasts = lengthOf(rule.duration)
  const zone = zoneNamed(rule.zone)
  if (lasts === undefined || zone === undefined) return undefined
  const began = beginnings(rule.expression, zone.wallAt(now), lasts)
    .map((wall) => zone.firstAt(wall))
    .find((instant) => instant <= now && instant + lasts > now)
  return began === undefined ? undefined : Math.min(began + lasts, rule.expires ?? Number.POSITIVE_INFINITY)
}

/** `PT4H`, `P2DT12H`, `P7D`; ms. */
function lengthOf(text: string): number | undefined {
  const [, days = '', time = ''] = /^P(\d+D)?(?:T((?:\d+H)?(?:\d+M)?))?$/i.exec(text) ?? []
  return parseDuration(`${days}${time}`)
}

function zoneNamed(name: string): Zone | undefined {
  try {
    return createZone(name)
  } catch {
    return undefined
  }
}

/** When the clock on the wall says that it begins, the last one first, so far back that its window may still hold. */
function beginnings(expression: string, now: WallTime, lasts: number): readonly WallTime[] {
  const [, year, month, date, hours, minutes] =
    /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)\)$/.exec(expression) ?? []
  if (year !== undefined)
    return [Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hours), Number(minutes))]
  const fields = fieldsOf(expression)
  if (fields === undefined) return []
  const today = now - (((now % day) + day) % day)
  const days = Array.from({ length: Math.ceil(lasts / day) + 2 }, (_, ago) => today + day - ago * day)
  return days
    .filter((start) => isOn(fields, new Date(start)))
    .flatMap((start) =>
      fields.hours
        .toReversed()
        .flatMap((at) => fields.minutes.toReversed().map((past) => start + at * hour + past * minute)),
    )
}

interface CronFields {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly dates: readonly number[]
  readonly months: readonly number[]
  readonly weekdays: readonly number[]
}

function isOn({ dates, months, weekdays }: CronFields, at: Date): boolean {
  return (
    dates.includes(at.getUTCDate()) &&
    months.includes(at.getUTCMonth() + 1) &&
    weekdays.includes(at.getUTCDay())
  )
}

const monthNames = ['', ...'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')]
const dayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ')

/** `cron(0 2 * * SUN)`. Where date and weekday are both restricted, whether both or either is meant is written nowhere. */
function fieldsOf(expression: string): CronFields | undefined {
  const [, inside = ''] = /^cron\(([^)]+)\)$/.exec(expression) ?? []
  const [minutes, hours, dates, months, weekdays, ...rest] = inside.trim().split(/\s+/)
  if (weekdays === undefined || rest.length > 0) return undefined
  if (dates !== '*' && weekdays !== '*') return undefined
  const read = {
    minutes: numbersOf(minutes, 0, 59),
    hours: numbersOf(hours, 0, 23),
    dates: numbersOf(dates, 1, 31),
    months: numbersOf(months, 1, 12, monthNames),
    weekdays: numbersOf(weekdays, 0, 6, dayNames),
  }
  return Object.values(read).some((numbers) => numbers.length === 0) ? undefined : read
}

/** Of `*`, `5`, `1-5`, `1,3,5-7` and names; empty where it is something else. In order. */
function numbersOf(text = '', first: number, last: number, names: readonly string[] = []): readonly number[] {
  const valueOf = (word = '') => {
    const named = names.indexOf(word.toUpperCase())
    if (named >= 0 && word !== '') return named
    return /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN
  }
  const found = text.split(',').map((part) => {
    if (part === '*') return [first, last] as const
    const [from, to = from] = part.split('-')
    return [valueOf(from), valueOf(to)] as const
  })
  if (found.some(([from, to]) => !(from >= first && from <= to && to <= last))) return []
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((number) =>
    found.some(([from, to]) => number >= from && number <= to),
  )
}
