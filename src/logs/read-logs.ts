import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import type { LogEvent, LogsPort } from '../aws/logs.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { isAtLeast, type LogLine, type LogsAnswer, type LogSpan, type LogsQuestion } from '../core/logs.js'
import type { Zone } from '../core/time-zone.js'
import { groupErrors } from './fold.js'
import { createMatcher, patternFor } from './grep.js'
import { joinEvents } from './join-events.js'
import { errorPattern } from './levels.js'
import { logGroupOf, orMissingLogGroup } from './log-group.js'
import { lookBack } from './look-back.js'
import { readLine } from './read-line.js'
import { isTask } from './streams.js'
import { type Subject, subjectOf, taskAmong } from './subject.js'

/** Calls of FilterLogEvents for the lines, and for errors further back. AWS allows an account about 5 a second. */
export const mostCalls = 16
const mostErrorCalls = 4
/** ms after which no further call is made. */
const patience = 9_000
const minute = 60_000
const hour = 60 * minute
/** How far back is looked where nobody says. */
export const farthest = 24 * hour
/** Errors are looked for at least so far back, however many lines were written since. */
const errorsAtLeast = 15 * minute
/** What a task wrote last may arrive after it stopped. */
const afterStop = 2 * minute
/** Lines of one answer that are understood at most: the newest. */
const mostUnderstood = 5_000
/** ms of work without a break. */
const longestTurn = 20

export interface ReadLogs {
  readonly aws: Pick<Aws, 'describeService' | 'describeTaskDefinition' | 'stoppedTasks'> & LogsPort
  readonly environment: Environment
  readonly service: ServiceRef
  readonly question: LogsQuestion
  /** `question.since` and `until`, as instants. */
  readonly from?: number
  readonly to?: number
  /** Everything in that time is wanted, so it is read in one go instead of from its end. */
  readonly whole?: boolean
  readonly zone: Zone
  readonly clock: Clock
}

/**
 * The newest lines of a service that fit a question, and the errors around them, most frequent first.
 * @throws UserError `log-group-unconfigured`, `log-group-missing`, `no-stopped-task`, `grep-too-slow`
 * @throws AwsError
 */
export async function readLogs(options: ReadLogs): Promise<LogsAnswer> {
  const { environment, service, question, clock, zone } = options
  const logGroup = logGroupOf(environment, service)
  const at = clock.now()
  const subject = await subjectOf(options, logGroup)
  const to = options.to ?? (subject.task?.stoppedAt === undefined ? at : subject.task.stoppedAt + afterStop)
  // AWS knows nothing before 1970.
  const span = { from: Math.max(0, options.from ?? to - farthest), to }
  const late = () => clock.now() - at > patience
  const look = { options, logGroup, subject, late }
  try {
    const [found, before] = await findBoth(look, span)
    // From there on both looks found the same.
    const earlier = before.lines.filter((line) => line.at < found.looked.from)
    const order = question.previous === true ? 'newest' : 'frequent'
    const errors = groupErrors([...found.lines, ...earlier], order)
    const task = subject.task ?? taskAmong(found.lines, question)
    return {
      environment: environment.name,
      service: service.name,
      region: environment.region,
      logGroup,
      at,
      question,
      ...(task === undefined ? {} : { task }),
      lines: found.lines.slice(0, question.limit),
      older: Math.max(0, found.lines.length - question.limit),
      errors,
      errorsIn: { from: Math.min(found.looked.from, before.looked.from), to },
      looked: found.looked,
      unread: found.unread,
      zone: zone.name,
    }
  } catch (error) {
    throw orMissingLogGroup(error, environment, service, logGroup)
  }
}

/** Who asks for errors finds those of the last quarter of an hour with the lines, unless there were too many: then both are the same calls. */
async function findBoth(look: Look, span: LogSpan): Promise<readonly [Found, Errors]> {
  if (!asksForErrors(look.options.question)) {
    return Promise.all([findLines(look, span), errorsOrNone(look, span)])
  }
  const found = await findLines(look, span)
  const farEnough = found.looked.from <= Math.max(span.from, span.to - errorsAtLeast)
  return [found, farEnough ? { lines: [], looked: found.looked } : await errorsOrNone(look, span)]
}

function asksForErrors({ level }: LogsQuestion): boolean {
  return level === 'error' || level === 'fatal'
}

interface Look {
  readonly options: ReadLogs
  readonly logGroup: string
  readonly subject: Subject
  readonly late: () => boolean
}

interface Errors {
  readonly lines: readonly LogLine[]
  readonly looked: LogSpan
}

interface Found {
  /** What fits the question, newest first. */
  readonly lines: readonly LogLine[]
  readonly looked: LogSpan
  readonly unread: readonly LogSpan[]
}

async function findLines({ options, logGroup, subject, late }: Look, span: LogSpan): Promise<Found> {
  const { question, aws } = options
  const matcher = createMatcher(question.grep)
  const { level } = question
  const pattern = patternFor(question.grep) ?? (asksForErrors(question) ? errorPattern : undefined)
  const lines: LogLine[] = []
  try {
    const { looked, unread } = await lookBack({
      logs: aws,
      logGroup,
      span,
      calls: mostCalls,
      late,
      ...(subject.prefix === undefined ? {} : { streamPrefix: subject.prefix }),
      ...(pattern === undefined ? {} : { pattern }),
      ...(options.whole === true ? { firstWindow: span.to - span.from + 1 } : {}),
      async enough(events) {
        const understood = await understand(events, subject.wanted)
        const matches = await matcher.matches(understood)
        const fitting = understood.filter((_, index) => matches[index])
        lines.push(...fitting.filter((line) => level === undefined || isAtLeast(line.level, level)))
        return lines.length >= question.limit
      },
    })
    return { lines, looked, unread }
  } finally {
    await matcher.close()
  }
}

/** Without them the answer says a shorter time in which errors were looked for. */
function errorsOrNone(look: Look, span: LogSpan): Promise<Errors> {
  return findErrors(look, span).catch((error: unknown) => {
    if (error instanceof AwsError && error.passing)
      return { lines: [], looked: { from: span.to, to: span.to } }
    throw error
  })
}

/** A service may write more lines in a second than are shown: errors of the last quarter of an hour count all the same. */
async function findErrors({ options, logGroup, subject, late }: Look, span: LogSpan): Promise<Errors> {
  const { question, aws } = options
  const nothing = { lines: [], looked: { from: span.to, to: span.to } }
  if (question.grep !== undefined) return nothing
  const least = question.level === 'fatal' ? 'fatal' : 'error'
  const lines: LogLine[] = []
  const { looked } = await lookBack({
    logs: aws,
    logGroup,
    span: { from: Math.max(span.from, span.to - errorsAtLeast), to: span.to },
    calls: mostErrorCalls,
    late,
    pattern: errorPattern,
    ...(subject.prefix === undefined ? {} : { streamPrefix: subject.prefix }),
    async enough(events) {
      const understood = await understand(events, subject.wanted)
      lines.push(...understood.filter(({ level }) => isAtLeast(level, least)))
      return false
    },
  })
  return { lines, looked }
}

/** Newest first. Lets others have their turn again and again: thousands of lines take a quarter of a second. */
async function understand(
  events: readonly LogEvent[],
  wanted: string | undefined,
): Promise<readonly LogLine[]> {
  const ordered = events.toSorted((left, right) => left.at - right.at).slice(-mostUnderstood)
  const lines: LogLine[] = []
  let turn = performance.now()
  for (const event of joinEvents(ordered)) {
    const line = readLine(event)
    if (wanted === undefined || isTask(line.task, wanted)) lines.push(line)
    if (performance.now() - turn < longestTurn) continue
    await nextTurn()
    turn = performance.now()
  }
  return lines.toReversed()
}
