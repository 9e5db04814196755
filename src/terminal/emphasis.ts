import { styleText } from 'node:util'
import type { KnownBlock } from '@slack/types'
import { boldOrItalic, plainText } from '../slack/plain-text.js'

type Style = 'bold' | 'cyan' | 'dim'

/** Signs of the private use area stand around what stands out, from the blocks to the screen: whatever makes text safe on the way takes escape codes out. */
const begins: Readonly<Record<Style, string>> = { bold: '\ue001', cyan: '\ue002', dim: '\ue003' }
const ends = '\ue000'
const signs = /[\ue000-\ue003]/g
const pieces = /[\ue000-\ue003]|[^\ue000-\ue003]+/g

/** A message as lines, with signs around what is bold, code or said in passing. `painted` makes colours of them. */
export function emphasised(blocks: readonly KnownBlock[]): string {
  return plainText(blocks.map((block) => marked(block, false) as KnownBlock))
}

/** Colours for the signs, as a terminal understands them. */
export function painted(text: string): string {
  const styles: Style[] = []
  const shown: string[] = []
  for (const [piece] of text.matchAll(pieces)) {
    const begun = styleOf(piece)
    if (piece === ends) styles.pop()
    else if (begun !== undefined) styles.push(begun)
    else shown.push(styles.length === 0 ? piece : styleText([...styles], piece))
  }
  return shown.join('')
}

function styleOf(sign: string): Style | undefined {
  return (Object.keys(begins) as Style[]).find((style) => begins[style] === sign)
}

function marked(part: unknown, quiet: boolean): unknown {
  // What others wrote has no say in colours.
  if (typeof part === 'string') return part.replace(signs, '')
  if (Array.isArray(part)) return part.map((child) => marked(child, quiet))
  if (typeof part !== 'object' || part === null) return part
  const { type, text } = part as { readonly type?: unknown; readonly text?: unknown }
  if (type === 'header' && typeof text === 'object') return { ...part, text: bold(text as Text) }
  if (type === 'container') return { ...markedFields(part, quiet), ...boldTitle(part) }
  if (type === 'mrkdwn' && typeof text === 'string') return { ...part, text: markedText(text, quiet) }
  return markedFields(part, quiet || type === 'context')
}

function markedFields(part: object, quiet: boolean): object {
  return Object.fromEntries(Object.entries(part).map(([name, child]) => [name, marked(child, quiet)]))
}

function boldTitle(part: object): object {
  const { title } = part as { readonly title?: Text }
  return title === undefined ? {} : { title: bold(title) }
}

interface Text {
  readonly text: string
}

function bold(text: Text): Text {
  return { ...text, text: around('bold', text.text.replace(signs, '')) }
}

function markedText(text: string, quiet: boolean): string {
  const parts = text.replace(signs, '').split(/(```[\s\S]*?```|`[^`\n]+`)/)
  const shown = parts.map((part, index) => {
    if (index % 2 === 1) return part.startsWith('```') ? part : around('cyan', part)
    return part.replace(boldOrItalic.bold, (_whole, before: string, words: string) => {
      return `${before}${around('bold', words)}`
    })
  })
  return quiet ? around('dim', shown.join('')) : shown.join('')
}

function around(style: Style, words: string): string {
  return `${begins[style]}${words}${ends}`
}
