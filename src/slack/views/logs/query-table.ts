import type { KnownBlock } from '@slack/types'
import type { LogQueryChart, LogQueryMessages, LogQueryTable } from '../../../core/log-query.js'
import type { Zone } from '../../../core/time-zone.js'
import { chart, context, section, table } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { code, printable, untrusted } from '../../mrkdwn.js'
import { counted, dayAndTime, levelEmoji, timeOf } from './words.js'

const longestTitle = 50
/** Characters of one message: a row of a window of usual width. */
const width = 74

/** A result: as a chart where it counts by time, and as a table. */
export function logQueryTable(result: LogQueryTable, zone: Zone): KnownBlock[] {
  if (result.rows.length === 0) return []
  if (result.messages !== undefined) return messageBlocks(result.messages, result.found, zone)
  const { columns, rows, found } = result
  const numeric = columns.map((_, column) =>
    rows.every((row) => /^-?\d+(?:\.\d+)?(?: (?:bytes|[KMGTP]B))?$|^$/.test(row[column] ?? '')),
  )
  const cells = rows.map((row) => row.map((text) => printable(text) || '–'))
  const left = found - rows.length
  return [
    ...(result.chart === undefined ? [] : chartBlocks(result.chart)),
    table(
      [columns.map((name) => printable(name) || '–'), ...cells],
      numeric.map((isNumber) => (isNumber ? 'right' : 'left')),
    ),
    ...(left > 0
      ? [context(`The first ${counted(rows.length, 'row')}; all ${counted(found, 'row')} are in the file.`)]
      : []),
  ]
}

/** What is said most often first, then the messages themselves. */
function messageBlocks({ lines, kinds }: LogQueryMessages, found: number, zone: Zone): KnownBlock[] {
  const often = kinds.filter(({ count }) => count > 1)
  const days = new Set(lines.map(({ at }) => Math.floor(zone.wallAt(at) / 86_400_000)))
  const time = days.size > 1 ? dayAndTime : timeOf
  const texts = lines.map(({ at, level, message }) => {
    const said = cutPlain(printable(message).replace(/\s+/g, ' '), width)
    return `${time(at, zone)} ${levelEmoji(level)} ${said}`
  })
  const caption =
    found > lines.length
      ? `*The first ${lines.length} of ${counted(found, 'message')}*; all are in the file`
      : `*${counted(found, 'message')}*`
  return [
    ...(often.length === 0
      ? []
      : [
          section(
            often.map(({ message, count }) => `*${count.toLocaleString('en')}×* ${code(message)}`).join('\n'),
          ),
        ]),
    context(caption),
    untrusted(texts.join('\n')),
  ]
}

function chartBlocks({ categories, series, together }: LogQueryChart): KnownBlock[] {
  const names = series.map(({ name }) => name).join(', ')
  const title = names.length > longestTitle ? 'Over time' : names
  const lines = series.map(({ name, values }) => ({
    name,
    data: categories.map((label, index) => ({ label, value: values[index] ?? 0 })),
  }))
  return [
    chart(title, { type: 'line', series: lines, axis_config: { categories: [...categories] } }),
    ...(together > 1
      ? [context(`Each point of the chart is the highest of ${together} values (of a minimum the lowest).`)]
      : []),
  ]
}
