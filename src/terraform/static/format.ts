import type { Node } from 'web-tree-sitter'
import { attributesOf, namedChildren } from './syntax.js'

/**
 * Whether a text certainly is not as the tool's `fmt` writes it: indentation of blocks and arguments, tabs, blanks at the ends of lines, equals signs of neighbours
 * that are not in one column. What it says nothing of may be wrong all the same.
 */
export function isBadlyFormatted(root: Node, text: string): boolean {
  const inText = linesOfTemplates(root)
  const lines = text.split('\n')
  if (lines.some((line, at) => !inText.has(at) && (/[ \t]\r?$/.test(line) || /^ *\t/.test(line)))) return true
  const body = namedChildren(root).find(({ type }) => type === 'body')
  return body !== undefined && isBadBody(body, 0, lines)
}

function isBadBody(body: Node, depth: number, lines: readonly string[]): boolean {
  const isOneLine = body.parent !== null && body.parent.startPosition.row === body.parent.endPosition.row
  if (isOneLine && depth > 0) return false
  for (const node of namedChildren(body)) {
    const { row, column } = node.startPosition
    const isFirst = (lines[row] ?? '').slice(0, column).trim() === ''
    if (isFirst && column !== depth * 2) return true
    const inner = node.type === 'block' ? namedChildren(node).find(({ type }) => type === 'body') : undefined
    if (inner !== undefined && isBadBody(inner, depth + 1, lines)) return true
  }
  return isUnaligned(body)
}

/** Neighbours of one line each have their equals signs in one column. */
function isUnaligned(body: Node): boolean {
  let before: { readonly row: number; readonly equals: number } | undefined
  for (const { node, value } of attributesOf(body)) {
    const { row } = node.startPosition
    const sign = node.children.find((child) => child?.text === '=')
    const equals = sign?.startPosition.column
    if (equals === undefined || row !== node.endPosition.row || isBracket(value)) {
      before = undefined
      continue
    }
    if (before !== undefined && before.row === row - 1 && before.equals !== equals) return true
    before = { row, equals }
  }
  return false
}

/** fmt keeps those out of the columns of their neighbours in some cases. */
function isBracket({ text }: Node): boolean {
  return /^[[{]/.test(text)
}

function linesOfTemplates(root: Node): ReadonlySet<number> {
  const lines = new Set<number>()
  const visit = (node: Node) => {
    if (node.type === 'heredoc_template') {
      for (let row = node.startPosition.row + 1; row <= node.endPosition.row; row += 1) lines.add(row)
    } else for (const child of namedChildren(node)) visit(child)
  }
  visit(root)
  return lines
}
