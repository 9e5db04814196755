import { readSchema, type Schema, type SchemaRef, type Structure, traitOf } from './schema.js'

/** What stands on the wire as text whatever it means: the form of a Query request. */
export type Written = 'json' | 'form'

/** In what a value is not as its schema says: one line each, with the member's path. */
export function differences(ref: SchemaRef, value: unknown, at: string, written: Written = 'json'): string[] {
  if (written === 'form') return ofForm(ref, value, at)
  const schema = readSchema(ref)
  switch (schema.kind) {
    case 'list':
      if (!Array.isArray(value)) return [other(at, 'a list', value)]
      return value.flatMap((item, index) => differences(schema.item, item, `${at}[${index}]`))
    case 'map':
      if (!isObject(value)) return [other(at, 'a map', value)]
      return Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : differences(schema.value, item, `${at}.${key}`),
      )
    case 'structure':
      if (!isObject(value)) return [other(at, schema.name, value)]
      return ofStructure(schema, value, at, written)
    default:
      return isA(schema.kind, value) ? [] : [other(at, `a ${schema.kind}`, value)]
  }
}

function ofStructure(schema: Structure, value: object, at: string, written: Written): string[] {
  const found: string[] = []
  const given = new Map(Object.entries(value).filter(([, member]) => member !== undefined))
  for (const name of schema.required) {
    if (!given.has(name)) found.push(`${at}.${name} is required in ${schema.name} and missing`)
  }
  if (schema.isUnion && given.size !== 1) {
    found.push(`${at} has ${given.size} members; the union ${schema.name} takes one`)
  }
  for (const [name, member] of given) {
    const ref = schema.members.get(name) ?? (written === 'form' ? writtenAs(schema, name) : undefined)
    if (ref === undefined) found.push(`${at}.${name} is no member of ${schema.name}`)
    else found.push(...differences(ref, member, `${at}.${name}`, written))
  }
  return found
}

/** EC2 writes members under names of their own: `Filter.1.Value.1` is the first value of the first of `Filters`. */
function writtenAs({ members }: Structure, name: string): SchemaRef | undefined {
  return [...members.values()].find((ref) => traitOf(ref, 'xmlName') === name)
}

/** A form knows text only, and an empty list as nothing; lists whose items have a name of their own come as a structure of numbers. */
function ofForm(ref: SchemaRef, value: unknown, at: string): string[] {
  const schema = readSchema(ref)
  if (schema.kind === 'structure') {
    return isObject(value) ? ofStructure(schema, value, at, 'form') : [other(at, schema.name, value)]
  }
  if (schema.kind === 'list') {
    const name = itemName(ref)
    const items = Array.isArray(value) ? value : isObject(value) ? numbered(value, name) : undefined
    if (items === undefined || (Array.isArray(value) && name !== 'member')) {
      return [other(at, `a list of items called ${name}`, value)]
    }
    return items.flatMap((item, index) => ofForm(schema.item, item, `${at}[${index}]`))
  }
  if (schema.kind === 'map') return [`${at}: no map in a form is known here`]
  return saysA(schema.kind, value) ? [] : [other(at, `a ${schema.kind}`, value)]
}

/** What the items of a list are called in a form and in XML. */
export function itemName(ref: SchemaRef): string {
  let list = ref
  while (typeof list === 'function') list = list()
  if (Array.isArray(list) && list.length === 2) return itemName(list[0] as SchemaRef)
  const item = Array.isArray(list) ? (list[4] as SchemaRef) : list
  const name = traitOf(item, 'xmlName')
  return typeof name === 'string' ? name : 'member'
}

function numbered(value: object, name: string): unknown[] | undefined {
  // EC2 numbers items without a name before them.
  if (Object.keys(value).every((key) => /^\d+$/.test(key))) return Object.values(value)
  const [only, ...others] = Object.entries(value)
  if (only === undefined || others.length > 0 || only[0] !== name || !isObject(only[1])) return undefined
  return Object.values(only[1])
}

type Simple = Exclude<Schema['kind'], 'list' | 'map' | 'structure'>

function isA(kind: Simple, value: unknown): boolean {
  if (kind === 'anything') return true
  if (kind === 'nothing') return isObject(value) && Object.keys(value).length === 0
  // JSON has no moments: in requests they are seconds, unless they were read as what they are.
  if (kind === 'moment') {
    return value instanceof Date ? !Number.isNaN(value.getTime()) : Number.isFinite(value)
  }
  if (kind === 'blob') return value instanceof Uint8Array
  if (kind === 'number') return Number.isFinite(value)
  return typeof value === kind
}

function saysA(kind: Simple, value: unknown): boolean {
  if (typeof value === 'number') return kind === 'number' && Number.isFinite(value)
  if (typeof value !== 'string') return false
  if (kind === 'number') return value.trim() !== '' && Number.isFinite(Number(value))
  if (kind === 'boolean') return value === 'true' || value === 'false'
  if (kind === 'moment') return !Number.isNaN(Date.parse(value))
  return kind !== 'nothing'
}

function isObject(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  )
}

function other(at: string, expected: string, value: unknown): string {
  const is = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
  const shown = JSON.stringify(value) ?? ''
  return `${at} should be ${expected}, and is ${is}: ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}`
}
