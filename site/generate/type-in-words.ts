import { z } from 'zod'
import { listed } from '../../src/core/wording.js'

type JsonSchema = z.core.JSONSchema._JSONSchema

/** What a key takes, as far as its schema says it: `whole number, 0 to 100`, `list of texts`. */
export function typeInWords(schema: z.core.$ZodType): string {
  return words(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), false)
}

function words(schema: JsonSchema, several: boolean): string {
  if (typeof schema === 'boolean') return 'anything'
  const { enum: allowed, anyOf, items, prefixItems, type } = schema
  if (allowed !== undefined)
    return listed(
      allowed.map((value) => `\`${String(value)}\``),
      'or',
    )
  if (anyOf !== undefined) return [...new Set(anyOf.map((option) => words(option, several)))].join(' or ')
  if (prefixItems !== undefined) return 'two numbers'
  if (type === 'array' && items !== undefined && !Array.isArray(items))
    return `${several ? 'lists' : 'list'} of ${words(items, true)}`
  if (type === 'object' && schema.properties === undefined)
    return `by name: ${words(schema.additionalProperties ?? true, false)}`
  if (type === 'boolean') return '`true` or `false`'
  if (type === 'number' || type === 'integer') return number(schema, several)
  return `${nouns[String(type)] ?? 'text'}${several ? 's' : ''}`
}

const nouns: Readonly<Record<string, string>> = { object: 'map', string: 'text' }

function number(schema: Exclude<JsonSchema, boolean>, several: boolean): string {
  const { type, minimum, maximum, exclusiveMinimum } = schema
  const noun = `${type === 'integer' ? 'whole number' : 'number'}${several ? 's' : ''}`
  const isBounded = (bound: number | undefined) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER
  const least = isBounded(minimum) ? String(minimum) : undefined
  const most = isBounded(maximum) ? String(maximum) : undefined
  if (exclusiveMinimum !== undefined)
    return `${noun}, more than ${exclusiveMinimum}${most === undefined ? '' : `, at most ${most}`}`
  if (least === undefined) return noun
  return most === undefined ? `${noun}, at least ${least}` : `${noun}, ${least} to ${most}`
}
