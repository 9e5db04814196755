import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import { tokensOf } from './tokens.js'
import type { LocatedProblem, Position, Problem } from './problem.js'

/** These files are written by people; what is larger than 256 Ki characters is another file. */
export const mostCharacters = 262_144
/** No schema of ours needs more than a dozen levels. */
const mostLevels = 32

/** A YAML file as plain data, and where each part of it stands. */
export interface ReadDocument {
  /** Undefined when the text could not be read as one YAML document. */
  readonly data: unknown
  readonly problems: readonly LocatedProblem[]
  readonly locate: (problem: Problem) => LocatedProblem
}

/** Reads one YAML document. Never throws: what is wrong is in `problems`. */
export function readDocument(text: string): ReadDocument {
  if (text.length > mostCharacters) {
    return unreadable(
      `The file has ${text.length} characters. Allowed: at most ${mostCharacters}. Is it the right file?`,
    )
  }
  const tooDeep = tooDeepAt(text)
  if (tooDeep !== undefined) return unreadable(tooMany(), tooDeep)
  const lines = new LineCounter()
  const parsed = parse(text, lines)
  if (parsed === undefined) return unreadable(tooMany())
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const located = (offset: number, what: string): LocatedProblem => ({ path: [], what, ...at(offset) })
  const syntax = [...parsed.errors, ...parsed.warnings]
    .filter(({ code }) => !toldByToken.includes(code))
    .slice(0, 1_000)
    .map((error) => located(error.pos[0], explainSyntax(error.code, error.message)))
  const constructs = [...refusedTokens(text), ...refusedConstructs(parsed)].map(({ offset, what }) =>
    located(offset, what),
  )
  const broken = constructs.length > 0 || parsed.errors.length > 0
  return {
    data: broken ? undefined : parsed.toJS({ maxAliasCount: 0 }),
    problems: [
      ...syntax,
      ...constructs,
      ...duplicateKeys(parsed).map((offset) => located(offset, duplicateKey)),
    ],
    locate: (problem) => ({ ...problem, ...at(offsetOf(parsed, problem)) }),
  }
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error', uniqueKeys: false })
  } catch {
    // No text is known to get here; the promise never to throw does not rest on the parser.
    return undefined
  }
}

function unreadable(what: string, position: Position = { line: 1, column: 1 }): ReadDocument {
  return {
    data: undefined,
    problems: [{ path: [], what, ...position }],
    locate: (problem) => ({ ...problem, line: 1, column: 1 }),
  }
}

function tooMany(): string {
  return `Lists and maps are nested too deeply. Allowed: at most ${mostLevels} levels.`
}

/**
 * Where the text is nested deeper than anything needs, told without parsing it. The parser recurses, and V8 ends the whole
 * process when it has to compile a regular expression with the stack nearly exhausted: catching is not enough.
 */
function tooDeepAt(text: string): Position | undefined {
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    const indentation = line.search(/[^ ]|$/)
    if (indentation > mostLevels * 4) return { line: index + 1, column: indentation + 1 }
    // `- - -` and `? ? ?` nest without an indentation.
    const indicators = line.match(/[-?:](?=\s|$)/g)?.length ?? 0
    if (indicators > mostLevels * 2) return { line: index + 1, column: 1 }
  }
  return bracketsTooDeepAt(text)
}

/** Counts the brackets that are brackets, and not those in texts and comments. */
function bracketsTooDeepAt(text: string): Position | undefined {
  let depth = 0
  for (const { type, offset } of tokensOf(text)) {
    if (type === 'flow-seq-start' || type === 'flow-map-start') depth += 1
    if (type === 'flow-seq-end' || type === 'flow-map-end') depth -= 1
    if (depth > mostLevels * 2) {
      const before = text.slice(0, offset)
      return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
    }
  }
  return undefined
}

/**
 * Tags and directives change how a value is read (after `%YAML 1.1` `010` is 8 and `1:30` is 90). They are looked for in the text: the parser takes
 * what it knows of them without a word.
 */
function refusedTokens(text: string): Construct[] {
  const found: Construct[] = []
  for (const { type, offset } of tokensOf(text)) {
    if (type === 'tag') found.push({ offset, what: 'A tag (!…) is not allowed. Write a plain value.' })
    if (type === 'directive-line')
      found.push({ offset, what: 'A directive (%…) is not allowed. Delete the line.' })
  }
  return found.slice(0, 1_000)
}

interface Construct {
  readonly offset: number
  readonly what: string
}

/** Everything YAML offers beyond plain maps, lists and scalars: no file of ours needs it, and each has bitten somebody. */
function refusedConstructs(document: Document.Parsed): Construct[] {
  const found: Construct[] = []
  const refuse = (node: unknown, what: string): void => {
    found.push({ offset: isNode(node) ? (node.range?.[0] ?? 0) : 0, what })
  }
  visit(document, (_key, node, path) => {
    if (path.length > mostLevels * 2) {
      refuse(node, tooMany())
      return visit.BREAK
    }
    if (isAlias(node))
      refuse(node, `An alias (*${node.source.slice(0, 40)}) is not allowed. Write the value out.`)
    else if (isNode(node) && 'anchor' in node && node.anchor !== undefined) {
      refuse(node, 'An anchor (&…) is not allowed. Write the value out at each place.')
    }
    if (isPair(node)) {
      const refused = refusedKey(node)
      if (refused !== undefined) {
        refuse(node.key, refused)
        return visit.SKIP
      }
    }
    return undefined
  })
  return found.slice(0, 1_000)
}

/** What the parser says of tags and directives, which `refusedTokens` has found already. */
const toldByToken: readonly string[] = ['TAG_RESOLVE_FAILED', 'BAD_DIRECTIVE']

const duplicateKey = 'This key stands twice in the same map. Keep one.'

/** Looked for here because the parser compares each key with each: ten thousand keys would take seconds. */
function duplicateKeys(document: Document.Parsed): number[] {
  const found: number[] = []
  visit(document, {
    Map(_key, map, path) {
      if (path.length > mostLevels * 2) return visit.BREAK
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        const value = isScalar(key) ? key.value : undefined
        if (typeof value !== 'string') continue
        if (seen.has(value)) found.push(start(key))
        seen.add(value)
      }
      return undefined
    },
  })
  return found.slice(0, 1_000)
}

function refusedKey(pair: Pair): string | undefined {
  if (isAlias(pair.key)) return undefined
  if (!isScalar(pair.key)) return 'A key must be a word, not a list or a map.'
  if (typeof pair.key.value !== 'string')
    return 'A key must be a word. Put it into quotes if it is meant as one.'
  if (pair.key.value === '__proto__') return 'The key `__proto__` is not allowed.'
  return undefined
}

function explainSyntax(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'A tab is not allowed as indentation. Use spaces.'
  if (code === 'MULTIPLE_DOCS') return 'A second document (---) is not allowed. Keep one.'
  if (code === 'RESOURCE_EXHAUSTION') return tooMany()
  return `This is not valid YAML: ${message.split('\n', 1)[0]?.slice(0, 200) ?? code}.`
}

/** Where the path ends, or the last part of it that stands in the file. */
function offsetOf(document: Document.Parsed, problem: Problem): number {
  let node: unknown = document.contents
  let keyOffset = start(node)
  let atKey = false
  for (const step of problem.path) {
    const inner = innerNode(node, step)
    if (inner === undefined) return keyOffset
    keyOffset = inner.keyOffset
    node = inner.node
    atKey = inner.inMap
  }
  const empty = !isNode(node) || (isScalar(node) && node.value === null)
  return atKey && (problem.atKey === true || empty) ? keyOffset : (start(node) ?? keyOffset)
}

function innerNode(
  node: unknown,
  step: PropertyKey,
): { readonly node: unknown; readonly keyOffset: number; readonly inMap: boolean } | undefined {
  if (isMap(node)) {
    const pair = node.items.findLast((item) => isScalar(item.key) && item.key.value === step)
    return pair === undefined ? undefined : { node: pair.value, keyOffset: start(pair.key), inMap: true }
  }
  if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
    return { node: node.items[step], keyOffset: start(node.items[step]), inMap: false }
  }
  return undefined
}

function start(node: unknown): number {
  return isNode(node) ? ((node as Node).range?.[0] ?? 0) : 0
}
