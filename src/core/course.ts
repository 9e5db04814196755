import type { Figure, MetricPoint } from './metrics.js'

/** Levels that stand on one line in the fonts Slack and terminals use. */
const levels = ['▁', '▂', '▃', '▅', '▇'] as const
const gap = '·'

/** The course of figures, a character each; `·` where there is none. A figure that hardly moves stays flat. */
export function course(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined)
  if (known.length === 0) return ''
  const low = Math.min(...known)
  const high = Math.max(...known)
  const span = Math.max(high - low, Math.abs(high) * 0.3, Number.MIN_VALUE)
  const base = Math.max(low >= 0 ? 0 : -Infinity, (low + high - span) / 2)
  return values
    .map((value) => {
      if (value === undefined) return gap
      const level = Math.round(((value - base) / span) * (levels.length - 1))
      return levels[Math.min(levels.length - 1, Math.max(0, level))] ?? gap
    })
    .join('')
}

/**
 * The whole range in a few characters: each shows the worst of its part of the time, so that a short peak is not averaged away; `·` where
 * nothing was measured. A figure that hardly moves stays flat.
 */
export function sparkline(
  points: readonly MetricPoint[],
  range: { readonly from: number; readonly until: number },
  bad: Figure['bad'],
  width = 12,
): string {
  if (points.length === 0) return ''
  return course(worstOfEach(points, range, width, bad))
}

/** The worst value of each of `count` equal parts of a range; undefined where a part has none. */
export function worstOfEach(
  points: readonly MetricPoint[],
  { from, until }: { readonly from: number; readonly until: number },
  count: number,
  bad: Figure['bad'],
): readonly (number | undefined)[] {
  const parts: (number | undefined)[] = Array.from({ length: count }, () => undefined)
  for (const { at, value } of points) {
    const index = Math.min(count - 1, Math.max(0, Math.floor(((at - from) / (until - from)) * count)))
    const known = parts[index]
    if (known === undefined || (bad === 'high' ? value > known : value < known)) parts[index] = value
  }
  return parts
}
