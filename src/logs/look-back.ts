import { AwsError } from '../aws/aws-error.js'
import type { LogEvent, LogEventsPage } from '../aws/logs.js'
import type { LogSpan } from '../core/logs.js'
import { type LookBack, lookBackInWindows, type LookedBack } from './look-back-in-windows.js'

/** Nothing older can be had newest first: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const newestFirstSince = Date.UTC(2024, 0, 1)

/**
 * Looks at a log group from its end backwards. AWS gives the newest events first where it is asked to, so one call is usually all. Where it
 * does not know this order, or found nothing in what the first call looked through, time is gone through in windows instead: they say how far
 * was looked. Never asks more often than `calls`. When AWS stops answering after the first call, the rest counts as unread.
 * @throws AwsError
 */
export async function lookBack(options: LookBack): Promise<LookedBack> {
  const { span } = options
  const budget = { left: options.calls }
  const recent = { from: Math.max(span.from, newestFirstSince), to: span.to }
  const read = recent.from > recent.to ? undefined : await readNewestFirst(options, recent, budget)
  if (read === undefined) return lookBackInWindows(options, budget)
  const { enough, reached } = read
  if (enough || reached <= span.from) return { looked: { from: reached, to: span.to }, unread: [] }
  const older = { from: span.from, to: reached - 1 }
  if (reached > recent.from) return { looked: { from: reached, to: span.to }, unread: [older] }
  const firstWindow = older.to - older.from + 1
  const before = await lookBackInWindows({ ...options, span: older, firstWindow }, budget)
  return { looked: { from: before.looked.from, to: span.to }, unread: before.unread }
}

interface NewestRead {
  /** Whether whoever looks has enough. */
  readonly enough: boolean
  /** Everything from this moment on was read, ms since the epoch. */
  readonly reached: number
}

/** Undefined: it cannot be had in this order, or nobody could say how far was looked. */
async function readNewestFirst(
  options: LookBack,
  span: LogSpan,
  budget: { left: number },
): Promise<NewestRead | undefined> {
  let reached: number | undefined
  let next: string | undefined
  while (budget.left > 0) {
    if (reached !== undefined && options.late()) break
    const page = await readPage(options, span, next).catch((error: unknown) => {
      // What was found so far is worth more than nothing.
      if (reached !== undefined && error instanceof AwsError && error.passing) return undefined
      throw error
    })
    budget.left -= 1
    if (page === undefined) break
    const { events } = page
    next = page.next
    if (reached === undefined && next !== undefined && isNotNewestFirst(events)) return undefined
    reached = next === undefined ? span.from : (events.at(-1)?.at ?? reached)
    if (await options.enough(oldestFirst(events))) return { enough: true, reached: reached ?? span.to }
    if (next === undefined) return { enough: false, reached: span.from }
  }
  return reached === undefined ? undefined : { enough: false, reached }
}

function readPage(
  { logs, logGroup, streamPrefix, pattern, perCall, firstCall = perCall }: LookBack,
  { from, to }: LogSpan,
  next: string | undefined,
): Promise<LogEventsPage> {
  const limit = next === undefined ? firstCall : perCall
  return logs.logEvents({
    logGroup,
    from,
    to,
    newestFirst: true,
    ...(streamPrefix === undefined ? {} : { streamPrefix }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(limit === undefined ? {} : { limit }),
    ...(next === undefined ? {} : { next }),
  })
}

/** What was written within one millisecond stays in its order, too. */
function oldestFirst(events: readonly LogEvent[]): readonly LogEvent[] {
  const [first] = events
  const isOldestFirst = first !== undefined && first.at < (events.at(-1)?.at ?? first.at)
  return (isOldestFirst ? events : events.toReversed()).toSorted((left, right) => left.at - right.at)
}

/** What answers does not know the order it was asked for; or it looked through much and found nothing, and nobody knows through how much. */
function isNotNewestFirst(events: readonly LogEvent[]): boolean {
  const [first] = events
  return first === undefined || first.at < (events.at(-1)?.at ?? first.at)
}
