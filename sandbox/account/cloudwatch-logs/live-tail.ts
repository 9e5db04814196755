import { randomUUID } from 'node:crypto'
import type { LiveTailSessionLogEvent, StartLiveTailCommandInput } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError, invalidParameter } from '../errors.js'
import type { StreamHandler } from '../handler.js'
import { type StreamConnection, StreamedAnswer } from '../streamed-answer.js'
import type { World } from '../world.js'
import { eventId, eventsOfMinute, ingestedAt, minuteLength, minuteOf } from './events.js'
import { groupOf, notFound } from './groups.js'
import type { LogEvent, LogGroupRecord, LogStream } from './model.js'
import type { Match } from './pattern/match.js'
import { compilePattern } from './pattern/pattern.js'
import { moment, streamsOf } from './streams.js'

/** What AWS promises: an update a second, at most 500 lines each, three hours, fifteen sessions at once. */
const updateEvery = 1_000
const mostPerUpdate = 500
const longest = 3 * 3_600_000
const mostSessions = 15
/** A line that comes this late is still shown. */
const lateness = minuteLength

interface Session {
  groups: readonly LogGroupRecord[]
  isChosen: (stream: LogStream) => boolean
  matches: Match
  since: number
  /** What was shown or left out already, by event id, with its moment. */
  seen: Map<string, number>
}

export const startLiveTail: StreamHandler<StartLiveTailCommandInput> = (input, { world }) => {
  const groups = chosenGroups(world, input)
  const session: Session = {
    groups,
    isChosen: chosenStreams(world, groups, input),
    matches: compilePattern(input.logEventFilterPattern ?? ''),
    since: moment(world),
    seen: new Map(),
  }
  if (world.logs.tails.size >= mostSessions) {
    throw new AwsError(
      'LimitExceededException',
      'The maximum number of concurrent Live Tail sessions is reached.',
    )
  }
  return new StreamedAnswer((connection) => {
    world.logs.tails.add(connection)
    connection.send('sessionStart', {
      requestId: randomUUID(),
      sessionId: randomUUID(),
      logGroupIdentifiers: groups.map(({ arn }) => arn),
      logStreamNames: input.logStreamNames ?? [],
      logStreamNamePrefixes: input.logStreamNamePrefixes ?? [],
      logEventFilterPattern: input.logEventFilterPattern ?? '',
    })
    const timer = setInterval(() => update(world, session, connection), updateEvery)
    timer.unref()
    return () => {
      clearInterval(timer)
      world.logs.tails.delete(connection)
    }
  })
}

function update(world: World, session: Session, connection: StreamConnection): void {
  world.time.catchUp()
  const now = moment(world)
  if (now - session.since > longest) {
    connection.fail('SessionTimeoutException', 'The session was open for three hours.')
    return
  }
  const fresh = freshEvents(world, session, now)
  connection.send('sessionUpdate', {
    sessionMetadata: { sampled: fresh.length > mostPerUpdate },
    sessionResults: fresh.slice(0, mostPerUpdate),
  })
}

/** What was written since the session began and not shown yet, oldest first. */
function freshEvents(world: World, session: Session, now: number): LiveTailSessionLogEvent[] {
  const { since, seen } = session
  const oldest = now - lateness
  for (const [id, at] of seen) if (at < oldest - minuteLength) seen.delete(id)
  const fresh: LiveTailSessionLogEvent[] = []
  for (const group of session.groups) {
    const streams = streamsOf(world, group).filter(session.isChosen)
    for (let minute = minuteOf(oldest); minute <= now; minute += minuteLength) {
      for (const event of eventsOfMinute(streams, minute, now)) {
        if ((event.writtenAt ?? event.at) <= since) continue
        const id = eventId(event)
        if (seen.has(id)) continue
        seen.set(id, event.at)
        if (session.matches(event.message)) fresh.push(shown(group, event))
      }
    }
  }
  return fresh.sort((left, right) => (left.timestamp ?? 0) - (right.timestamp ?? 0))
}

function shown(group: LogGroupRecord, event: LogEvent): LiveTailSessionLogEvent {
  return {
    logStreamName: event.streamName,
    logGroupIdentifier: group.arn,
    message: event.message,
    timestamp: event.at,
    ingestionTime: ingestedAt(event),
  }
}

function chosenGroups(
  world: World,
  { logGroupIdentifiers = [] }: StartLiveTailCommandInput,
): LogGroupRecord[] {
  if (logGroupIdentifiers.length === 0 || logGroupIdentifiers.length > 10) {
    throw invalidParameter('logGroupIdentifiers must have 1 to 10 members.')
  }
  return logGroupIdentifiers.map((identifier) => {
    if (!identifier.startsWith('arn:')) {
      throw invalidParameter(
        `The log group identifier ${identifier} must be an ARN to start a Live Tail session.`,
      )
    }
    return groupOf(world, identifier)
  })
}

function chosenStreams(
  world: World,
  groups: readonly LogGroupRecord[],
  { logStreamNames, logStreamNamePrefixes }: StartLiveTailCommandInput,
): (stream: LogStream) => boolean {
  if (logStreamNames === undefined && logStreamNamePrefixes === undefined) return () => true
  const [group, another] = groups
  if (group === undefined || another !== undefined) {
    throw invalidParameter('Log streams can be chosen only when exactly one log group is given.')
  }
  if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.')
  }
  const names = new Set(logStreamNames)
  const known = new Set(streamsOf(world, group).map(({ name }) => name))
  for (const name of names) if (!known.has(name)) throw notFound('stream')
  const prefixes = logStreamNamePrefixes ?? []
  return ({ name }) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}
