import { AwsError } from '../aws/aws-error.js'
import type { LogEvent, LogEventsPage, LogsPort } from '../aws/logs.js'
import type { LogSpan } from '../core/logs.js'

const minute = 60_000
/** Each look after the first reaches so many times as far back. */
const growth = 4
/** ms. One window with more pages than this is narrowed: the newest lines stand on its last page. */
const mostPages = 3
const narrowest = 1_000

export interface LookBack {
  readonly logs: Pick<LogsPort, 'logEvents'>
  readonly logGroup: string
  readonly span: LogSpan
  readonly streamPrefix?: string
  readonly pattern?: string
  /** Events of a call at most; AWS's own limit is 10,000, or 1 MB. */
  readonly perCall?: number
  /** Events of the first call, where fewer are likely to do. Default `perCall`. */
  readonly firstCall?: number
  /** Where only the oldest can be had first: how far the first look reaches back (ms). Default a minute. */
  readonly firstWindow?: number
  /** Calls of FilterLogEvents at most. */
  readonly calls: number
  /** Whether to go on; asked after every call or window with what it brought, oldest first. */
  readonly enough: (events: readonly LogEvent[]) => Promise<boolean>
  /** Whether time is up; asked before every call. */
  readonly late: () => boolean
}

export interface LookedBack {
  /** What was looked at, without gaps but for `unread`. */
  readonly looked: LogSpan
  /** Parts of the span that were not looked at, newest first. */
  readonly unread: readonly LogSpan[]
}

/**
 * Looks at a log group from its end backwards where only the oldest events can be had first: the newest are reached in windows that grow, the
 * last minute, the 4 before, 16, 64 … A window that holds much is narrowed to its newest part. Never asks more often than the budget has calls.
 * When AWS stops answering after the first window, the rest counts as unread.
 * @throws AwsError
 */
export async function lookBackInWindows(options: LookBack, budget: { left: number }): Promise<LookedBack> {
  const { span, enough } = options
  const unread: LogSpan[] = []
  let to = span.to
  let length = options.firstWindow ?? minute
  while (to >= span.from) {
    if (budget.left === 0 || options.late()) break
    const wanted = { from: Math.max(span.from, to - length + 1), to }
    const read = await readWindow(options, wanted, budget).catch((error: unknown) => {
      // What was found so far is worth more than nothing.
      if (to < span.to && error instanceof AwsError && error.passing) return undefined
      throw error
    })
    if (read === undefined) break
    unread.push(...read.unread)
    to = read.window.from - 1
    if (await enough(read.events)) return { looked: { from: to + 1, to: span.to }, unread }
    const narrowed = read.window.from > wanted.from
    length = narrowed ? Math.max(narrowest, (wanted.to - read.window.from + 1) * growth) : length * growth
  }
  if (to >= span.from) unread.push({ from: span.from, to })
  return { looked: { from: Math.max(span.from, to + 1), to: span.to }, unread }
}

interface WindowRead {
  /** What was read of the window that was wanted: its newest part. */
  readonly window: LogSpan
  readonly events: readonly LogEvent[]
  readonly unread: readonly LogSpan[]
}

async function readWindow(options: LookBack, wanted: LogSpan, budget: { left: number }): Promise<WindowRead> {
  let window = wanted
  let events: LogEvent[] = []
  let next: string | undefined
  for (;;) {
    const page: LogEventsPage = await options.logs.logEvents({
      logGroup: options.logGroup,
      from: window.from,
      to: window.to,
      ...(options.streamPrefix === undefined ? {} : { streamPrefix: options.streamPrefix }),
      ...(options.pattern === undefined ? {} : { pattern: options.pattern }),
      ...(next === undefined ? {} : { next }),
    })
    budget.left -= 1
    const smaller = narrow(window, page, next === undefined)
    if (smaller !== undefined && budget.left > 0) {
      window = smaller
      events = []
      next = undefined
      continue
    }
    events.push(...page.events)
    next = page.next
    if (next === undefined) return { window, events, unread: [] }
    if (budget.left === 0 || options.late()) {
      const last = page.events.at(-1)?.at ?? events.at(-1)?.at
      return { window, events, unread: [{ from: last ?? window.from, to: window.to }] }
    }
  }
}

/** The newest part of a window whose first page shows that there are too many to read them all. */
function narrow(window: LogSpan, page: LogEventsPage, isFirst: boolean): LogSpan | undefined {
  const last = page.events.at(-1)?.at
  if (!isFirst || page.next === undefined || last === undefined) return undefined
  const length = window.to - window.from + 1
  const covered = Math.max(1, last - window.from)
  if (covered * mostPages >= length || length <= narrowest) return undefined
  return { from: window.to - Math.max(narrowest, covered * 2) + 1, to: window.to }
}
