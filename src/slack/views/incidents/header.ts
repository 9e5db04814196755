import type { KnownBlock } from '@slack/types'
import { type IncidentRecord, isIncidentEnded } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { timeToken } from '../runbooks/times.js'
import { headerButtons } from './header-buttons.js'
import { quoteOf, statusOf, subjectOf, titleOf } from './incident-words.js'
import { endBlocks } from './incident-end.js'
import { taskBlocks } from './tasks.js'

/** One incident as one message that always tells how it stands: what is pinned in its channel. */
export function incidentHeader(record: IncidentRecord): Message {
  const { lastUpdate, missing, trouble, place } = record
  const blocks: KnownBlock[] = [
    section(`${titleOf(record)} — ${statusOf(record)}`, { fields: fieldsOf(record) }),
  ]
  if (lastUpdate !== undefined && !isIncidentEnded(record))
    blocks.push(
      context(`${escapeMrkdwn(lastUpdate.by.name)}, ${timeToken(lastUpdate.at)}:`),
      quoteOf(lastUpdate.text),
    )
  blocks.push(...endBlocks(record), ...taskBlocks(record))
  const lacking = [...(place !== undefined && place.kind !== 'own' ? [place.why] : []), ...missing]
  if (lacking.length > 0) blocks.push(context(`⚠️ ${escapeMrkdwn(lacking.join(' '))}`))
  if (trouble !== undefined) blocks.push(context(`⚠️ ${escapeMrkdwn(trouble)}`))
  blocks.push(...headerButtons(record), context(footerOf(record)))
  return message(blocks)
}

function fieldsOf(record: IncidentRecord): readonly string[] {
  const { roles, affectedSince, updateDue } = record
  const subject = subjectOf(record)
  const over = isIncidentEnded(record) || record.status === 'resolved'
  const due = updateDue === undefined ? 'when something changes' : timeToken(updateDue)
  return [
    field('Commander', roles.commander?.name ?? 'nobody'),
    ...(roles.communications === undefined ? [] : [field('Communications', roles.communications.name)]),
    ...(roles.scribe === undefined ? [] : [field('Scribe', roles.scribe.name)]),
    ...(subject === '' ? [] : [`*Affected*\n${subject}`]),
    `*Since*\n${timeToken(affectedSince)}`,
    ...(over ? [] : [`*Next update*\n${due}`]),
  ]
}

function field(name: string, value: string): string {
  return `*${name}*\n${escapeMrkdwn(value)}`
}

function footerOf(record: IncidentRecord): string {
  const { id, caller, alert, isArchiveAsked, done } = record
  return [
    code(id),
    `opened by ${escapeMrkdwn(caller.name)}`,
    ...(alert === undefined ? [] : [`for ${code(alert.id)}`]),
    ...(isArchiveAsked && !done.includes('archive refused') ? ['this channel is archived'] : []),
  ].join(' · ')
}
