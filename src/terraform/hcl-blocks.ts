/** A block of HCL: `resource "aws_ecs_service" "backend" { … }`. */
export interface HclBlock {
  readonly type: string
  readonly labels: readonly string[]
  /** What stands between its braces. */
  readonly body: string
  /** Of its first character, from 1. */
  readonly line: number
}

/**
 * The blocks of a text of HCL, outermost only; ask again with a body for those within. It knows comments, quoted text with `${…}`, heredocs and brackets, which is what it takes to find
 * where a block ends, and no more of the language: expressions are not understood. Text that is not HCL gives no blocks, or fewer.
 */
export function blocksIn(text: string): readonly HclBlock[] {
  const blocks: HclBlock[] = []
  let from = 0
  while (from < text.length) {
    const open = nextAt(text, from, '{')
    if (open === undefined) break
    const head = headBefore(text.slice(from, open))
    const close = endOf(text, open)
    if (close === undefined) break
    if (head !== undefined) {
      const line = text.slice(0, from + head.at).split('\n').length
      blocks.push({ type: head.type, labels: head.labels, body: text.slice(open + 1, close), line })
    }
    from = close + 1
  }
  return blocks
}

/** `name = value` of a body, not of the blocks within it. */
export interface HclAttribute {
  readonly name: string
  /** From after `=` to the end of its line, or of its brackets; without comments. */
  readonly value: string
  /** In the body, from 1. */
  readonly line: number
}

export function attributesIn(body: string): readonly HclAttribute[] {
  const attributes: HclAttribute[] = []
  let depth = 0
  let line = 1
  for (let at = 0; at < body.length; ) {
    const isLineStart = at === 0 || body[at - 1] === '\n'
    const head = depth === 0 && isLineStart ? attributeHead.exec(body.slice(at, at + 500)) : null
    const end = head === null ? skipped(body, at) : valueEnd(body, at + head[0].length)
    if (head !== null) {
      const value = withoutComments(body.slice(at + head[0].length, end)).trim()
      attributes.push({ name: head[1] ?? '', value, line })
    } else {
      if (opening.includes(body[at] ?? '')) depth += 1
      if (closing.includes(body[at] ?? '')) depth -= 1
    }
    line += body.slice(at, end).split('\n').length - 1
    at = end
  }
  return attributes
}

/** What is written for an attribute of a body. */
export function attributeIn(body: string, name: string): string | undefined {
  return attributesIn(body).find((attribute) => attribute.name === name)?.value
}

const attributeHead = /^[ \t]*([A-Za-z_][\w-]*)[ \t]*=(?![=>])/
const opening = '{[('
const closing = '}])'

function valueEnd(body: string, from: number): number {
  let depth = 0
  let at = from
  for (; at < body.length; at = skipped(body, at)) {
    const character = body[at] ?? ''
    if (depth === 0 && character === '\n') break
    if (opening.includes(character)) depth += 1
    if (closing.includes(character)) depth -= 1
    if (depth < 0) break
  }
  return at
}

/** `type "label" "label"` at the end of what stands before a brace: nothing of an expression such as `a = {`. */
function headBefore(
  text: string,
): { readonly type: string; readonly labels: readonly string[]; readonly at: number } | undefined {
  const match = /(?:^|\n)[ \t]*([A-Za-z_][\w-]*)((?:[ \t]+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*)[ \t]*$/.exec(text)
  if (match?.[1] === undefined) return undefined
  const labels = [...(match[2] ?? '').matchAll(/"([^"\n]*)"|([A-Za-z_][\w-]*)/g)]
  return {
    type: match[1],
    labels: labels.map(([, quoted, bare]) => quoted ?? bare ?? ''),
    at: match.index + match[0].search(/[A-Za-z_]/),
  }
}

function nextAt(text: string, from: number, wanted: string): number | undefined {
  for (let at = from; at < text.length; at = skipped(text, at)) if (text[at] === wanted) return at
  return undefined
}

/** Where the bracket that opens here is closed. */
function endOf(text: string, open: number): number | undefined {
  let depth = 0
  for (let at = open; at < text.length; at = skipped(text, at)) {
    const character = text[at] ?? ''
    if (opening.includes(character)) depth += 1
    if (closing.includes(character)) depth -= 1
    if (depth === 0) return at
  }
  return undefined
}

/** The place after what stands here: a whole comment, quoted text or heredoc, else one character. */
function skipped(text: string, at: number): number {
  const next = text.slice(at, at + 2)
  if (text[at] === '#' || next === '//') return lineEnd(text, at)
  if (next === '/*') {
    const end = text.indexOf('*/', at + 2)
    return end === -1 ? text.length : end + 2
  }
  if (text[at] === '"') return quotedEnd(text, at)
  if (next === '<<') return heredocEnd(text, at)
  return at + 1
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

/** Within `${…}` and `%{…}` quotes are quotes of their own. */
function quotedEnd(text: string, from: number): number {
  let at = from + 1
  while (at < text.length) {
    const next = text.slice(at, at + 2)
    if (text[at] === '\\') at += 2
    else if (text[at] === '"') return at + 1
    else if (text[at] === '\n') return at
    else if (text.slice(at, at + 3) === '$${' || text.slice(at, at + 3) === '%%{') at += 3
    else if (next === '${' || next === '%{') at = (endOf(text, at + 1) ?? text.length) + 1
    else at += 1
  }
  return text.length
}

function heredocEnd(text: string, at: number): number {
  const match = /^<<-?([A-Za-z_]\w*)[ \t]*\r?\n/.exec(text.slice(at, at + 200))
  if (match?.[1] === undefined) return at + 2
  const end = new RegExp(`^[ \\t]*${match[1]}[ \\t]*\\r?$`, 'm').exec(text.slice(at + match[0].length))
  return end === null ? text.length : at + match[0].length + end.index + end[0].length
}

function withoutComments(value: string): string {
  let kept = ''
  for (let at = 0; at < value.length; ) {
    const end = skipped(value, at)
    const isComment = value[at] === '#' || ['//', '/*'].includes(value.slice(at, at + 2))
    kept += isComment ? ' ' : value.slice(at, end)
    at = end
  }
  return kept
}
