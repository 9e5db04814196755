import type { TableBlock } from '@slack/types'
import type { ReactNode } from 'react'
import { Characters } from '../mrkdwn/mrkdwn.js'
import { RichText } from './rich-text.js'

/** Slack shows the first row as the heading. */
export function Table({ block }: { readonly block: TableBlock }): ReactNode {
  const [heading, ...rows] = block.rows
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            {heading?.map((cell, column) => (
              <th key={column} style={cellStyle(block, column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} style={cellStyle(block, column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell }: { readonly cell: TableBlock['rows'][number][number] }): ReactNode {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : <Characters text={cell.text} />
}

function cellStyle(
  block: TableBlock,
  column: number,
): { textAlign: 'left' | 'center' | 'right'; whiteSpace: 'normal' | 'nowrap' } {
  const settings = block.column_settings?.[column]
  return { textAlign: settings?.align ?? 'left', whiteSpace: settings?.is_wrapped ? 'normal' : 'nowrap' }
}
