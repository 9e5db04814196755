import type { Aws } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import type { LogEvent } from '../../aws/logs.js'
import { absorb, type Followed, overlap, type Poll, readNew } from './poll-logs.js'

export interface Tail {
  readonly aws: Pick<Aws, 'liveTail' | 'findLogGroup'>
  /** Its `now` is asked for anew. */
  readonly poll: Omit<Poll, 'now'>
  readonly now: () => number
  /** Ends at the latest then (ms since the epoch). */
  readonly until: number
  readonly signal: AbortSignal
  /** Keeps and shows what there is; rejects when it is somebody else's by now. False: it has to end. */
  readonly show: (state: Followed) => Promise<boolean>
}

/** Edits of a message (ms). */
const showEvery = 3_000

/**
 * Follows by Live Tail as long as it lasts. What was written before the session began, or between two, is read first: nothing is missed.
 * @returns `refused` where the account does not let it, so that it is not tried again
 */
export async function tailLogs(tail: Tail, before: Followed): Promise<Followed | 'refused'> {
  const { aws, poll, now } = tail
  const stop = new AbortController()
  const signal = AbortSignal.any([tail.signal, stop.signal])
  const timer = setTimeout(() => stop.abort(), Math.max(0, tail.until - now()))
  try {
    const group = await aws.findLogGroup(poll.logGroup)
    if (group === undefined) return 'refused'
    const { pattern } = poll
    const updates = await aws.liveTail(
      { logGroupArn: group.arn, ...(pattern === undefined ? {} : { pattern }) },
      signal,
    )
    const first = await readNew({ ...poll, now: now() }, before.from)
    let state = await absorb({ ...poll, now: now() }, before, first)
    let recent = [...first.events]
    let shownAt = 0
    for await (const { events, sampled } of updates) {
      const at = now()
      recent = [...recent, ...events].filter((event) => event.at >= at - overlap)
      const fresh: readonly LogEvent[] = recent.toSorted((left, right) => left.at - right.at)
      state = await absorb({ ...poll, now: at }, state, { events: fresh, isMore: false })
      if (sampled) state = { ...state, atLeast: true }
      if (at - shownAt < showEvery) continue
      shownAt = at
      if (!(await tail.show(state))) break
    }
    return state
  } catch (error) {
    if (isRefusal(error)) return 'refused'
    throw error
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AwsError && (error.kind === 'denied' || error.kind === 'rejected')
}
