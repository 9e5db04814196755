import { masked, namesSecret } from '../core/mask.js'
import { keep } from './keep.js'

/** A line deeper or larger than this is not read as JSON but shown as the text it is. */
const mostDepth = 20
const mostNodes = 20_000

/** The object again as JSON, every text masked and every value under a secret's name; undefined where it is too large or too deep. */
export function maskJson(value: unknown): string | undefined {
  let nodes = 0
  const walk = (node: unknown, depth: number): unknown => {
    nodes += 1
    if (depth > mostDepth || nodes > mostNodes) throw new RangeError('too large')
    if (typeof node === 'string') return keep(node).kept
    if (Array.isArray(node)) return node.map((item) => walk(item, depth + 1))
    if (!isObject(node)) return node
    return Object.fromEntries(
      Object.entries(node).map(([name, inner]) => [
        keep(name).kept,
        namesSecret(name) ? masked : walk(inner, depth + 1),
      ]),
    )
  }
  try {
    return JSON.stringify(walk(value, 0))
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
