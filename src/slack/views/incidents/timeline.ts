import type { KnownBlock, RichTextBlock } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import type { IncidentRecord } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { context, richText, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code } from '../../mrkdwn.js'
import { titleOf } from './incident-words.js'

/** Lines that are shown, the newest; the file has all. */
const mostLines = 40
const longestLine = 200
const day = 86_400_000

/** One line of what happened. Its words are untrusted: nothing in them is interpreted. */
export interface ShownLine {
  readonly at: number
  readonly who?: string
  readonly text: string
  readonly files?: readonly { readonly name: string; readonly link?: string }[]
}

/** What happened, oldest first; with dates where it spans days. */
export function timelineMessage(record: IncidentRecord, lines: readonly ShownLine[]): Message {
  const shown = lines.slice(-mostLines)
  const left = lines.length - shown.length
  const spansDays = (shown.at(-1)?.at ?? 0) - (shown[0]?.at ?? 0) > day || daysOf(shown) > 1
  const blocks: KnownBlock[] = [section(titleOf(record))]
  if (left > 0)
    blocks.push(context(`${left} earlier: ${code(`/ohmy incident report ${record.id}`)} has them all`))
  blocks.push(
    richText({ type: 'rich_text_section', elements: shown.flatMap((line) => elementsOf(line, spansDays)) }),
    context(code(record.id)),
  )
  return message(blocks)
}

function daysOf(lines: readonly ShownLine[]): number {
  return new Set(lines.map(({ at }) => Math.floor(at / day))).size
}

type Elements = Extract<RichTextBlock['elements'][number], { type: 'rich_text_section' }>['elements']

function elementsOf({ at, who, text, files = [] }: ShownLine, withDate: boolean): Elements {
  const iso = new Date(at).toISOString()
  const [format, fallback] = withDate
    ? (['{date_short} {time}', `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`] as const)
    : (['{time}', `${iso.slice(11, 16)} UTC`] as const)
  const words = cutPlain(text.replace(/\s+/g, ' '), longestLine)
  return [
    { type: 'date', timestamp: Math.floor(at / 1_000), format, fallback },
    { type: 'text', text: '  ' },
    ...(who === undefined ? [] : [{ type: 'text' as const, text: `${who} `, style: { bold: true } }]),
    { type: 'text', text: words },
    ...files.flatMap(
      ({ name, link }): Elements => [
        { type: 'text', text: words === '' ? '🖼 ' : '  🖼 ' },
        link === undefined ? { type: 'text', text: name } : { type: 'link', url: link, text: name },
      ],
    ),
    { type: 'text', text: '\n' },
  ]
}
