import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import { type IncidentRecord, isIncidentEnded } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { timeToken } from '../runbooks/times.js'
import { changeLines, type ShownChange } from './changes.js'
import { endBlocks } from './incident-end.js'
import { quoteOf, statusOf, subjectOf, titleOf } from './incident-words.js'
import { taskBlocks } from './tasks.js'

/** More is no brief. */
const mostChanges = 3

/** For who comes late, and only for them: how it stands, who does what, what was tried, what changed before. @param now ms since the epoch */
export function briefMessage(
  record: IncidentRecord,
  {
    tried,
    changed,
    now,
  }: {
    readonly tried: readonly ShownChange[]
    readonly changed: readonly ShownChange[]
    readonly now: number
  },
): Message {
  const { id, affectedSince, resolvedAt, lastUpdate, roles, alert } = record
  const lasted = formatDuration((resolvedAt ?? now) - affectedSince)
  const subject = subjectOf(record)
  const blocks: KnownBlock[] = [
    section(
      `${titleOf(record)} — ${statusOf(record)}\n${[...(subject === '' ? [] : [subject]), `since ${timeToken(affectedSince)} (${lasted})`].join(' · ')}`,
    ),
  ]
  if (lastUpdate === undefined) blocks.push(context('Nobody has said yet how it stands.'))
  else
    blocks.push(
      context(`${escapeMrkdwn(lastUpdate.by.name)}, ${timeToken(lastUpdate.at)}:`),
      quoteOf(lastUpdate.text),
    )
  blocks.push(
    ...endBlocks(record),
    section(whoDoesWhat(record)),
    ...taskBlocks(record),
    section(listOf('Tried', tried, 'nothing was changed since it began')),
    section(listOf('Changed in the two hours before', changed, 'nothing that ohmy did')),
    actions([
      ...(roles.commander === undefined && !isIncidentEnded(record)
        ? [
            sayButton(
              { verb: 'incident', words: ['role', id, 'commander'] },
              { text: 'I lead', style: 'primary' },
            ),
          ]
        : []),
      sayButton({ verb: 'incident', words: ['timeline', id] }, { text: 'Timeline' }),
    ]),
    context(
      [
        'The pinned message is always current',
        ...(alert === undefined ? [] : [`opened for ${code(alert.id)}`]),
        `${code('/ohmy incident brief')} gives this again`,
      ].join(' · '),
    ),
  )
  return message(blocks)
}

function whoDoesWhat({ roles }: IncidentRecord): string {
  const { commander, communications, scribe } = roles
  return [
    commander === undefined ? '*Nobody leads yet*' : `*${escapeMrkdwn(commander.name)}* leads`,
    ...(communications === undefined ? [] : [`*${escapeMrkdwn(communications.name)}* does communications`]),
    ...(scribe === undefined ? [] : [`*${escapeMrkdwn(scribe.name)}* is scribe`]),
  ].join(', ')
}

function listOf(title: string, changes: readonly ShownChange[], none: string): string {
  return changes.length === 0
    ? `*${title}*: ${none}`
    : [`*${title}*`, ...changeLines(changes, mostChanges)].join('\n')
}
