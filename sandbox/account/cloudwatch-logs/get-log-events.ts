import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import type { Handler } from '../handler.js'
import {
  eventId,
  eventsOfMinute,
  ingestedAt,
  inOrder,
  minuteLength,
  minuteOf,
  positionOf,
  sizeOf,
} from './events.js'
import { invalidToken, limitOf, momentOf, notFound, requestedGroup } from './groups.js'
import type { LogEvent, LogStream, Position } from './model.js'
import { moment, oldestKept, streamsOf } from './streams.js'

const pageBytes = 1_048_576

export const getLogEvents: Handler<GetLogEventsCommandInput, GetLogEventsCommandOutput> = (
  input,
  { world },
) => {
  const group = requestedGroup(world, input)
  const stream = streamsOf(world, group).find(({ name }) => name === input.logStreamName)
  if (stream === undefined) throw notFound('stream')
  const limit = limitOf(input.limit, 10_000)
  const now = moment(world)
  const start = Math.max(
    momentOf('startTime', input.startTime) ?? 0,
    oldestKept(world, group),
    stream.firstAt,
  )
  const end = Math.min(momentOf('endTime', input.endTime) ?? now + 1, now + 1, stream.lastAt + 1)
  const token = tokenOf(input.nextToken)
  const isForward = token === undefined ? input.startFromHead === true : token.isForward
  const range = { stream, start, end, limit }
  const events = isForward ? read(range, 1, token?.position) : read(range, -1, token?.position).reverse()
  const first = events[0] ?? token?.position ?? { at: isForward ? start : end, stream: 0, number: 0 }
  const last = events.at(-1) ?? token?.position ?? { at: isForward ? start - 1 : end, stream: 0, number: 0 }
  return {
    events: events.map((event) => ({
      timestamp: event.at,
      message: event.message,
      ingestionTime: ingestedAt(event),
    })),
    // At the end of the stream a token leads to itself.
    nextForwardToken: `f/${eventId(last)}/s`,
    nextBackwardToken: `b/${eventId(first)}/s`,
  }
}

interface Range {
  stream: LogStream
  start: number
  /** Excluded. */
  end: number
  limit: number
}

/** The first events of a range in a direction, beyond a position. */
function read({ stream, start, end, limit }: Range, step: 1 | -1, from: Position | undefined): LogEvent[] {
  const found: LogEvent[] = []
  let bytes = 0
  const firstMinute = minuteOf(start)
  const lastMinute = minuteOf(end - 1)
  let minute = step === 1 ? firstMinute : lastMinute
  if (from !== undefined) {
    minute = step === 1 ? Math.max(minute, minuteOf(from.at)) : Math.min(minute, minuteOf(from.at))
  }
  for (; minute >= firstMinute && minute <= lastMinute; minute += step * minuteLength) {
    const events = eventsOfMinute([stream], minute, end - 1)
    if (step === -1) events.reverse()
    for (const event of events) {
      if (event.at < start || (from !== undefined && inOrder(event, from) * step <= 0)) continue
      const size = sizeOf(event.message)
      if (found.length >= limit || (found.length > 0 && bytes + size > pageBytes)) return found
      found.push(event)
      bytes += size
    }
  }
  return found
}

function tokenOf(token: string | undefined): { isForward: boolean; position: Position } | undefined {
  if (token === undefined) return undefined
  const [, direction, id = ''] = /^([fb])\/(\d+)\/s$/.exec(token) ?? []
  const position = positionOf(id)
  if (position === undefined) throw invalidToken
  return { isForward: direction === 'f', position }
}
