import type { KnownBlock } from '@slack/types'
import type { IncidentRecord } from '../../../core/incident.js'
import { section } from '../../blocks.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

/** Open tasks that are shown; the others are counted. */
const mostTasks = 8

/** What is still to be done, and whose it is; nothing where there are no tasks. */
export function taskBlocks({ tasks }: IncidentRecord): readonly KnownBlock[] {
  if (tasks.length === 0) return []
  const open = tasks.filter(({ done }) => done === undefined)
  const shown = open.slice(0, mostTasks).map(({ number, text, owner }) => {
    const whose = owner === undefined ? '' : ` — ${owner.name}`
    return `☐ ${number}. ${escapeMrkdwn(`${text.replace(/\s+/g, ' ')}${whose}`)}`
  })
  const counts = [
    ...(open.length > shown.length ? [`${open.length - shown.length} more open`] : []),
    ...(tasks.length > open.length ? [`${tasks.length - open.length} done`] : []),
  ]
  return [section([...shown, ...(counts.length === 0 ? [] : [counts.join(', ')])].join('\n'))]
}
