import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { IncidentRecord } from '../../../core/incident.js'
import { context, richText } from '../../blocks.js'

/** Cause, impact and how long it took, once it is resolved. */
export function endBlocks(record: IncidentRecord): readonly KnownBlock[] {
  const { cause, impact, resolvedAt, affectedSince } = record
  if (cause === undefined || impact === undefined || resolvedAt === undefined) return []
  const line = (name: string, words: string, end: string) => [
    { type: 'text' as const, text: `${name} `, style: { bold: true } },
    { type: 'text' as const, text: `${words}${end}` },
  ]
  return [
    richText({
      type: 'rich_text_section',
      elements: [...line('Cause', cause, '\n'), ...line('Impact', impact, '')],
    }),
    context(`It lasted ${formatDuration(resolvedAt - affectedSince)}`),
  ]
}
