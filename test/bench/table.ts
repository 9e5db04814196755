import type { Figure } from './figure.js'
import { ratios, type Spread, spread } from './statistics.js'

const digits = {
  'requests/s': 0,
  µs: 0,
  ms: 1,
  MB: 1,
  calls: 0,
  'a second': 0,
  'a minute': 0,
  '%': 1,
} as const satisfies Record<Figure['unit'], number>

/** A Markdown table, one line a figure: each cell is the median, with the smallest and the largest round behind it. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'ohmy', 'bare', 'ratio', 'goal', ''],
    ['---', '---', '---', '---', '---', '---'],
    ...figures.map(row),
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function row(figure: Figure): string[] {
  const { unit, goal } = figure
  const ratio = spread(ratios(figure.ours, figure.bare))
  return [
    `${figure.name} (${unit})`,
    words(spread(figure.ours), digits[unit]),
    `${words(spread(figure.bare), digits[unit])} ${figure.against}`,
    words(ratio, 2),
    goal === undefined ? '' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`,
    goal === undefined ? '' : isMet(ratio.median, goal) ? 'met' : 'missed',
  ]
}

function isMet(ratio: number, goal: NonNullable<Figure['goal']>): boolean {
  return 'atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast
}

function words({ median, min, max }: Spread, places: number): string {
  const [middle, low, high] = [median, min, max].map((value) => value.toFixed(places))
  return `**${middle}** (${low}–${high})`
}
