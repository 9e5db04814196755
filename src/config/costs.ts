import { parseDuration } from '../core/duration.js'
import type { EnvironmentCosts, EnvironmentResources } from '../core/cost-lines.js'
import type { CostSettings } from './config.js'
import type { RawEnvironmentCosts } from './costs-schema.js'
import type { RawConfig } from './schema.js'
import { type Problem } from '../yaml/problem.js'
import { mapOf, textOf, unknownName } from './written.js'

/** How the bill is read; the account of the first environment unless another one is named. */
export function buildCosts(raw: RawConfig): CostSettings {
  const { tag, readIn, budget, askAgainAfter, requestsPerDay } = raw.costs
  return {
    tag,
    readIn: readIn ?? Object.keys(raw.environments)[0] ?? '',
    ...(budget === undefined ? {} : { budget }),
    askAgainAfter: parseDuration(askAgainAfter) ?? 0,
    requestsPerDay,
  }
}

export function buildEnvironmentCosts(name: string, raw: RawEnvironmentCosts): EnvironmentCosts {
  const written = Object.entries(raw.estimates).filter(([, amount]) => amount !== undefined)
  return {
    tagValue: raw.tagValue ?? name,
    ...(raw.budget === undefined ? {} : { budget: raw.budget }),
    estimates: Object.fromEntries(written),
    ...(raw.resources === undefined ? {} : { resources: raw.resources as EnvironmentResources }),
  }
}

/** Two environments with one tag value would each be shown the other's bill. */
export function checkCosts(root: Readonly<Record<string, unknown>>, names: readonly string[]): Problem[] {
  const readIn = textOf(mapOf(root['costs'])['readIn'])
  const problems: Problem[] = []
  if (readIn !== undefined && !names.includes(readIn)) {
    problems.push({ path: ['costs', 'readIn'], what: unknownName('environment', readIn, names) })
  }
  const owners = new Map<string, string>()
  for (const name of names) {
    const costs = mapOf(mapOf(mapOf(root['environments'])[name])['costs'])
    const value = textOf(costs['tagValue']) ?? name
    const owner = owners.get(value)
    owners.set(value, name)
    if (owner === undefined) continue
    const what = `The costs of \`${owner}\` and \`${name}\` are told apart by the same tag value. Give each its own.`
    problems.push({ path: ['environments', name, 'costs', 'tagValue'], what })
  }
  return problems
}
