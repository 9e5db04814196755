import type { Age } from '../aws/look.js'
import { agoInWords } from '../core/age.js'
import type { Aged, EnvironmentStatus, Missing } from '../core/status.js'
import type { PartialAnswer } from './partial-answer.js'

export interface SortedAges {
  /** What the services were judged on, when it is not from now. */
  readonly remembered?: NonNullable<EnvironmentStatus['remembered']>
  /** Other parts that AWS did not give anew: what stands in for them is named as such. */
  readonly missing: readonly Missing[]
  readonly ages: readonly Aged[]
}

/** ms. Parts that are as old as the services need no line of their own: their age is said once. */
const together = 60_000

/** What the ages of the parts mean for the whole. @param now ms since the epoch */
export function sortAges(all: readonly Age[], now: number): SortedAges {
  const old = all.flatMap(({ why, ...age }) => (why === undefined ? [] : [{ ...age, why }]))
  const [oldest] = old.filter(isOfServices).sort((a, b) => a.at - b.at)
  const partial = old.filter(
    (age) => !isOfServices(age) && (oldest === undefined || age.at < oldest.at - together),
  )
  return {
    ...(oldest === undefined ? {} : { remembered: { at: oldest.at, why: oldest.why } }),
    missing: partial.map((age) => missingNewer(age, now)),
    ages: all.filter(({ why }) => why === undefined).map(({ what, at }) => ({ what, at })),
  }
}

/** Names what is older than it should be beside what is missing. @param now ms since the epoch */
export function noteAges(partial: Pick<PartialAnswer, 'note'>, all: readonly Age[], now: number): void {
  for (const { why, ...age } of all) {
    if (why === undefined) continue
    const missing = missingNewer({ ...age, why }, now)
    partial.note(missing.what, missing.why)
  }
}

function missingNewer({ what, at, why }: Age & { readonly why: string }, now: number): Missing {
  return { what: `newer ${what}`, why: `${why}; what is shown is as of ${agoInWords(at, now)}` }
}

function isOfServices({ question }: Age): boolean {
  return question === 'services' || question === 'describeServices'
}
