import { isObject } from '../core/mask-data.js'
import { jsonObject } from './json-object.js'

/** Fields looked at on the first level; a line with more is shown by its first ones. */
const mostFields = 400
/** Of an object in it, and of one in that. */
const mostInner = 40

/** The fields of one JSON line, found whatever the case of their names; `a.b` is `b` of the object `a`. */
export interface JsonFields {
  readonly own: readonly (readonly [string, unknown])[]
  readonly all: ReadonlyMap<string, unknown>
  /** The first value that is there and is of the kind; it is not shown as a field then. Empty texts and objects count as absent. */
  take(names: readonly string[], kind?: (value: unknown) => unknown): unknown
  /** As `take`, without taking it. */
  peek<Kind>(names: readonly string[], kind: (value: unknown) => Kind | undefined): Kind | undefined
  /** As `take`, with the name as it was written. */
  find<Kind>(
    names: readonly string[],
    kind: (value: unknown) => Kind | undefined,
  ): { readonly name: string; readonly value: Kind } | undefined
  has(names: readonly string[]): boolean
  isUsed(name: string): boolean
}

/** Undefined where the text is not one JSON object. */
export function readFields(text: string): JsonFields | undefined {
  const parsed = jsonObject(text)
  if (parsed === undefined) return undefined
  const own = Object.entries(parsed)
  const all = new Map<string, unknown>()
  for (const [name, value] of own.slice(0, mostFields)) {
    all.set(name, value)
    for (const [inner, innerValue] of entriesOf(value)) {
      all.set(`${name}.${inner}`, innerValue)
      for (const [deep, deepValue] of entriesOf(innerValue)) all.set(`${name}.${inner}.${deep}`, deepValue)
    }
  }
  const written = new Map<string, string>()
  for (const name of all.keys()) if (!written.has(name.toLowerCase())) written.set(name.toLowerCase(), name)
  const used = new Set<string>()

  function find<Kind>(names: readonly string[], kind: (value: unknown) => Kind | undefined) {
    for (const wanted of names) {
      const name = written.get(wanted)
      const value = name === undefined ? undefined : all.get(name)
      if (name === undefined || value === undefined || value === null || value === '') continue
      const found = kind(value)
      if (found !== undefined) return { name, value: found }
    }
    return undefined
  }

  return {
    own,
    all,
    find(names, kind) {
      const found = find(names, kind)
      if (found !== undefined) used.add(found.name)
      return found
    },
    take(names, kind = (value) => (isObject(value) || Array.isArray(value) ? undefined : value)) {
      return this.find(names, kind)?.value
    },
    peek: (names, kind) => find(names, kind)?.value,
    has: (names) => find(names, (value) => value) !== undefined,
    isUsed: (name) => used.has(name),
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) && !Array.isArray(value) ? Object.entries(value).slice(0, mostInner) : []
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined
}
