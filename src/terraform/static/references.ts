import type { Node } from 'web-tree-sitter'
import { attributesOf, blocksOf, children, lineOf, literalOf, namedChildren } from './syntax.js'

/** `module.network["a"].id` → `['module', 'network', 'id']`, with the line it stands in. */
export interface Reference {
  readonly path: readonly string[]
  readonly line: number
}

/** Where names stand for something else than what they refer to elsewhere: providers, types, attributes that are to be left alone. */
const notReferences = new Set(['provider', 'providers', 'ignore_changes'])

/** What a body, or an expression, refers to. @param scope names that `for` and `dynamic` have made */
export function referencesIn(node: Node, scope: ReadonlySet<string> = new Set()): readonly Reference[] {
  if (node.type === 'attribute') {
    const [name, value] = namedChildren(node)
    return name === undefined || value === undefined || notReferences.has(name.text)
      ? []
      : referencesIn(value, scope)
  }
  const inner = node.type === 'block' ? withIterator(node, scope) : withLoops(node, scope)
  const all = children(node)
  return all.flatMap((child, at): readonly Reference[] => {
    if (child.type !== 'variable_expr') return referencesIn(child, inner)
    const path = [child.text, ...stepsAfter(all.slice(at + 1))]
    return path.length > 1 && !inner.has(child.text) ? [{ path, line: lineOf(child) }] : []
  })
}

/** `.a.b[0].c` → a, b, c */
function stepsAfter(nodes: readonly Node[]): readonly string[] {
  const steps: string[] = []
  for (const node of nodes) {
    if (node.type === 'get_attr') steps.push(node.text.replace(/^\s*\.\s*/, ''))
    else if (node.type !== 'index') break
  }
  return steps
}

function withLoops(node: Node, scope: ReadonlySet<string>): ReadonlySet<string> {
  const intros = namedChildren(node).filter(
    ({ type }) => type === 'for_intro' || type === 'template_for_start',
  )
  const names = intros.flatMap((intro) =>
    namedChildren(intro)
      .filter(({ type }) => type === 'identifier')
      .map(({ text }) => text),
  )
  return names.length === 0 ? scope : new Set([...scope, ...names])
}

function withIterator(node: Node, scope: ReadonlySet<string>): ReadonlySet<string> {
  const [type, label] = namedChildren(node)
  if (type?.text !== 'dynamic' || label === undefined) return scope
  const body = namedChildren(node).find((child) => child.type === 'body')
  const iterator = attributesOf(body)
    .find(({ name }) => name === 'iterator')
    ?.value.text.trim()
  return new Set([...scope, iterator ?? literalOf(label) ?? ''])
}

/** Whether a block has one of this type right in it. */
export function hasBlock(body: Node | undefined, type: string): boolean {
  return blocksOf(body).some((block) => block.type === type)
}
