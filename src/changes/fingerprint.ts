import { createHash } from 'node:crypto'
import type { Json } from '../core/json.js'
import type { Plan } from '../core/operation.js'

/**
 * Names one exact plan: what would be done, to what, from which starting point. Two plans with the same fingerprint change the same things in
 * the same way; words and warnings do not count.
 */
export function fingerprintOf(operation: string, input: Json, plan: Plan): string {
  const content = {
    operation,
    input,
    changes: plan.changes.map((change) => ({ ...change })),
    basis: plan.basis,
  }
  return createHash('sha256').update(canonical(content)).digest('hex')
}

/** JSON with sorted keys, so that equal values give equal text. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value as { [key: string]: Json }).filter(
    ([, member]) => member !== undefined,
  )
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}
