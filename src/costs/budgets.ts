import type { Config } from '../config/config.js'
import type { Environment } from '../core/environment.js'
import { type Micros, microsOf, sum } from '../core/money.js'

/** The value of the tag on what belongs to an environment. */
export function tagOf({ name, costs }: Environment): string {
  return costs?.tagValue ?? name
}

/** What may be spent a month: as configured, else the sum of what is expected of the parts. */
export function budgetOf(config: Config, environment?: Environment): Micros | undefined {
  if (environment !== undefined) {
    const { budget, estimates } = environment.costs ?? { estimates: {} }
    if (budget !== undefined) return microsOf(budget)
    const known = Object.values(estimates)
    return known.length === 0 ? undefined : sum(known.map(microsOf))
  }
  if (config.costs.budget !== undefined) return microsOf(config.costs.budget)
  const parts = config.environments.map((part) => budgetOf(config, part))
  const known = parts.filter((part) => part !== undefined)
  // Half a budget is none.
  return known.length === 0 || known.length < parts.length ? undefined : sum(known)
}
