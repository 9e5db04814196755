import type { DataTableBlock, TableBlock } from '@slack/types'
import { course } from '../../core/course.js'
import type { DataVisualizationBlock } from '../blocks.js'
import { readableRichText } from './rich-text.js'

type Cell = TableBlock['rows'][number][number]

function cellText(cell: Cell): string {
  const text = cell.type === 'rich_text' ? readableRichText(cell) : cell.text
  return text.replace(/\s*\n\s*/g, ' / ')
}

/** Signs such as 🟠 take two columns in terminals; what marks where something stands out takes none. */
const wide = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/gu
const unseen = /[\ue000-\ue003\ufe0f]/g

function columnsOf(text: string): number {
  return [...text.replace(wide, '  ').replace(unseen, '')].length
}

/** A table in columns of equal width, with a line under the heading. */
export function readableTable(block: TableBlock | DataTableBlock): string {
  const rows = block.rows.map((row) => row.map(cellText))
  const settings = block.type === 'table' ? (block.column_settings ?? []) : []
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, text] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, columnsOf(text))
    }
  }
  const padded = (text: string, column: number) => {
    const missing = ' '.repeat((widths[column] ?? 0) - columnsOf(text))
    return settings[column]?.align === 'right' ? `${missing}${text}` : `${text}${missing}`
  }
  const lines = rows.map((row) => row.map(padded).join('  ').trimEnd())
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [lines[0] ?? '', ...(lines.length > 1 ? [rule] : []), ...lines.slice(1)].join('\n')
}

interface Point {
  readonly label: string
  readonly value: number
}

/** More figures than these in a row are read by nobody: their course, ends and extremes say it. */
const readInFull = 8

/** A line that stays where it is, such as a target, is told once. */
function toldOf(data: readonly Point[]): string {
  const [first] = data
  if (first !== undefined && data.length > 1 && data.every(({ value }) => value === first.value))
    return `${figure(first.value)} throughout`
  const told = ({ label, value }: Point) => `${label} ${figure(value)}`
  const last = data.at(-1)
  if (first === undefined || last === undefined || data.length <= readInFull) return data.map(told).join(', ')
  const [lowest = first, highest = last] = [
    data.toSorted((a, b) => a.value - b.value)[0],
    data.toSorted((a, b) => b.value - a.value)[0],
  ]
  return `${course(data.map(({ value }) => value))} ${told(first)} to ${told(last)}; lowest ${figure(lowest.value)} at ${lowest.label}, highest ${figure(highest.value)} at ${highest.label}`
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
  const series = chart.series.map(({ name, data }) => `  ${name}: ${toldOf(data)}`)
  return [unit === undefined ? title : `${title} (${unit})`, ...series].join('\n')
}
