import { createHash } from 'node:crypto'
import type { LogEvent, LogsPort } from '../../aws/logs.js'
import type { FollowedRecord } from './record.js'
import type { FollowedLine } from '../../core/followed-logs.js'
import { isAtLeast, type LogLevel, type LogLine } from '../../core/logs.js'
import type { Matcher } from '../grep.js'
import { joinEvents } from '../join-events.js'
import { readLine } from '../read-line.js'
import { isTask } from '../streams.js'

/** What is known of a log that is followed; kept from look to look. */
export type Followed = FollowedRecord['log']

export interface Poll {
  readonly logs: Pick<LogsPort, 'logEvents'>
  readonly logGroup: string
  /** A filter pattern of CloudWatch, so that AWS sends less. */
  readonly pattern?: string
  readonly matcher: Matcher
  readonly level?: LogLevel
  readonly task?: string
  readonly startedAt: number
  readonly now: number
  /** Something is looked for, so health checks are lines like others. */
  readonly keepsHealthChecks?: boolean
  /** Events are told apart by what they say, because Live Tail gives no ids. */
  readonly byContent?: boolean
}

export const mostShown = 20
/** Events dated so long ago may still arrive (ms). */
export const overlap = 20_000
/** Pages read by one look: AWS takes five calls a second for everybody, and sends up to 1 MB with each. */
const mostPages = 3
/** Events remembered; where more were written within the overlap, it is shortened. */
const mostSeen = 1_500
/** Further behind than this what lies between is left out (ms). */
const mostBehind = 60_000
const longestShown = 160
/** While nothing is written, the beginning moves on this seldom (ms): a look that found nothing new is not written down. */
const quietFor = 5 * 60_000

export function followFrom(startedAt: number): Followed {
  return { from: startedAt, seen: [], lines: [], count: 0, errors: 0, atLeast: false }
}

/** Reads what is new. @throws AwsError; UserError `grep-too-slow` */
export async function pollLogs(poll: Poll, state: Followed): Promise<Followed> {
  return absorb(poll, state, await readNew(poll, state.from))
}

/**
 * Counts and shows what is new among events.
 * @param read all of them from `state.from` on, oldest first, also those that were seen before
 */
export async function absorb(poll: Poll, state: Followed, read: Read): Promise<Followed> {
  const { isMore } = read
  const events = read.events
    .filter(({ at }) => at >= state.from)
    .map((event) => ({ ...event, id: hashOf(event, poll.byContent === true) }))
  const known = new Map(state.seen.map((mark) => [mark.slice(1), mark.charAt(0)]))
  const isQuiet = !isMore && events.every(({ id }) => known.has(id))
  if (isQuiet && poll.now - overlap - state.from < quietFor) return state
  // A line that was joined keeps the id of its first event.
  const lines = joinEvents(events).map((event) => ({ hash: event.id ?? '', line: readLine(event) }))
  const matches = await poll.matcher.matches(lines.map(({ line }) => line))
  const fitting = lines.filter(
    ({ line }, index) =>
      matches[index] &&
      (poll.level === undefined || isAtLeast(line.level, poll.level)) &&
      (poll.task === undefined || isTask(line.task, poll.task)),
  )
  const marks = new Map<string, string>(events.map(({ id }) => [id, 'c']))
  for (const { hash } of lines) if (known.get(hash) !== 'c') marks.set(hash, 'h')
  let { count, errors, latestError, healthChecks = 0 } = state
  const shown = new Map(state.lines.map((line) => [line.id, line]))
  for (const { hash, line } of fitting) {
    const before = known.get(hash)
    // The rest of a line whose beginning is not read any more: it was shown and counted with it.
    if (before === 'c') continue
    if (line.healthCheck === true && poll.keepsHealthChecks !== true) {
      if (before === undefined) healthChecks += 1
      continue
    }
    if (before === undefined) count += 1
    const isError = isAtLeast(line.level, 'error')
    if (isError && before !== 'e') errors += 1
    if (isError) marks.set(hash, 'e')
    const next = shownLine(hash, line)
    shown.set(hash, next)
    if (isError && next.at >= (latestError?.at ?? 0)) latestError = next
  }
  const from = nextFrom(poll, state, events, isMore)
  const seen = events.filter(({ at }) => at >= from).map(({ id }) => `${marks.get(id) ?? 'h'}${id}`)
  const ordered = [...shown.values()].toSorted((left, right) => left.at - right.at)
  return {
    from,
    seen,
    lines: ordered.slice(-mostShown),
    ...(latestError === undefined ? {} : { latestError }),
    count,
    errors,
    ...(healthChecks === 0 ? {} : { healthChecks }),
    atLeast: state.atLeast || isTooFarBehind(poll, events, isMore),
  }
}

export interface Read {
  readonly events: readonly LogEvent[]
  /** There were more than were read. */
  readonly isMore: boolean
}

/** Oldest first, none of before the beginning. */
export async function readNew(
  { logs, logGroup, pattern, startedAt, now }: Poll,
  from: number,
): Promise<Read> {
  const events: LogEvent[] = []
  let next: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const answer = await logs.logEvents({
      logGroup,
      from,
      // Clocks of tasks may be ahead of ours.
      to: now + 60_000,
      ...(pattern === undefined ? {} : { pattern }),
      ...(next === undefined ? {} : { next }),
    })
    events.push(...answer.events)
    next = answer.next
    if (next === undefined) break
  }
  const ordered = events.filter(({ at }) => at >= startedAt).toSorted((left, right) => left.at - right.at)
  return { events: ordered, isMore: next !== undefined }
}

function isTooFarBehind({ now }: Poll, events: readonly LogEvent[], isMore: boolean): boolean {
  const last = events.at(-1)?.at
  return isMore && last !== undefined && now - last > mostBehind
}

function nextFrom(poll: Poll, state: Followed, events: readonly LogEvent[], isMore: boolean): number {
  const last = events.at(-1)?.at ?? state.from
  if (isTooFarBehind(poll, events, isMore)) return poll.now - overlap
  // There is more of this very moment on: the overlap comes once it has caught up.
  if (isMore) return last
  const crowded = events.at(-mostSeen)?.at ?? 0
  return Math.max(state.from, poll.now - overlap, crowded)
}

function shownLine(id: string, { at, level, message }: LogLine): FollowedLine {
  const short = message.length > longestShown ? `${message.slice(0, longestShown - 1)}…` : message
  return { id, at, ...(level === undefined ? {} : { level }), message: short }
}

/**
 * Ten characters instead of fifty-six: two events of the same hash within seconds do not happen. Live Tail gives no ids; then what one stream says
 * twice within a millisecond counts once.
 */
function hashOf({ id, at, stream, text }: LogEvent, byContent: boolean): string {
  return createHash('sha1')
    .update(byContent || id === undefined ? `${at} ${stream} ${text}` : id)
    .digest('base64')
    .slice(0, 10)
}
