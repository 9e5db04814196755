import { z } from 'zod'

export interface SchemaKey {
  /** `environments.<name>.policy.scale.maximum`; `[]` after a key whose value is a list of maps. */
  readonly path: string
  /** The last part: `maximum`, `<name>`. */
  readonly key: string
  readonly description: string | undefined
  readonly required: boolean
  readonly default: unknown
  readonly schema: z.core.$ZodType
}

/** Every key that may be written, in the order of the schema. The documentation is proven complete with it. */
export function schemaKeys(schema: z.core.$ZodType, path = ''): SchemaKey[] {
  const bare = unwrap(schema)
  if (bare instanceof z.ZodObject) {
    return Object.entries(bare.shape as Record<string, z.core.$ZodType>).flatMap(([key, value]) => {
      const here = path === '' ? key : `${path}.${key}`
      return [describeKey(here, key, value), ...schemaKeys(value, here)]
    })
  }
  if (bare instanceof z.ZodRecord) return schemaKeys(bare.valueType, `${path}.<name>`)
  if (bare instanceof z.ZodArray) return schemaKeys(bare.element, `${path}[]`)
  if (bare instanceof z.ZodUnion) {
    const keys = bare.options.flatMap((option) => schemaKeys(option, path))
    return keys.filter((key) => !key.path.startsWith(`${path}[]`))
  }
  return []
}

/**
 * The schema of the value at a path, undefined where the path leaves the schema. `value` is the whole input: of a union, the
 * option that takes the kind of value written is followed.
 */
export function schemaAt(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: unknown,
): z.core.$ZodType | undefined {
  const bare = optionFor(unwrap(schema), value)
  const [step, ...rest] = path
  if (step === undefined) return bare
  const inner = bare === undefined ? undefined : innerSchema(bare, step)
  return inner === undefined ? undefined : schemaAt(inner, rest, innerValue(value, step))
}

/** The keys a map may have there; undefined: any. */
export function keysOf(schema: z.core.$ZodType | undefined): readonly string[] | undefined {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined
}

/** What is written at a path of the input. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(innerValue, value)
}

function innerValue(value: unknown, step: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return (value as Record<PropertyKey, unknown>)[step]
}

function innerSchema(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<PropertyKey, z.core.$ZodType>
    return Object.hasOwn(shape, step) ? shape[step] : undefined
  }
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodArray) return schema.element
  return undefined
}

function optionFor(schema: z.core.$ZodType, value: unknown): z.core.$ZodType | undefined {
  if (!(schema instanceof z.ZodUnion)) return schema
  const options = schema.options.map(unwrap)
  const list = Array.isArray(value)
  const map = !list && typeof value === 'object' && value !== null
  const isMap = (option: z.core.$ZodType) => option instanceof z.ZodObject || option instanceof z.ZodRecord
  return options.find((option) => (map ? isMap(option) : option instanceof z.ZodArray === list))
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap())
  }
  return schema
}

function describeKey(path: string, key: string, schema: z.core.$ZodType): SchemaKey {
  const written = z.safeParse(schema, undefined)
  return {
    path,
    key,
    description: descriptionOf(schema),
    required: !written.success,
    default: written.data,
    schema,
  }
}

function descriptionOf(schema: z.core.$ZodType): string | undefined {
  const description = schema instanceof z.ZodType ? schema.description : undefined
  if (description !== undefined) return description
  const inner = unwrap(schema)
  return inner !== schema && inner instanceof z.ZodType ? inner.description : undefined
}
