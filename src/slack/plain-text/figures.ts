import type { DataTableBlock, TableBlock } from '@slack/types'
import type { DataVisualizationBlock } from '../blocks.js'
import { readableRichText } from './rich-text.js'

type Cell = TableBlock['rows'][number][number]

function cellText(cell: Cell): string {
  const text = cell.type === 'rich_text' ? readableRichText(cell) : cell.text
  return text.replace(/\s*\n\s*/g, ' / ')
}

/** A table in columns of equal width, with a line under the heading. */
export function readableTable(block: TableBlock | DataTableBlock): string {
  const rows = block.rows.map((row) => row.map(cellText))
  const settings = block.type === 'table' ? (block.column_settings ?? []) : []
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, text] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, [...text].length)
    }
  }
  const padded = (text: string, column: number) => {
    const missing = ' '.repeat((widths[column] ?? 0) - [...text].length)
    return settings[column]?.align === 'right' ? `${missing}${text}` : `${text}${missing}`
  }
  const lines = rows.map((row) => row.map(padded).join('  ').trimEnd())
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [lines[0] ?? '', ...(lines.length > 1 ? [rule] : []), ...lines.slice(1)].join('\n')
}

/** A line that stays where it is, such as a target, is told once. */
function constant(data: readonly { readonly value: number }[]): string | undefined {
  const [first, second] = data
  if (first === undefined || second === undefined) return undefined
  return data.every(({ value }) => value === first.value) ? `${figure(first.value)} throughout` : undefined
}

/** Made once: a message has hundreds of figures, and `toLocaleString` makes one for each. */
const twoDigits = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

function figure(value: number): string {
  return twoDigits.format(value)
}

/** A chart as its numbers: one line a series, or one line a slice with its share. */
export function readableChart({ title, chart }: DataVisualizationBlock): string {
  if (chart.type === 'pie') {
    const whole = chart.segments.reduce((sum, { value }) => sum + value, 0)
    const share = (value: number) => (whole > 0 ? ` (${Math.round((value / whole) * 100)} %)` : '')
    const slices = chart.segments.map(({ label, value }) => `  ${label}: ${figure(value)}${share(value)}`)
    return [title, ...slices].join('\n')
  }
  const unit = chart.axis_config?.y_label
  const series = chart.series.map(
    ({ name, data }) =>
      `  ${name}: ${constant(data) ?? data.map(({ label, value }) => `${label} ${figure(value)}`).join(', ')}`,
  )
  return [unit === undefined ? title : `${title} (${unit})`, ...series].join('\n')
}
