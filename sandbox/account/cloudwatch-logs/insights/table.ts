import type { Accumulator } from './aggregates.js'
import type { Stage } from './query.js'
import { plainRow, type Row } from './row.js'
import { compare, isTrue, textOf, type Value } from './values.js'

type StatsStage = Extract<Stage, { kind: 'stats' }>

/** The groups of a `stats` command, filled row by row. */
export interface Groups {
  add(row: Row): void
  rows(): Row[]
}

export function groupsOf(stage: StatsStage): Groups {
  const groups = new Map<string, { by: Value[]; accumulators: Accumulator[] }>()
  return {
    add(row) {
      const by = stage.by.map(({ of }) => of(row))
      const key = by.map(textOf).join('\u0000')
      let group = groups.get(key)
      if (group === undefined) {
        group = { by, accumulators: stage.slots.map((slot) => slot.create()) }
        groups.set(key, group)
      }
      const at = row.get('@timestamp')
      for (const [index, slot] of stage.slots.entries()) group.accumulators[index]?.add(slot.of(row), at)
    },
    rows: () =>
      Array.from(groups.values(), ({ by, accumulators }) => {
        const row = plainRow()
        for (const [index, { name }] of stage.by.entries()) row.set(name, by[index])
        for (const [index, slot] of stage.slots.entries()) row.set(slot.name, accumulators[index]?.result())
        for (const { name, of } of stage.results) row.set(name, of(row))
        return row
      }),
  }
}

/** Says whether a row is the first with these values. */
export function firstOfItsKind(by: readonly ((row: Row) => Value)[]): (row: Row) => boolean {
  const seen = new Set<string>()
  return (row) => {
    const key = by.map((of) => textOf(of(row))).join('\u0000')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  }
}

/** Applies commands to all rows there are. The rows themselves stay as they were: partial results are asked for again. */
export function applyStages(rows: readonly Row[], stages: readonly Stage[]): readonly Row[] {
  return stages.reduce<readonly Row[]>((current, stage) => {
    switch (stage.kind) {
      case 'filter':
        return current.filter((row) => isTrue(stage.holds(row)))
      case 'compute':
        return current.map((row) => {
          const copy = copyOf(row)
          stage.apply(copy)
          return copy
        })
      case 'dedup':
        return current.filter(firstOfItsKind(stage.by))
      case 'stats': {
        const groups = groupsOf(stage)
        for (const row of current) groups.add(row)
        return groups.rows()
      }
      case 'sort':
        return sorted(current, stage)
      case 'limit':
        return current.slice(0, stage.count)
    }
  }, rows)
}

export function sorted(rows: readonly Row[], { by }: Extract<Stage, { kind: 'sort' }>): Row[] {
  const keyed = rows.map((row) => ({ row, keys: by.map(({ of }) => of(row)) }))
  keyed.sort((left, right) => {
    for (const [index, { isDescending }] of by.entries()) {
      const order = compare(left.keys[index], right.keys[index])
      if (order !== 0) return isDescending ? -order : order
    }
    return 0
  })
  return keyed.map(({ row }) => row)
}

function copyOf(row: Row): Row {
  const own = new Map<string, Value>()
  return {
    get: (field) => (own.has(field) ? own.get(field) : row.get(field)),
    set: (field, value) => void own.set(field, value),
  }
}
