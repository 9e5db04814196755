/** One entry of a widget's `metrics`, with its shorthand written out. */
export type MetricEntry =
  | {
      readonly kind: 'metric'
      readonly namespace: string
      readonly metric: string
      readonly dimensions: readonly { readonly Name: string; readonly Value: string }[]
      readonly options: EntryOptions
    }
  | { readonly kind: 'expression'; readonly expression: string; readonly options: EntryOptions }

/** What an entry says about how it is shown. */
export interface EntryOptions {
  readonly id?: string
  readonly label?: string
  readonly stat?: string
  /** Seconds. */
  readonly period?: number
  readonly color?: string
  readonly yAxis?: 'left' | 'right'
  readonly visible?: boolean
}

/** An entry that cannot be read; `path` as in validation messages: `/metrics/1`. */
export class MetricsArrayError extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Reads a `metrics` array. In an entry `.` stands for what the entry before has in that place and `...` for as many places as are missing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function readMetricsArray(metrics: unknown): MetricEntry[] {
  if (!Array.isArray(metrics)) throw new MetricsArrayError('/metrics', 'Should be an array')
  const entries: MetricEntry[] = []
  let before: readonly string[] = []
  for (const [index, raw] of metrics.entries()) {
    const path = `/metrics/${index}`
    if (!Array.isArray(raw)) throw new MetricsArrayError(path, 'Should be an array')
    const last: unknown = raw.at(-1)
    const options = (typeof last === 'object' && last !== null ? last : {}) as EntryOptions & {
      expression?: string
    }
    const words: unknown[] = options === last ? raw.slice(0, -1) : raw
    if (words.length === 0) {
      if (typeof options.expression !== 'string') {
        throw new MetricsArrayError(path, 'Should NOT have fewer than 2 items')
      }
      entries.push({ kind: 'expression', expression: options.expression, options })
      continue
    }
    const full = expand(words, before, path)
    before = full
    const [namespace = '', metric = '', ...rest] = full
    if (full.length < 2) throw new MetricsArrayError(path, 'Should NOT have fewer than 2 items')
    if (rest.length % 2 === 1) {
      throw new MetricsArrayError(path, 'Should have a value for each dimension name')
    }
    const dimensions = Array.from({ length: rest.length / 2 }, (_, at) => ({
      Name: rest[at * 2] ?? '',
      Value: rest[at * 2 + 1] ?? '',
    }))
    entries.push({ kind: 'metric', namespace, metric, dimensions, options })
  }
  return entries
}

function expand(words: readonly unknown[], before: readonly string[], path: string): string[] {
  const full: string[] = []
  for (const [at, word] of words.entries()) {
    if (typeof word !== 'string') throw new MetricsArrayError(`${path}/${at}`, 'Should be string')
    if (word === '...') {
      const missing = before.length - full.length - (words.length - at - 1)
      full.push(...before.slice(full.length, full.length + Math.max(0, missing)))
    } else if (word === '.') {
      const same = before[full.length]
      if (same === undefined)
        throw new MetricsArrayError(`${path}/${at}`, 'There is no metric before to repeat')
      full.push(same)
    } else full.push(word)
  }
  return full
}
