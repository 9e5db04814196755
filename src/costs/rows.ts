import type { CostTable } from '../aws/cost-tables.js'
import type { Config } from '../config/config.js'
import type { CostRow, CostSplit } from '../core/cost.js'
import { daily, keysOf, type Selection, sumOf, tagsOf } from './figures.js'
import { carriedOn } from './on-course.js'
import { budgetOf, tagOf } from './budgets.js'
import type { Comparison } from './movers.js'

export interface Shared {
  readonly table: CostTable
  /** The environment's value of the tag; undefined: the whole account. */
  readonly tag: string | undefined
  readonly days: readonly string[]
  readonly comparison: Comparison | undefined
  readonly month: string
  readonly isPast: boolean
  readonly config: Config
}

/** The rows of an answer: every part of the account or the environment, so that they add up to all of it. */
export function rowsOf(split: CostSplit, shared: Shared): readonly CostRow[] {
  switch (split) {
    case 'environment':
      return environmentRows(shared)
    case 'tag':
      return tagsOf(shared.table)
        .map((tag) => ({ ...rowOf(tag, { tag }, shared), ...(tag === '' ? { isUntagged: true } : {}) }))
        .filter(isThere)
        .toSorted(bySize)
    case 'service':
      return keysOf(shared.table, shared.tag)
        .map((service) => rowOf(service, { key: service }, shared))
        .filter(isThere)
        .toSorted(bySize)
    case 'day':
      return shared.days.map((day) => ({
        name: day,
        soFar: sumOf(daily(shared.table, tagOnly(shared)), [day]),
      }))
    case 'line':
      return []
  }
}

function environmentRows(shared: Shared): readonly CostRow[] {
  const { config, table } = shared
  const rows = config.environments.map((environment) => {
    const budget = budgetOf(config, environment)
    return {
      ...rowOf(environment.name, { tag: tagOf(environment) }, shared),
      ...(budget === undefined ? {} : { budget }),
    }
  })
  const known = config.environments.map(tagOf)
  const others = tagsOf(table)
    .filter((tag) => !known.includes(tag))
    .map((tag) => ({ ...rowOf(tag, { tag }, shared), ...(tag === '' ? { isUntagged: true } : {}) }))
    .filter(isThere)
    .toSorted((one, other) => Number(one.name === '') - Number(other.name === '') || bySize(one, other))
  return [...rows, ...others]
}

function rowOf(name: string, selection: Selection, shared: Shared): CostRow {
  const amounts = daily(shared.table, { ...tagOnly(shared), ...selection })
  const { comparison, days, month, isPast } = shared
  const onCourse = isPast ? undefined : carriedOn(amounts, month, days)
  return {
    name,
    soFar: sumOf(amounts, days),
    ...(comparison === undefined ? {} : { before: sumOf(amounts, comparison.earlier) }),
    ...(onCourse === undefined ? {} : { onCourse }),
  }
}

function tagOnly({ tag }: Shared): Selection {
  return tag === undefined ? {} : { tag }
}

function isThere({ soFar, before }: CostRow): boolean {
  return soFar !== 0 || (before ?? 0) !== 0
}

function bySize(one: CostRow, other: CostRow): number {
  return other.soFar - one.soFar || (other.before ?? 0) - (one.before ?? 0)
}
