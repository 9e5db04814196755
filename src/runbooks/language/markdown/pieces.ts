import { counted } from '../../../core/wording.js'
import { limits } from '../limits.js'
import type { Section } from './sections.js'

/** One instruction of a page. */
export interface Piece {
  readonly title: string
  readonly text: string
  /** From 0. */
  readonly line: number
}

/** Room for what is put around it: `{{` is written longer, a fence is closed. */
const mostCharacters = limits.text - 300

/**
 * The instructions of sections: an entry of a list each, and a section without entries as a whole. Where that is more than a run can have, a
 * section each; the rest is in the file.
 */
export function piecesOf(sections: readonly Section[]): readonly Piece[] {
  const fine = sections.flatMap(byEntry)
  if (fine.length <= limits.steps) return fine
  const coarse = sections.flatMap(whole)
  if (coarse.length <= limits.steps) return coarse
  const kept = coarse.slice(0, limits.steps - 1)
  const left = coarse.length - kept.length
  const text = `The page has ${counted(left, 'more part')} than can be walked here. Read them in the file.`
  return [...kept, { title: 'The rest of the page', text, line: coarse[kept.length]?.line ?? 0 }]
}

function byEntry(section: Section): readonly Piece[] {
  const { headings, intro, entries } = section
  if (entries.length === 0) return whole(section)
  return entries.flatMap((entry, index) => {
    const first = index === 0 && intro.length > 0 ? [...intro, ''] : []
    const heading = headings.at(-1)
    const title = heading === undefined ? entry.title : `${heading}: ${entry.title}`
    return split([...first, ...entry.lines], title, entry.line)
  })
}

function whole({ headings, intro, entries, line }: Section): readonly Piece[] {
  const listed = entries.flatMap((entry) =>
    entry.lines.map((text, index) => (index === 0 ? `• ${text}` : text)),
  )
  const lines = [...intro, ...listed]
  if (lines.length === 0) return []
  return split(lines, headings.at(-1) ?? lines[0] ?? '', line)
}

/** Of a line at most so much at a time, between words where there are some. */
const longLine = /[\s\S]{1,1000}(?:\s|$)|[\s\S]{1,1000}/gu

/** In as many as it takes, so that Slack shows each whole; code that is cut goes on as code. */
function split(lines: readonly string[], title: string, line: number): readonly Piece[] {
  const texts: string[] = []
  let text: string[] = []
  let size = 0
  let inCode = false
  const short = lines.flatMap((one) => one.match(longLine) ?? [''])
  for (const one of short) {
    const length = one.length + 4 * (one.split('{{').length - 1) * 3 + 1
    if (size + length > mostCharacters && text.length > 0) {
      texts.push([...text, ...(inCode ? ['```'] : [])].join('\n'))
      text = inCode ? ['```'] : []
      size = 0
    }
    if (one === '```') inCode = !inCode
    text.push(one)
    size += length
  }
  if (text.some((one) => one.trim() !== '' && one !== '```')) texts.push(text.join('\n'))
  return texts.map((part, index) => ({
    title: texts.length === 1 ? title : `${title} (${index + 1} of ${texts.length})`,
    text: part,
    line,
  }))
}
