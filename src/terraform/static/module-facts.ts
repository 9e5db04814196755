import type { Node } from 'web-tree-sitter'
import { hasBlock, type Reference, referencesIn } from './references.js'
import {
  type At,
  attributesOf,
  type Block,
  blocksOf,
  bodyOf,
  type Found,
  lineOf,
  literalOf,
} from './syntax.js'

export interface Call extends At {
  readonly name: string
  /** Absent where it is not written out. */
  readonly source?: string
  readonly arguments: readonly (At & { readonly name: string })[]
}

/** What the files of one directory declare, and what they refer to. */
export interface ModuleFacts {
  readonly variables: ReadonlyMap<string, At & { readonly required: boolean }>
  readonly locals: ReadonlySet<string>
  readonly outputs: ReadonlySet<string>
  /** `aws_vpc.main`, `data.aws_region.current` */
  readonly resources: ReadonlySet<string>
  readonly calls: readonly Call[]
  /** In `required_providers`, or by a block `provider`. */
  readonly namesProviders: boolean
  readonly references: readonly (Reference & { readonly file: string })[]
  /** Declared twice, or not a block that Terraform knows. */
  readonly found: readonly Found[]
}

/** Top-level blocks of Terraform 1.14 and OpenTofu 1.12. */
const blockTypes = new Set(
  'action check data ephemeral import list locals module moved output provider removed resource terraform variable'.split(
    ' ',
  ),
)
/** Arguments of a call that are Terraform's own. */
const ofCalls = new Set(['source', 'version', 'count', 'for_each', 'depends_on', 'providers', 'enabled'])
/** What these refer to is something else, or gone. */
const silent = new Set(['terraform', 'moved', 'removed', 'import', 'list'])

/** Pure. @param files parsed, without mistakes in their syntax */
export function factsOf(files: readonly { readonly file: string; readonly root: Node }[]): ModuleFacts {
  const variables = new Map<string, At & { required: boolean }>()
  const [locals, outputs, resources] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const calls: Call[] = []
  const references: (Reference & { file: string })[] = []
  const found: Found[] = []
  let namesProviders = false
  const seen = new Map<string, At>()

  function declare(what: string, at: At): void {
    const before = seen.get(what)
    if (before === undefined) seen.set(what, at)
    else if (!isOverride(at.file)) {
      const says = `${what} is declared a second time: it stands in ${before.file}, line ${before.line} already.`
      found.push({ ...at, says })
    }
  }

  function read(block: Block, file: string): void {
    const { type, labels, body, node } = block
    const at = { file, line: lineOf(node) }
    const [label = '', name = ''] = labels
    if (!blockTypes.has(type)) found.push({ ...at, says: `There is no block “${type}”.` })
    if (!silent.has(type) && blockTypes.has(type)) {
      references.push(...referencesOf(block).map((reference) => ({ ...reference, file })))
    }
    namesProviders ||= type === 'provider' || hasBlock(body, 'required_providers')
    if (type === 'locals') {
      for (const { name: local, node: attribute } of attributesOf(body)) {
        declare(`local.${local}`, { file, line: lineOf(attribute) })
        locals.add(local)
      }
    } else if (type === 'variable') {
      declare(`var.${label}`, at)
      variables.set(label, { ...at, required: attributesOf(body).every((one) => one.name !== 'default') })
    } else if (type === 'output') {
      declare(`output.${label}`, at)
      outputs.add(label)
    } else if (type === 'module') {
      declare(`module.${label}`, at)
      calls.push(callOf(block, file))
    } else if (type === 'resource') {
      declare(`${label}.${name}`, at)
      resources.add(`${label}.${name}`)
    } else if (type === 'data' || type === 'ephemeral') {
      declare(`${type}.${label}.${name}`, at)
      resources.add(`${type}.${label}.${name}`)
    } else if (type === 'check') {
      for (const {
        labels: [kind, own],
      } of blocksOf(body).filter((one) => one.type === 'data'))
        resources.add(`data.${kind}.${own}`)
    }
  }

  for (const { file, root } of files.toSorted(
    (one, other) => Number(isOverride(one.file)) - Number(isOverride(other.file)),
  )) {
    const body = bodyOf(root)
    for (const { name, node } of attributesOf(body))
      found.push({ file, line: lineOf(node), says: `“${name}” stands outside of any block.` })
    for (const block of blocksOf(body)) read(block, file)
  }
  return { variables, locals, outputs, resources, calls, namesProviders, references, found }
}

/** Of a variable the type is no expression. */
function referencesOf({ type, body }: Block): readonly Reference[] {
  if (body === undefined) return []
  if (type !== 'variable') return referencesIn(body)
  return blocksOf(body).flatMap(({ node }) => referencesIn(node))
}

function callOf({ labels, body, node }: Block, file: string): Call {
  const written = attributesOf(body)
  const source = written.find(({ name }) => name === 'source')
  const literal = source === undefined ? undefined : literalOf(source.value)
  return {
    file,
    line: lineOf(node),
    name: labels[0] ?? '',
    ...(literal === undefined ? {} : { source: literal }),
    arguments: written
      .filter(({ name }) => !ofCalls.has(name))
      .map(({ name, node: attribute }) => ({ name, file, line: lineOf(attribute) })),
  }
}

function isOverride(file: string): boolean {
  return /(?:^|[/_])override\.(?:tf|tofu)$/.test(file)
}
