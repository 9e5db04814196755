import { type Fields, isFields } from './body.js'

/** A metric of a widget, with its shorthand written out. */
export interface WrittenMetric {
  readonly kind: 'metric'
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly options: Fields
}

export type WrittenEntry =
  | WrittenMetric
  | { readonly kind: 'expression'; readonly expression: string; readonly options: Fields }
  /** Cannot be read; `why` continues "this entry …". */
  | { readonly kind: 'unreadable'; readonly why: string }

/**
 * Reads a widget's `metrics`: `[namespace, metric, name, value, …, {options}]` or `[{expression}]`. `.` stands for what the metric before has in
 * the same place; `...` for as many places as this entry is shorter than the one before. Expressions in between do not count as the one before.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function readMetrics(metrics: unknown): readonly WrittenEntry[] {
  if (!Array.isArray(metrics)) return []
  const entries: WrittenEntry[] = []
  let before: readonly string[] | undefined
  for (const raw of metrics as readonly unknown[]) {
    const read = readEntry(raw, before)
    entries.push(read.entry)
    if (read.words !== undefined) before = read.words
  }
  return entries
}

interface Read {
  readonly entry: WrittenEntry
  /** Everything of a metric but its options: what the next one may repeat. */
  readonly words?: readonly string[]
}

function readEntry(raw: unknown, before: readonly string[] | undefined): Read {
  if (!Array.isArray(raw)) return unreadable('is no list')
  const last: unknown = raw.at(-1)
  const options = isFields(last) ? last : {}
  const written: readonly unknown[] = isFields(last) ? raw.slice(0, -1) : raw
  if (written.length === 0) {
    const { expression } = options
    if (typeof expression !== 'string') return unreadable('is empty')
    return { entry: { kind: 'expression', expression, options } }
  }
  const words = expand(written, before)
  if (typeof words === 'string') return unreadable(words)
  const [namespace = '', metric = '', ...rest] = words
  if (words.length < 2) return unreadable('has no metric name')
  if (rest.length % 2 === 1) {
    return { ...unreadable(`has a dimension without a value: ${rest.at(-1) ?? ''}`), words }
  }
  const dimensions: Record<string, string> = {}
  for (let at = 0; at < rest.length; at += 2) dimensions[rest[at] ?? ''] = rest[at + 1] ?? ''
  return { entry: { kind: 'metric', namespace, metric, dimensions, options }, words }
}

function unreadable(why: string): Read {
  return { entry: { kind: 'unreadable', why } }
}

/** The words in full, or why there are none. */
function expand(
  written: readonly unknown[],
  before: readonly string[] | undefined,
): readonly string[] | string {
  const full: string[] = []
  for (const [at, word] of written.entries()) {
    if (typeof word !== 'string') return 'holds something that is no text'
    if (word === '...') {
      if (before === undefined) return 'begins with ..., but there is no metric before it to repeat'
      const following = written.length - at - 1
      full.push(...before.slice(full.length, Math.max(full.length, before.length - following)))
    } else if (word === '.') {
      const same = before?.[full.length]
      if (same === undefined) return 'repeats with . what the metric before does not have'
      full.push(same)
    } else full.push(word)
  }
  return full
}

/** Words of an expression that would have to be the ids of other entries. */
export function idsIn(expression: string): readonly string[] {
  const withoutTexts = expression.replace(/"[^"]*"|'[^']*'/g, ' ')
  return [...withoutTexts.matchAll(/\b([a-z][A-Za-z0-9_]*)\b(?!\s*\()/g)].map(([, id = '']) => id)
}

/** `SEARCH(…)`, `SELECT …` and the like find their metrics when they are drawn: nothing to look up beforehand. */
export function findsItsOwn(expression: string): boolean {
  return /\b(SEARCH|SELECT|INSIGHT_RULE_METRIC|DB_PERF_INSIGHTS|METRICS|LAMBDA|SLO_METRICS?)\b/i.test(
    expression,
  )
}
