import type { NewsKind } from '../core/service-news.js'

/** What a wait is told of by events, so that looking may be rare. */
export interface Told {
  /** Whose news they are: one of the names that the operation holds. */
  readonly of: string
  /** Any of these has it look at once; what else happens meanwhile does not matter to it. */
  readonly by: readonly NewsKind[]
  /** All of these must have been heard of since the operation began: before that nobody knows whether events come, and which of them. */
  readonly trusting: readonly NewsKind[]
  /** ms, in the operation's own time, until something comes of it by time alone. */
  readonly within?: number
  /** The moment of which AWS says so (ms since the epoch). */
  readonly until?: number
}

/** What AWS tells by itself of what changes hold. */
export interface News {
  /**
   * Says what is waited for from now on, and asks what was heard.
   * @param names what the operation holds
   * @param told absent: whatever is told of any of them has it look
   * @returns when each kind was heard last (the store's ms); undefined: the queue of events has been silent, or cannot be asked
   */
  expect(
    names: readonly string[],
    told: Pick<Told, 'of' | 'by'> | undefined,
  ): Promise<ReadonlyMap<NewsKind, number> | undefined>
}

/** So often is looked where events tell of it (ms): one of them may be lost, which delays and never hangs. */
export const seldom = 60_000
/** What comes by time alone is looked at a little after it (ms). */
const soonest = 1_000

/** ms until the next look of a wait. Moments are the store's, ms since the epoch. */
export function nextLook({
  every,
  told,
  heard,
  begunAt,
  stepBegunAt,
  now,
  left,
  timeScale,
}: {
  /** ms between looks where nothing tells of it, in the operation's own time. */
  readonly every: number
  readonly told: Told | undefined
  readonly heard: ReadonlyMap<NewsKind, number> | undefined
  /** When the operation began. */
  readonly begunAt: number
  readonly stepBegunAt: number
  readonly now: number
  /** ms until its time is over. */
  readonly left: number
  readonly timeScale: number
}): number {
  const often = every * timeScale
  if (told === undefined || heard === undefined) return often
  const at = (kind: NewsKind) => heard.get(kind) ?? Number.NEGATIVE_INFINITY
  if (!told.trusting.every((kind) => at(kind) >= begunAt)) return often
  // An event may be faster than AWS's own answers are new: what was just told is looked at once more.
  const newest = Math.max(...told.by.map(at))
  if (newest >= stepBegunAt && now - newest < often) return often
  const { within = seldom, until = Number.POSITIVE_INFINITY } = told
  const byTime = Math.min(within * timeScale, until - now)
  // It is to be there by now: AWS takes its own time.
  if (byTime <= 0) return often
  return Math.min(seldom * timeScale, Math.max(byTime, soonest * timeScale), Math.max(left, often))
}
