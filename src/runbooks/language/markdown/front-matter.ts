import { z } from 'zod'
import { readDocument } from '../../../yaml/document.js'
import { readPlainYaml } from '../../../yaml/plain-yaml.js'
import { explain } from '../../../yaml/explain.js'
import type { LocatedProblem } from '../../../yaml/problem.js'
import { RawMatch, reviewBy } from '../schema.js'

export interface FrontMatter {
  readonly title?: string
  readonly owner?: string
  readonly tags: readonly string[]
  readonly reviewBy?: string
  readonly match: z.infer<typeof RawMatch>
  /** Only of the keys that are ohmy's own. */
  readonly problems: readonly LocatedProblem[]
  /** The line of the file (from 0) at which the text begins. */
  readonly end: number
}

/** What only ohmy reads is held strictly; a page that was made for something else says other things in other ways. */
const Own = z.object({ review_by: reviewBy, match: RawMatch.prefault({}) })

/** What a Markdown file says of itself between two lines of `---`. Other tools' keys are left alone; what is not YAML is text. */
export function readFrontMatter(lines: readonly string[]): FrontMatter {
  const none: FrontMatter = { tags: [], match: { alarms: [], causes: [] }, problems: [], end: 0 }
  const [first = ''] = lines
  const mark = first.trimEnd()
  if (mark !== '---' && mark !== '+++') return none
  const close = lines.findIndex((line, index) => index > 0 && line.trimEnd() === mark)
  if (close === -1) return none
  const end = close + 1
  if (mark === '+++') return { ...none, end }
  const text = `${lines.slice(1, close).join('\n')}\n`
  const data = readPlainYaml(text)?.data ?? readDocument(text).data
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { ...none, end }
  const own = Own.safeParse(data)
  const problems = own.success
    ? []
    : explain(Own, data, own.error.issues).map((problem) => {
        const located = readDocument(text).locate(problem)
        return { ...located, line: located.line + 1 }
      })
  const written = new Map<string, unknown>(Object.entries(data))
  const title = textOf(written.get('title'))
  const owner = textOf(written.get('owner'))
  return {
    ...(title === undefined ? {} : { title }),
    ...(owner === undefined ? {} : { owner }),
    tags: tagsOf(written.get('tags')),
    ...(own.data?.review_by === undefined ? {} : { reviewBy: own.data.review_by }),
    match: own.data?.match ?? none.match,
    problems,
    end,
  }
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  return text === '' ? undefined : text
}

/** A list, or words with commas between them. */
function tagsOf(value: unknown): readonly string[] {
  const words = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  return words.flatMap((word) => textOf(word)?.slice(0, 40) ?? []).slice(0, 20)
}
