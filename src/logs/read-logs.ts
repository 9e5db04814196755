import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import type { LogsPort } from '../aws/logs.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { isAtLeast, type LogLine, type LogsAnswer, type LogSpan, type LogsQuestion } from '../core/logs.js'
import type { Zone } from '../core/time-zone.js'
import { groupErrors } from './fold.js'
import { createMatcher, patternFor } from './grep.js'
import { errorPattern } from './error-pattern.js'
import { logGroupOf, orMissingLogGroup } from './log-group.js'
import { lookBack } from './look-back.js'
import { type Subject, subjectOf, taskAmong } from './subject.js'
import { mostUnderstood, understand } from './understand.js'

/** Calls of FilterLogEvents for the lines, and for errors further back: usually one each. AWS allows an account about 5 a second. */
export const mostCalls = 16
const mostErrorCalls = 3
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
/** Events asked for where all of them are lines to show: so many a line, because traces come in many, and at least these. */
const eventsPerLine = 4
const leastEvents = 400
/** Errors of one answer that are counted at most: whoever logs more knows enough, and the answer says since when. */
const mostErrors = 4_000

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
    const shown = found.lines.slice(0, question.limit)
    // Of the time that the lines shown are of.
    const since = found.lines.length > question.limit ? (shown.at(-1)?.at ?? 0) : 0
    return {
      environment: environment.name,
      service: service.name,
      region: environment.region,
      logGroup,
      at,
      question,
      ...(task === undefined ? {} : { task }),
      lines: shown,
      older: Math.max(0, found.lines.length - question.limit),
      healthChecks: found.healthChecks.filter((checkedAt) => checkedAt >= since).length,
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
  /** When health checks were answered well that are left out of the lines. */
  readonly healthChecks: readonly number[]
  readonly looked: LogSpan
  readonly unread: readonly LogSpan[]
}

async function findLines({ options, logGroup, subject, late }: Look, span: LogSpan): Promise<Found> {
  const { question, aws } = options
  const matcher = createMatcher(question.grep)
  const { level } = question
  const pattern = patternFor(question.grep) ?? (asksForErrors(question) ? errorPattern : undefined)
  const lines: LogLine[] = []
  const healthChecks: number[] = []
  // Who looks for something finds it.
  const isFolded = ({ healthCheck }: LogLine) => healthCheck === true && question.grep === undefined
  let missing = question.limit
  let readFrom: number | undefined
  /** Where every line fits, none is read that is not shown: reading one costs more than getting it. */
  const isLast = (line: LogLine) => {
    if (!isAnyLine(options, subject)) return false
    if (!isFolded(line)) missing -= 1
    if (missing > 0) return false
    readFrom = line.at
    return true
  }
  try {
    const { looked, unread } = await lookBack({
      logs: aws,
      logGroup,
      span,
      calls: mostCalls,
      late,
      ...(subject.prefix === undefined ? {} : { streamPrefix: subject.prefix }),
      ...(pattern === undefined ? {} : { pattern }),
      firstCall: eventsOfFirstCall(question, pattern, subject),
      perCall: mostUnderstood,
      ...(options.whole === true ? { firstWindow: span.to - span.from + 1 } : {}),
      async enough(events) {
        const understood = await understand(events, subject.wanted, isLast)
        const matches = await matcher.matches(understood)
        const fitting = understood.filter(
          (line, index) => matches[index] && (level === undefined || isAtLeast(line.level, level)),
        )
        healthChecks.push(...fitting.filter(isFolded).map(({ at }) => at))
        lines.push(...fitting.filter((line) => !isFolded(line)))
        return lines.length >= question.limit
      },
    })
    if (readFrom === undefined) return { lines, healthChecks, looked, unread }
    return { lines, healthChecks, looked: { from: readFrom, to: looked.to }, unread: [] }
  } finally {
    await matcher.close()
  }
}

function isAnyLine({ question, whole }: ReadLogs, { wanted }: Subject): boolean {
  const { grep, level } = question
  return [grep, level, wanted, whole].every((condition) => condition === undefined)
}

/** Where AWS sorts nothing out, much of what it gives may not fit the question. */
function eventsOfFirstCall(
  { limit, grep, level }: LogsQuestion,
  pattern: string | undefined,
  { wanted, prefix }: Subject,
): number {
  const sortedHere = pattern !== undefined || grep !== undefined || level !== undefined
  if (sortedHere || (wanted !== undefined && prefix === undefined)) return mostUnderstood
  return Math.min(mostUnderstood, Math.max(leastEvents, limit * eventsPerLine))
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
    perCall: mostUnderstood,
    ...(subject.prefix === undefined ? {} : { streamPrefix: subject.prefix }),
    async enough(events) {
      const understood = await understand(events, subject.wanted)
      lines.push(...understood.filter(({ level }) => isAtLeast(level, least)))
      return lines.length >= mostErrors
    },
  })
  return { lines, looked }
}
