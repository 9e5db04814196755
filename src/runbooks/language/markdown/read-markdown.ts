import type { Runbook, RunbookStep } from '../../../core/runbook.js'
import { limits } from '../limits.js'
import { humanized, idOf, inOneLine } from '../make-step.js'
import { digestOf, type RunbookFile, type RunbookRead } from '../read-runbook.js'
import { type Block, blocksOf } from './blocks.js'
import { readFrontMatter } from './front-matter.js'
import { plain } from './plain.js'
import { type Section, sectionsOf } from './sections.js'
import { type Piece, piecesOf } from './pieces.js'

const aboutHeadings = ['meaning', 'impact', 'diagnosis', 'mitigation']

/**
 * A page of Markdown as a runbook that people walk by themselves: entries of lists are instructions, and so is a section without any. Nothing in it
 * is ever run. Any page loads; only what its front matter says to ohmy (`match`, `review_by`) can be wrong. Pure; never throws.
 */
export function readMarkdown({ id, file, text }: RunbookFile): RunbookRead {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)
  const front = readFrontMatter(lines)
  if (front.problems.length > 0) {
    const problems = front.problems.map(({ line, column, what }) => ({ file, line, column, what }))
    return { ok: false, problems, includes: [] }
  }
  const blocks = blocksOf(lines, front.end)
  const pageTitle = blocks.find((block) => block.kind === 'heading')
  const sections = sectionsOf(blocks, pageTitle)
  const { about, pieces } = walkOf(sections)
  const runbook: Runbook = {
    id,
    title: inOneLine(front.title ?? titleOf(pageTitle) ?? humanized(id)),
    ...(front.owner === undefined ? {} : { owner: front.owner }),
    ...(front.reviewBy === undefined ? {} : { reviewBy: front.reviewBy }),
    tags: front.tags,
    about,
    match: front.match,
    // It changes nothing: whoever may look may walk it.
    runBy: 'viewer',
    limits: { runsAnHour: 1_000, actions: 0 },
    inputs: [],
    steps: stepsOf(pieces),
    file,
    digest: digestOf([text]),
  }
  return { ok: true, runbook, depth: 0, includes: [] }
}

function titleOf(block: Block | undefined): string | undefined {
  const text = block?.kind === 'heading' ? plain(block.text).trim() : ''
  return text === '' ? undefined : text
}

/** What is told before a walk, and what is walked. */
function walkOf(sections: readonly Section[]): {
  readonly about: Readonly<Record<string, string>>
  readonly pieces: readonly Piece[]
} {
  const about: Record<string, string> = {}
  const walked: Section[] = []
  for (const section of sections) {
    const part = partOf(section)
    if (part !== undefined && about[part] === undefined) about[part] = asText(section)
    else if (section.headings.length === 0 && section.entries.length === 0) {
      const intro = asText(section)
      if (intro !== '') about['meaning'] ??= intro
    } else walked.push(section)
  }
  const pieces = piecesOf(walked)
  if (pieces.length > 0) return { about, pieces }
  // A page of these parts only is walked by what it says to look at and to do.
  const parts = sections.filter(({ headings }) => /^(?:diagnosis|mitigation):?$/i.test(headings.at(-1) ?? ''))
  const rest = piecesOf(parts.length > 0 ? parts : sections)
  return {
    about,
    pieces:
      rest.length > 0
        ? rest
        : [
            {
              title: 'Nothing is written on this page yet',
              text: 'Nothing is written on this page yet.',
              line: 0,
            },
          ],
  }
}

/** Which part of the page it is. A guide to many troubles has a diagnosis for each: those are steps, not what the page is about. */
function partOf({ headings }: Section): string | undefined {
  const [heading, ...within] = headings
  if (heading === undefined || within.length > 0) return undefined
  return aboutHeadings.find((name) => name === heading.toLowerCase().replace(/:$/, '').trim())
}

function asText({ intro, entries }: Section): string {
  const lines = [
    ...intro,
    ...entries.flatMap((entry) => entry.lines.map((line, index) => (index === 0 ? `• ${line}` : line))),
  ]
  const text = lines.join('\n')
  if (text.length <= limits.text) return text
  return `${[...text.slice(0, limits.text - 100)].slice(0, -1).join('')}… (more in the file)`
}

function stepsOf(pieces: readonly Piece[]): readonly RunbookStep[] {
  const taken = new Set<string>()
  return pieces.map(({ title, text, line }, index) => {
    const made = idOf(title) ?? `step-${index + 1}`
    const id = taken.has(made) ? `${made}-${index + 1}` : made
    taken.add(id)
    return {
      kind: 'instruction',
      id,
      title: asWritten(inOneLine(title)),
      line: line + 1,
      mostVisits: 1,
      onFailure: 'ask',
      text: asWritten(text),
      evidence: false,
    }
  })
}

/** In a page `{{` means nothing: it is put in as the text that it is. */
function asWritten(text: string): string {
  return text.replaceAll('{{', "{{ '{{' }}")
}
