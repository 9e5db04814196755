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
