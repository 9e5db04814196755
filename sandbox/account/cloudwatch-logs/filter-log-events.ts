import type {
  FilteredLogEvent,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import { invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import type { World } from '../world.js'
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
import type { LogEvent, LogGroupRecord, LogStream, Position } from './model.js'
import { compilePattern } from './pattern/pattern.js'
import { moment, oldestKept, streamsOf } from './streams.js'

/** An answer is at most this large, as AWS documents it. */
const pageBytes = 1_048_576
/** One call looks at no more than this: a rare pattern is answered with empty pages and tokens, as in AWS. */
const scannedEvents = 20_000
/** `startFromHead: false` takes no earlier beginning: API reference, FilterLogEvents. */
const newestFirstSince = Date.UTC(2024, 0, 1)

export const filterLogEvents: Handler<FilterLogEventsCommandInput, FilterLogEventsCommandOutput> = (
  input,
  { world },
) => {
  const group = requestedGroup(world, input)
  const limit = limitOf(input.limit, 10_000)
  const streams = chosenStreams(world, group, input)
  const matches = compilePattern(input.filterPattern ?? '')
  const now = moment(world)
  const start = Math.max(momentOf('startTime', input.startTime) ?? 0, oldestKept(world, group))
  const wantedEnd = momentOf('endTime', input.endTime)
  if (wantedEnd !== undefined && wantedEnd < (input.startTime ?? 0)) {
    throw invalidParameter('endTime must be greater than or equal to startTime.')
  }
  const end = Math.min(wantedEnd ?? now, now)
  const token = input.nextToken === undefined ? undefined : positionOfToken(input.nextToken)
  const newestFirst = token?.newestFirst ?? input.startFromHead === false
  if (newestFirst && token === undefined && (input.startTime ?? 0) < newestFirstSince) {
    throw invalidParameter('startFromHead can be false only when startTime is on or after 2024-01-01.')
  }
  const step = newestFirst ? -1 : 1
  const from = token?.position
  const firstMinute = minuteOf(start)
  const lastMinute = minuteOf(end)
  const begin = newestFirst
    ? Math.min(lastMinute, minuteOf(from?.at ?? end))
    : Math.max(firstMinute, minuteOf(from?.at ?? start))

  const events: FilteredLogEvent[] = []
  let bytes = 0
  let scanned = 0
  let last: Position | undefined
  for (let minute = begin; minute >= firstMinute && minute <= lastMinute; minute += step * minuteLength) {
    const passed = { at: newestFirst ? minute + minuteLength : minute - 1, stream: 0, number: 0 }
    const more = () => ({ events, searchedLogStreams: [], nextToken: tokenOf(last ?? passed, newestFirst) })
    if (scanned >= scannedEvents) return more()
    scanned += 1
    const ofMinute = eventsOfMinute(streams, minute, end)
    for (const event of newestFirst ? ofMinute.reverse() : ofMinute) {
      if (event.at < start || (from !== undefined && inOrder(event, from) * step <= 0)) continue
      scanned += 1
      if (matches(event.message)) {
        const size = sizeOf(event.message)
        if (events.length >= limit || (events.length > 0 && bytes + size > pageBytes)) return more()
        events.push(described(event))
        bytes += size
      }
      last = event
    }
  }
  return { events, searchedLogStreams: [] }
}

function described(event: LogEvent): FilteredLogEvent {
  return {
    logStreamName: event.streamName,
    timestamp: event.at,
    message: event.message,
    ingestionTime: ingestedAt(event),
    eventId: eventId(event),
  }
}

function chosenStreams(world: World, group: LogGroupRecord, input: FilterLogEventsCommandInput): LogStream[] {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('LogStreamNames and logStreamNamePrefix are mutually exclusive parameters.')
  }
  const streams = streamsOf(world, group)
  if (prefix !== undefined) return streams.filter(({ name }) => name.startsWith(prefix))
  if (names === undefined) return streams
  if (names.length === 0 || names.length > 100) {
    throw invalidParameter('logStreamNames must have between 1 and 100 members.')
  }
  return [...new Set(names)].map((name) => {
    const stream = streams.find((other) => other.name === name)
    if (stream === undefined) throw notFound('stream')
    return stream
  })
}

/** The direction is the first request's: a token carries it on. */
function tokenOf(position: Position, newestFirst: boolean): string {
  return Buffer.from(`${newestFirst ? 'before' : 'after'}:${eventId(position)}`).toString('base64url')
}

function positionOfToken(token: string): { position: Position; newestFirst: boolean } {
  const [, direction, id = ''] =
    /^(before|after):(.*)$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  const position = positionOf(id)
  if (position === undefined) throw invalidToken
  return { position, newestFirst: direction === 'before' }
}
