/** A part of a page, as far as a walk through it needs to know. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly line: number }
  /** An entry of a list, by how far it is moved in. */
  | {
      readonly kind: 'item'
      readonly indent: number
      readonly mark: string
      readonly text: string
      readonly line: number
    }
  /** A line of anything else: paragraphs, tables, quotes. */
  | { readonly kind: 'text'; readonly indent: number; readonly text: string; readonly line: number }
  | { readonly kind: 'code'; readonly text: string; readonly line: number }
  | { readonly kind: 'blank'; readonly line: number }

const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/
const item = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(.*)$/
const fence = /^[ \t]*(`{3,}|~{3,})/
const rule = /^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$/

/** Takes a page apart, line by line. Lines count from 0. Takes time in proportion to the length. */
export function blocksOf(lines: readonly string[], start: number): readonly Block[] {
  const blocks: Block[] = []
  for (let line = start; line < lines.length; line += 1) {
    const text = lines[line] ?? ''
    const [, opening] = fence.exec(text) ?? []
    if (opening !== undefined) {
      const end = endOfFence(lines, line, opening)
      const code = lines.slice(line + 1, end).join('\n')
      if (code.trim() !== '') blocks.push({ kind: 'code', text: unindented(code), line })
      line = end
    } else if (text.trimStart().startsWith('<!--')) line = endOfComment(lines, line)
    else blocks.push(...blockOf(lines, line, text, blocks))
  }
  return blocks
}

function blockOf(lines: readonly string[], line: number, text: string, before: Block[]): readonly Block[] {
  if (text.trim() === '') return [{ kind: 'blank', line }]
  const [, marks = '', title = ''] = heading.exec(text) ?? []
  if (marks !== '') return [{ kind: 'heading', level: marks.length, text: withoutMarks(title), line }]
  const underlined = underlinedBy(text, before.at(-1), line)
  if (underlined !== undefined) {
    const over = before.pop()
    return [
      { kind: 'heading', level: underlined, text: over?.kind === 'text' ? over.text : '', line: line - 1 },
    ]
  }
  if (rule.test(text)) return []
  const [, space = '', mark = '', rest = ''] = item.exec(text) ?? []
  if (mark !== '') return [{ kind: 'item', indent: widthOf(space), mark, text: rest.trim(), line }]
  return [{ kind: 'text', indent: widthOf(/^[ \t]*/.exec(text)?.[0] ?? ''), text: text.trim(), line }]
}

/** A line of = or - under a line of text makes that a heading. */
function underlinedBy(text: string, over: Block | undefined, line: number): number | undefined {
  if (over?.kind !== 'text' || over.line !== line - 1 || over.text.includes('|')) return undefined
  if (/^ {0,3}=+[ \t]*$/.test(text)) return 1
  return /^ {0,3}-+[ \t]*$/.test(text) ? 2 : undefined
}

/** The line with the closing fence, or behind the last one: what is not closed reaches to the end. */
function endOfFence(lines: readonly string[], start: number, opening: string): number {
  for (let line = start + 1; line < lines.length; line += 1) {
    const text = lines[line]?.trim() ?? ''
    if (text.length >= opening.length && text === opening.charAt(0).repeat(text.length)) return line
  }
  return lines.length
}

/** The last line of a comment; one without an end is only its own line. */
function endOfComment(lines: readonly string[], start: number): number {
  for (let line = start; line < Math.min(lines.length, start + 500); line += 1) {
    if (lines[line]?.includes('-->') === true) return line
  }
  return start
}

function withoutMarks(title: string): string {
  let end = title.trimEnd().length
  const trimmed = title.slice(0, end)
  while (end > 0 && trimmed.charAt(end - 1) === '#') end -= 1
  const isClosing = end === 0 || /[ \t]/.test(trimmed.charAt(end - 1))
  return (isClosing ? trimmed.slice(0, end) : trimmed).trim()
}

function widthOf(space: string): number {
  return [...space].reduce((width, character) => width + (character === '\t' ? 4 : 1), 0)
}

/** Without the blanks that all lines of it begin with. */
function unindented(code: string): string {
  const lines = code.split('\n')
  const widths = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0)
  const least = Math.min(...widths.slice(0, 5_000))
  return lines.map((line) => line.slice(Math.min(least, /^ */.exec(line)?.[0].length ?? 0))).join('\n')
}
