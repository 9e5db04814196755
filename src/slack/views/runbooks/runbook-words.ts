import type { RichTextBlock, RichTextElement } from '@slack/types'
import { printable } from '../../../core/printable.js'

type RichTextPart = RichTextBlock['elements'][number]

const fence = /^```[^\n]*\n([\s\S]*?)(?:\n```[ \t]*$|$(?![\s\S]))/gm
/** Code in backticks, words between two stars, an address. */
const marks = /(`+)([^`\n]+)\1|\*\*([^*\n]+)\*\*|https?:\/\/[^\s<>"'`()]+/g
const closing = /[.,;:!?]+$/

/**
 * What a runbook says, as its file writes it: code is shown as code, words between two stars bold, an address as a link by itself. Everything else stands letter by letter,
 * so that a value put into it mentions nobody and hides no address.
 */
export function runbookWords(written: string): RichTextPart[] {
  const text = printable(written)
  const parts: RichTextPart[] = []
  let at = 0
  for (const found of text.matchAll(fence)) {
    parts.push(...paragraph(text.slice(at, found.index)))
    const [whole, inside = ''] = found
    if (inside.trim() !== '')
      parts.push({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: inside }] })
    at = found.index + whole.length
  }
  return [...parts, ...paragraph(text.slice(at))]
}

function paragraph(text: string): RichTextPart[] {
  const words = text.replace(/^\n+|\s+$/g, '')
  return words === '' ? [] : [{ type: 'rich_text_section', elements: inlineWords(words) }]
}

/** What of a step's title its text does not say again: titles are often made of the beginning of the text, behind the section it stands in. */
export function titleBeside(title: string, text: string): string {
  const begins = (words: string) => words !== '' && text.startsWith(words.replace(/…$/, ''))
  if (begins(title)) return ''
  const colon = title.indexOf(': ')
  return colon > 0 && begins(title.slice(colon + 2)) ? title.slice(0, colon) : title
}

/** The same within a line. */
export function inlineWords(written: string, style: { readonly bold?: true } = {}): RichTextElement[] {
  const text = printable(written)
  const elements: RichTextElement[] = []
  const say = (words: string, more: { readonly bold?: true; readonly code?: true } = {}) => {
    const look = { ...style, ...more }
    if (words === '') return
    elements.push({ type: 'text', text: words, ...(Object.keys(look).length === 0 ? {} : { style: look }) })
  }
  let at = 0
  for (const found of text.matchAll(marks)) {
    const [whole, , inside, bold] = found
    say(text.slice(at, found.index))
    at = found.index + whole.length
    if (inside !== undefined) say(inside, { code: true })
    else if (bold !== undefined) say(bold, { bold: true })
    else {
      const url = whole.replace(closing, '')
      elements.push({ type: 'link', url, text: url })
      at -= whole.length - url.length
    }
  }
  say(text.slice(at))
  return elements
}
