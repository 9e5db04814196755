import { nearest } from '../core/suggest.js'
import { showValue } from '../yaml/problem.js'

/** Reading what is written before it is known to be valid. */

export function unknownName(kind: string, written: string, known: readonly string[]): string {
  const meant = nearest(written, known)
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
  const shown = known.length > 40 ? [...known.slice(0, 40), '…'] : known
  return `There is no ${kind} ${showValue(written)}.${hint} Allowed: ${shown.join(', ')}.`
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
