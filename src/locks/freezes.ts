import type { Freeze } from '../core/environment.js'
import type { FreezeTime } from '../core/locks-overview.js'
import { current, currentOrNext } from '../core/time-windows.js'
import type { Zone } from '../core/time-zone.js'

export function holdsIn(freeze: Freeze, environment: string): boolean {
  return freeze.environments.length === 0 || freeze.environments.includes(environment)
}

/** The freezes that are in the way of a verb now; the one that ends last is first. */
export function freezesBarring(
  freezes: readonly Freeze[],
  change: { readonly environment: string; readonly verb: string },
  zone: Zone,
  now: number,
): readonly FreezeTime[] {
  return freezes
    .filter((freeze) => holdsIn(freeze, change.environment) && !freeze.allow.includes(change.verb))
    .flatMap((freeze) => {
      const occurrence = current(freeze.window, zone, now)
      return occurrence === undefined ? [] : [{ freeze, occurrence }]
    })
    .toSorted((left, right) => right.occurrence.until - left.occurrence.until)
}

/** The freezes that hold now or begin within `ahead` ms, by when they begin. */
export function freezesAhead(
  freezes: readonly Freeze[],
  zone: Zone,
  now: number,
  ahead: number,
): readonly FreezeTime[] {
  return freezes
    .flatMap((freeze) => {
      const occurrence = currentOrNext(freeze.window, zone, now)
      return occurrence === undefined || occurrence.from > now + ahead ? [] : [{ freeze, occurrence }]
    })
    .toSorted((left, right) => left.occurrence.from - right.occurrence.from)
}
