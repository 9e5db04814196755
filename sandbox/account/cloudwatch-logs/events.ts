import type { LogEvent, LogStream, Position } from './model.js'

export const minuteLength = 60_000

export function minuteOf(at: number): number {
  return Math.floor(at / minuteLength) * minuteLength
}

/** Every event of some streams in the minute that begins at `minute` and up to `now`, oldest first. */
export function eventsOfMinute(streams: readonly LogStream[], minute: number, now: number): LogEvent[] {
  const events: LogEvent[] = []
  for (const stream of streams) {
    if (stream.lastAt < minute || stream.firstAt >= minute + minuteLength) continue
    for (const { at, message, number, writtenAt } of stream.lines(minute)) {
      if (at <= now)
        events.push({ at, stream: stream.number, number, message, streamName: stream.name, writtenAt })
    }
  }
  return streams.length > 1 ? events.sort(inOrder) : events
}

export function inOrder(left: Position, right: Position): number {
  return left.at - right.at || left.stream - right.stream || left.number - right.number
}

/** Fifty-six digits that name an event and sort as the events do. */
export function eventId({ at, stream, number }: Position): string {
  return `3${digits(at, 14)}${digits(stream, 10)}${digits(number, 8)}`.padEnd(56, '0')
}

/** The position an id stands for; undefined for what is no id. */
export function positionOf(id: string): Position | undefined {
  if (!/^3\d{55}$/.test(id)) return undefined
  return { at: Number(id.slice(1, 15)), stream: Number(id.slice(15, 25)), number: Number(id.slice(25, 33)) }
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

/** The service gets an event a moment after it was written. */
export function ingestedAt({ at, number, writtenAt = at }: LogEvent): number {
  return writtenAt + 180 + ((at + number * 37) % 700)
}

/** What an event counts for: its UTF-8 bytes and 26 more. */
export function sizeOf(message: string): number {
  return Buffer.byteLength(message) + 26
}
