import type { Node, Parser } from 'web-tree-sitter'

/** A place in a file, from 1. */
export interface At {
  readonly file: string
  readonly line: number
}

export type Found = At & { readonly says: string }

/** `name = value` of a body. */
export interface Attribute {
  readonly name: string
  readonly value: Node
  readonly node: Node
}

export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  /** Absent where it is empty. */
  readonly body: Node | undefined
  readonly node: Node
}

/** A parsed file: free it with `delete`. */
export function parse(parser: Parser, text: string) {
  const tree = parser.parse(text)
  if (tree === null) throw new Error('The parser has no language')
  return tree
}

/** What of a text is not HCL: its first mistake, behind which everything is guesswork. */
export function syntaxErrorIn(root: Node, file: string): Found | undefined {
  if (!root.hasError) return undefined
  const wrong = firstWrong(root)
  const line = (wrong?.startPosition.row ?? 0) + 1
  if (wrong === undefined) return { file, line, says: 'This is not Terraform’s language.' }
  if (wrong.isMissing) return { file, line, says: `A ${inWords(wrong.type)} is missing here.` }
  const [text = ''] = wrong.text.trim().split('\n')
  return { file, line, says: `This is not expected here: ${text.slice(0, 60)}` }
}

function inWords(type: string): string {
  if (type === 'block_end') return 'closing brace (})'
  if (type === 'identifier') return 'name'
  return /^\W+$/.test(type) ? `“${type}”` : type.replaceAll('_', ' ')
}

function firstWrong(node: Node): Node | undefined {
  if (node.isMissing || node.isError) return node
  if (!node.hasError) return undefined
  for (const child of children(node)) {
    const wrong = firstWrong(child)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

export function children(node: Node): readonly Node[] {
  return node.children.filter((child) => child !== null)
}

export function namedChildren(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null)
}

/** The body of a whole file. */
export function bodyOf(root: Node): Node | undefined {
  return namedChildren(root).find(({ type }) => type === 'body')
}

export function attributesOf(body: Node | undefined): readonly Attribute[] {
  if (body === undefined) return []
  return namedChildren(body).flatMap((node) => {
    if (node.type !== 'attribute') return []
    const [name, value] = namedChildren(node).filter(({ type }) => type !== 'comment')
    return name === undefined || value === undefined ? [] : [{ name: name.text, value, node }]
  })
}

export function blocksOf(body: Node | undefined): readonly Block[] {
  if (body === undefined) return []
  return namedChildren(body).flatMap((node) => {
    if (node.type !== 'block') return []
    const [type, ...rest] = namedChildren(node)
    const labels = rest.filter(({ type: kind }) => kind === 'string_lit' || kind === 'identifier')
    return [
      {
        type: type?.text ?? '',
        labels: labels.map(({ text }) => text.replace(/^"|"$/g, '')),
        body: rest.find(({ type: kind }) => kind === 'body'),
        node,
      },
    ]
  })
}

/** What is written out in quotes; undefined for everything else. */
export function literalOf({ text }: Node): string | undefined {
  const quoted = /^"([^"\\]*)"$/.exec(text.trim())?.[1]
  return quoted === undefined || quoted.includes('${') ? undefined : quoted
}

export function lineOf(node: Node): number {
  return node.startPosition.row + 1
}
