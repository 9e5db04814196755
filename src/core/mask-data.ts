import { masked, maskSecrets, namesSecret } from './mask.js'
import { isHarmless } from './secrets/harmless-values.js'

export interface MaskDataOptions {
  /** What becomes of each text; masks it unless something else is said. */
  readonly text?: (text: string) => string
  /** Deeper or with more nodes than this it is not walked. */
  readonly mostDepth?: number
  readonly mostNodes?: number
}

/** Fields that name a value in a field beside them, as in a container's environment: `{ name: 'DB_PASSWORD', value: '…' }`. */
const nameFields = /^(?:name|key|field|variable|parameter_?key|header)$/i
const valueFields = /^(?:value|parameter_?value|content)$/i

/**
 * The same data, every text masked and every value under a secret's name; states, numbers of tokens and ARNs stay.
 * @throws RangeError where it is larger or deeper than the options allow
 */
export function maskData<Data>(data: Data, options: MaskDataOptions = {}): Data {
  const { text = maskSecrets, mostDepth = 200, mostNodes = Number.POSITIVE_INFINITY } = options
  let nodes = 0
  const walk = (node: unknown, depth: number): unknown => {
    nodes += 1
    if (depth > mostDepth || nodes > mostNodes) throw new RangeError('The data is too large to be masked')
    if (typeof node === 'string') return text(node)
    if (Array.isArray(node)) return node.map((item) => walk(item, depth + 1))
    if (!isObject(node)) return node
    const named = Object.entries(node).some(
      ([name, inner]) => nameFields.test(name) && typeof inner === 'string' && namesSecret(inner),
    )
    return Object.fromEntries(
      Object.entries(node).map(([name, inner]) => [
        text(name),
        isSecret(name, inner) || (named && valueFields.test(name)) ? masked : walk(inner, depth + 1),
      ]),
    )
  }
  return walk(data, 0) as Data
}

function isSecret(name: string, value: unknown): boolean {
  if (!namesSecret(name) || value === null || value === undefined || typeof value === 'boolean') return false
  return !(typeof value === 'string' || typeof value === 'number') || !isHarmless(String(value), name)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
