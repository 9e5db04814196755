import { block } from './block.js'
import { richText } from './rich-text.js'
import {
  boolean,
  byType,
  choice,
  isNode,
  list,
  number,
  object,
  optional,
  required,
  type Report,
  string,
} from './rules.js'

const columns = 20
const textCells = {
  raw_text: object({ type: required(choice('raw_text')), text: required(string(3_000)) }),
  raw_number: object({
    type: required(choice('raw_number')),
    value: required(number()),
    text: required(string(3_000)),
  }),
}
const cell = byType({ rich_text: richText, ...textCells })
const headerCell = byType(textCells)
const column = object({ align: optional(choice('left', 'center', 'right')), is_wrapped: optional(boolean) })

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const table = block('table', {
  rows: required(list(list(cell, columns, 1), 100, 1)),
  column_settings: optional(list(column, columns)),
})

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block: a header of plain cells, then 1 to 100 rows, all of one length. */
export const dataTable = block(
  'data_table',
  {
    caption: required(string(3_000, 1)),
    rows: required(list(list(cell, columns, 1), 101, 2)),
    page_size: optional(number(1, 100)),
    row_header_column_index: optional(number(0)),
  },
  rowsAreOfOneShape,
)

function rowsAreOfOneShape(value: unknown, pointer: string, report: Report): void {
  const rows = isNode(value) && Array.isArray(value['rows']) ? (value['rows'] as readonly unknown[]) : []
  const [header, ...others] = rows
  if (!Array.isArray(header)) return
  for (const [index, each] of header.entries()) headerCell(each, `${pointer}/rows/0/${index}`, report)
  for (const [index, row] of others.entries()) {
    if (!Array.isArray(row) || row.length === header.length) continue
    report(`${pointer}/rows/${index + 1}`, 'all rows must have the same number of cells')
  }
  const index = isNode(value) ? value['row_header_column_index'] : undefined
  if (typeof index === 'number' && index >= header.length)
    report(`${pointer}/row_header_column_index`, `must be between 0 and ${header.length - 1}`)
}
