/**
 * What a clock on the wall reads: milliseconds since 1970-01-01 00:00 as if the wall were in UTC. Not an instant: in the hour that summer time
 * takes there is none, in the hour it gives back there are two.
 */
export type WallTime = number

/** A time zone by its IANA name, with the summer time of the running Node's own data. Instants are ms since the epoch. */
export interface Zone {
  readonly name: string
  wallAt(instant: number): WallTime
  /** The first instant at which the clock reads `wall` or later. */
  firstAt(wall: WallTime): number
  /** The instant from which on the clock never again reads earlier than `wall`. Differs from `firstAt` where the clock was set back. */
  lastAt(wall: WallTime): number
}

const second = 1_000
const minute = 60 * second
const day = 24 * 3_600 * second

/** From 1973 on no clock was set between two whole minutes of UTC (Monrovia was the last, in January 1972). */
const wholeMinutesSince = 3 * 365 * day
/** Asking Intl takes ten microseconds, and an answer tells fifty times of few minutes. */
const mostOffsets = 1_000

/** Making one takes a millisecond and a half; a process knows one or two zones. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(name: string): Intl.DateTimeFormat {
  const known = formats.get(name)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(name, made)
  return made
}

const zones = new Map<string, Zone>()

/** Throws a RangeError for a name that Intl does not know. */
export function createZone(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const zone = makeZone(name)
  zones.set(name, zone)
  return zone
}

function makeZone(name: string): Zone {
  const format = formatOf(name)

  const offsets = new Map<number, number>()

  function wallAt(instant: number): WallTime {
    if (instant < wholeMinutesSince) return readAt(instant)
    const since = Math.floor(instant / minute)
    const known = offsets.get(since)
    if (known !== undefined) return instant + known
    const wall = readAt(instant)
    if (offsets.size >= mostOffsets) offsets.clear()
    offsets.set(since, wall - instant)
    return wall
  }

  function readAt(instant: number): WallTime {
    const rest = ((instant % second) + second) % second
    const parts = new Map(
      format.formatToParts(instant - rest).map(({ type, value }) => [type, Number(value)] as const),
    )
    const [year = 0, month = 1, date = 1] = [parts.get('year'), parts.get('month'), parts.get('day')]
    const [hours = 0, minutes = 0, seconds = 0] = [
      parts.get('hour'),
      parts.get('minute'),
      parts.get('second'),
    ]
    return Date.UTC(year, month - 1, date, hours, minutes, seconds) + rest
  }

  /** The instants at which the clock reads exactly that: none, one or two, in order. */
  function instantsOf(wall: WallTime): readonly number[] {
    const candidates = offsetsAround(wall).map((offset) => wall - offset)
    return [...new Set(candidates)]
      .filter((instant) => wallAt(instant) === wall)
      .toSorted((left, right) => left - right)
  }

  /** No offset is a day or more, so these are the ones before and after whatever change may be near. */
  function offsetsAround(wall: WallTime): readonly [number, number] {
    const offsetAt = (instant: number) => wallAt(instant) - instant
    return [offsetAt(wall - day), offsetAt(wall + day)]
  }

  /** When the clock jumps over `wall`. */
  function jumpOver(wall: WallTime): number {
    const offsets = offsetsAround(wall)
    let before = Math.floor((wall - Math.max(...offsets)) / second) - 1
    let after = Math.ceil((wall - Math.min(...offsets)) / second)
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (wallAt(middle * second) >= wall) after = middle
      else before = middle
    }
    return after * second
  }

  return {
    name,
    wallAt,
    firstAt: (wall) => instantsOf(wall)[0] ?? jumpOver(wall),
    lastAt: (wall) => instantsOf(wall).at(-1) ?? jumpOver(wall),
  }
}
