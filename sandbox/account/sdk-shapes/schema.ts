/**
 * How the AWS SDK writes its schemas down (`dist-types/schemas` of every client, and `schema/static-schemas` of `@smithy/types`): arrays that
 * begin with their kind. A member may carry traits beside its schema; what is named later stands there as a function.
 */
export type SchemaRef = number | string | SchemaArray | readonly [SchemaRef, Traits] | (() => SchemaRef)
export type Traits = number | Readonly<Record<string, unknown>>
type SchemaArray = readonly [kind: number, namespace: string, name: string, traits: Traits, ...unknown[]]

export type Schema =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'moment' | 'blob' | 'anything' | 'nothing' }
  | { readonly kind: 'list'; readonly item: SchemaRef }
  | { readonly kind: 'map'; readonly value: SchemaRef }
  | Structure

export interface Structure {
  readonly kind: 'structure'
  readonly name: string
  readonly members: ReadonlyMap<string, SchemaRef>
  readonly required: ReadonlySet<string>
  /** One member, and no other beside it. */
  readonly isUnion: boolean
  readonly traits: Traits
}

export interface Operation {
  readonly name: string
  readonly input: SchemaRef
  readonly output: SchemaRef
}

const simple = new Map<number, Exclude<Schema['kind'], 'list' | 'map' | 'structure'>>([
  [0, 'string'],
  [1, 'number'],
  [2, 'boolean'],
  [4, 'moment'],
  [5, 'moment'],
  [6, 'moment'],
  [7, 'moment'],
  [15, 'anything'],
  [17, 'number'],
  [19, 'number'],
  [21, 'blob'],
  [42, 'blob'],
])
const listBit = 64
const mapBit = 128
const kinds = { alias: 0, list: 1, map: 2, structure: 3, union: 4, operation: 9, error: -3 }

/** What a schema says of a value. */
export function readSchema(ref: SchemaRef): Schema {
  if (typeof ref === 'function') return readSchema(ref())
  if (ref === 'unit') return { kind: 'nothing' }
  if (typeof ref === 'number') {
    if (ref >= mapBit) return { kind: 'map', value: ref - mapBit }
    if (ref >= listBit) return { kind: 'list', item: ref - listBit }
    const kind = simple.get(ref)
    if (kind !== undefined) return { kind }
  }
  if (!Array.isArray(ref)) throw unreadable(ref)
  if (ref.length === 2) return readSchema(ref[0] as SchemaRef)
  const [kind, , , , first, second] = ref as SchemaArray
  if (kind === kinds.alias) return readSchema(first as SchemaRef)
  if (kind === kinds.list) return { kind: 'list', item: first as SchemaRef }
  if (kind === kinds.map) return { kind: 'map', value: second as SchemaRef }
  return readStructure(ref as SchemaArray)
}

const read = new WeakMap<SchemaArray, Structure>()

/** The shape of an error or of what is sent and answered. */
export function readStructure(ref: SchemaArray): Structure {
  const known = read.get(ref)
  if (known !== undefined) return known
  const [kind, , name, traits, names, refs, required = 0] = ref
  const isKnown = kind === kinds.structure || kind === kinds.union || kind === kinds.error
  if (!isKnown || !Array.isArray(names) || !Array.isArray(refs)) throw unreadable(ref)
  const members = new Map(names.map((member: string, at) => [member, refs[at] as SchemaRef]))
  // Required members come first, and the last figure says how many.
  const requiredMembers = new Set(names.slice(0, Number(required)) as string[])
  const isUnion = kind === kinds.union
  const structure: Structure = {
    kind: 'structure',
    name,
    members,
    required: requiredMembers,
    isUnion,
    traits,
  }
  read.set(ref, structure)
  return structure
}

/** What a list's or a structure's member is called in XML; undefined: by its own name. */
export function traitOf(ref: SchemaRef, trait: string): unknown {
  const traits = Array.isArray(ref) && ref.length === 2 ? (ref[1] as Traits) : undefined
  return typeof traits === 'object' ? traits[trait] : undefined
}

/** The operations and errors that a client's module exports beside its classes. */
export function readModule(module: Readonly<Record<string, unknown>>): {
  readonly operations: ReadonlyMap<string, Operation>
  readonly errors: readonly Structure[]
} {
  const operations = new Map<string, Operation>()
  const errors: Structure[] = []
  for (const value of Object.values(module)) {
    if (!Array.isArray(value)) continue
    const [kind, , name, , input, output] = value as unknown as SchemaArray
    if (kind === kinds.operation)
      operations.set(name, { name, input: input as SchemaRef, output: output as SchemaRef })
    if (kind === kinds.error) errors.push(readStructure(value as unknown as SchemaArray))
  }
  return { operations, errors }
}

function unreadable(ref: unknown): Error {
  return new Error(`The AWS SDK writes its schemas in another way than this reader knows: ${String(ref)}`)
}
