import type { Block } from './blocks.js'
import { isOnlyAnchor, plain } from './plain.js'

/** Something to do or to read, with all that belongs to it. */
export interface Entry {
  /** Its first line. */
  readonly title: string
  /** Lines; those of code stand between fences. */
  readonly lines: readonly string[]
  readonly line: number
}

export interface Section {
  /** The headings it stands under, the outermost first; without that of the page. */
  readonly headings: readonly string[]
  readonly line: number
  /** What stands before the first entry. */
  readonly intro: readonly string[]
  readonly entries: readonly Entry[]
}

/** The sections of a page, from heading to heading. What stands behind an entry of a list belongs to it: code, a paragraph, further lists. */
export function sectionsOf(blocks: readonly Block[], pageTitle: Block | undefined): readonly Section[] {
  const sections: Section[] = []
  let section = open([], 0)
  const path: { readonly level: number; readonly text: string }[] = []
  for (const block of blocks) {
    if (block === pageTitle) continue
    if (block.kind === 'heading') {
      sections.push(close(section))
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= block.level) path.pop()
      path.push({ level: block.level, text: plain(block.text) })
      section = open(
        path.map(({ text }) => text),
        block.line,
      )
    } else add(section, block)
  }
  sections.push(close(section))
  return sections
}

interface OpenSection {
  readonly headings: readonly string[]
  readonly line: number
  readonly intro: string[]
  readonly entries: { title: string; lines: string[]; line: number }[]
  /** How far the entries of its list are moved in: what is further in belongs to one. */
  indent: number
}

function open(headings: readonly string[], line: number): OpenSection {
  return { headings, line, intro: [], entries: [], indent: 0 }
}

function close({ headings, line, intro, entries }: OpenSection): Section {
  return {
    headings,
    line,
    intro: trimmed(intro),
    entries: entries.map((entry) => ({ ...entry, lines: trimmed(entry.lines) })),
  }
}

function add(section: OpenSection, block: Exclude<Block, { kind: 'heading' }>): void {
  const entry = section.entries.at(-1)
  const lines = entry?.lines ?? section.intro
  switch (block.kind) {
    case 'blank':
      lines.push('')
      return
    case 'code':
      lines.push('```', ...block.text.split('\n').map((line) => line.replaceAll('```', "'''")), '```')
      return
    case 'text':
      lines.push(plain(block.text))
      return
    case 'item': {
      if (isOnlyAnchor(block.text)) return
      const { text, box } = withoutBox(block.text)
      if (entry !== undefined && block.indent > section.indent + 1) {
        lines.push(`${' '.repeat(Math.min(block.indent - section.indent, 8))}${box ?? '•'} ${text}`)
        return
      }
      section.indent = block.indent
      section.entries.push({ title: text, lines: [text], line: block.line })
    }
  }
}

/** `[ ] Look` is a box to tick; in a walk that is the step itself. */
function withoutBox(text: string): { readonly text: string; readonly box?: string } {
  const [, mark, rest = ''] = /^\[([ xX])\](?:[ \t]+(.*))?$/.exec(text) ?? []
  return mark === undefined ? { text: plain(text) } : { text: plain(rest), box: mark === ' ' ? '☐' : '☑' }
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first === -1
    ? []
    : lines.slice(first, last + 1).filter((line, index, all) => line !== '' || all[index - 1] !== '')
}
