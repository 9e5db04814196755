import { choice, object, optional, required, type Rule, string } from './rules.js'

type Fields = Parameters<typeof object>[0]

/** A block of this type with these fields, besides those that every block has. */
export function block(type: string, fields: Fields, also?: Rule): Rule {
  return object({ type: required(choice(type)), block_id: optional(string(255, 1)), ...fields }, also)
}
