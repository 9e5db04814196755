import { troubleOf } from '../core/check.js'
import type { Runbook } from '../core/runbook.js'
import { fitsGlob, saidBy } from '../core/glob.js'
import type { FoundRunbook, Trouble } from './library.js'

/**
 * The runbook that says most about a trouble: a cause that was found tells more than the name of an alarm, both together more than one, a
 * pattern with more characters more than one with fewer. Among equals the first by id.
 */
export function bestMatch(runbooks: readonly Runbook[], trouble: Trouble): FoundRunbook | undefined {
  let best: (FoundRunbook & { readonly weight: number }) | undefined
  for (const runbook of runbooks) {
    const found = matchOf(runbook, trouble)
    if (found === undefined) continue
    const isBetter =
      best === undefined ||
      found.weight > best.weight ||
      (found.weight === best.weight && runbook.id < best.runbook.id)
    if (isBetter) best = { runbook, ...found }
  }
  return best === undefined ? undefined : { runbook: best.runbook, reason: best.reason }
}

/** The name of an alarm has at most 255 characters, so that a cause always weighs more. */
const causeWeight = 1_000

function matchOf({ match }: Runbook, { alarm, causes = [] }: Trouble) {
  const cause = causes.findIndex((one) => match.causes.includes(one))
  const found = causes[cause]
  const patterns = alarm === undefined ? [] : match.alarms.filter((pattern) => fitsGlob(alarm, pattern))
  const said = Math.max(-1, ...patterns.map(saidBy))
  if (cause === -1 && said === -1) return undefined
  // A runbook for one cause says more about it than one for many; causes come with the likeliest first.
  const ofCause = cause === -1 ? 0 : causeWeight * (100 - cause) - Math.min(match.causes.length, 99)
  const reasons = [
    ...(found === undefined ? [] : [`is for ${troubleOf[found]}`]),
    ...(said === -1 ? [] : [`matches the alarm ${alarm ?? ''}`]),
  ]
  return { weight: ofCause + said + 1, reason: reasons.join(', ') }
}
