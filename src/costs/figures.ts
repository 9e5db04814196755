import type { CostTable } from '../aws/cost-tables.js'
import { addDays, daysOf, dayOf } from '../core/calendar.js'
import type { Micros } from '../core/money.js'

/** Cost by day. A day that is missing cost nothing, or is not known. */
export type Daily = ReadonlyMap<string, Micros>

/** Which rows of a table count; a part that is left out lets everything pass. */
export interface Selection {
  /** The tag's value; empty: untagged. */
  readonly tag?: string
  /** One service or usage type. */
  readonly key?: string
  readonly keys?: (key: string) => boolean
}

interface Cell {
  readonly costs: Map<string, Micros>
  readonly quantities: Map<string, number>
}

/** Tag → key → days. A large bill has a hundred thousand rows: each is looked at once, however many answers are made of it. */
type Index = ReadonlyMap<string, ReadonlyMap<string, Cell>>
const indices = new WeakMap<CostTable, Index>()

function indexOf(table: CostTable): Index {
  const known = indices.get(table)
  if (known !== undefined) return known
  const index = new Map<string, Map<string, Cell>>()
  for (const [day, key, tag, cost, quantity] of table.rows) {
    const date = table.days[day]?.date ?? ''
    const keys = index.get(tag) ?? new Map<string, Cell>()
    const cell = keys.get(key) ?? { costs: new Map(), quantities: new Map() }
    cell.costs.set(date, (cell.costs.get(date) ?? 0) + cost)
    cell.quantities.set(date, (cell.quantities.get(date) ?? 0) + quantity)
    keys.set(key, cell)
    index.set(tag, keys)
  }
  indices.set(table, index)
  return index
}

export function daily(table: CostTable, selection: Selection = {}): Daily {
  return added(cellsOf(table, selection).map(({ costs }) => costs))
}

/** In the unit of the usage types selected: add up only what is counted alike. */
export function dailyQuantity(table: CostTable, selection: Selection = {}): Daily {
  return added(cellsOf(table, selection).map(({ quantities }) => quantities))
}

function cellsOf(table: CostTable, { tag, key, keys }: Selection): readonly Cell[] {
  const index = indexOf(table)
  const byTag = tag === undefined ? [...index.values()] : [index.get(tag) ?? new Map<string, Cell>()]
  return byTag.flatMap((byKey) => {
    if (key !== undefined) return byKey.get(key) ?? []
    return [...byKey].filter(([name]) => keys?.(name) ?? true).map(([, cell]) => cell)
  })
}

function added(parts: readonly Daily[]): Daily {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const sums = new Map<string, number>()
  for (const part of parts) for (const [day, amount] of part) sums.set(day, (sums.get(day) ?? 0) + amount)
  return sums
}

/** Keys (services or usage types) that are on the bill. */
export function keysOf(table: CostTable, tag?: string): readonly string[] {
  const index = indexOf(table)
  if (tag !== undefined) return [...(index.get(tag)?.keys() ?? [])]
  return [...new Set([...index.values()].flatMap((keys) => [...keys.keys()]))]
}

export function tagsOf(table: CostTable): readonly string[] {
  return [...indexOf(table).keys()]
}

export function sumOf(amounts: Daily, days: readonly string[]): Micros {
  return days.reduce((total, day) => total + (amounts.get(day) ?? 0), 0)
}

export function minus(amounts: Daily, less: Daily): Daily {
  const days = new Set([...amounts.keys(), ...less.keys()])
  return new Map([...days].map((day) => [day, (amounts.get(day) ?? 0) - (less.get(day) ?? 0)] as const))
}

/** AWS calls a day estimated until the bill is final; after so many days nothing comes in any more that matters. */
const settlesWithin = 2

/**
 * The days of a month that are complete, from the first on without a gap.
 * @param asked when AWS was asked, ms since the epoch: what came in later is not in the table
 */
export function wholeDays(table: CostTable, month: string, asked: number): readonly string[] {
  const known = new Map(table.days.map((day) => [day.date, day]))
  const whole: string[] = []
  for (const date of daysOf(month)) {
    const day = known.get(date)
    if (day === undefined || !isWhole(day, asked)) break
    whole.push(date)
  }
  return whole
}

/** Whether a day was complete when AWS was asked. */
export function isWhole({ date, estimated }: CostTable['days'][number], asked: number): boolean {
  const today = dayOf(asked)
  return date < today && !(estimated && date >= addDays(today, -settlesWithin))
}
