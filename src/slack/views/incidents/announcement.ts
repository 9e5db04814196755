import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import { type IncidentRecord, isIncidentEnded } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { timeToken } from '../runbooks/times.js'
import { endBlocks } from './incident-end.js'
import { channelLink, quoteOf, statusOf, subjectOf, titleOf } from './incident-words.js'

/** What everybody reads in #incidents, to the end: how it stands and where it goes on. */
export function incidentAnnouncement(record: IncidentRecord): Message {
  const { lastUpdate } = record
  const blocks: KnownBlock[] = [section(`${titleOf(record)} — ${statusOf(record)}${placeWords(record)}`)]
  if (lastUpdate !== undefined && !isIncidentEnded(record)) blocks.push(quoteOf(lastUpdate.text))
  blocks.push(...endBlocks(record), context(factsOf(record)))
  return message(blocks)
}

/** Where it was opened: where it goes on, and in the end how long it took. */
export function incidentPointer(record: IncidentRecord): Message {
  const { resolvedAt, affectedSince } = record
  const lasted = resolvedAt === undefined ? '' : ` after ${formatDuration(resolvedAt - affectedSince)}`
  return message([
    section(`${titleOf(record)} — ${statusOf(record)}${lasted}${placeWords(record)}`),
    context(code(record.id)),
  ])
}

function placeWords({ place }: IncidentRecord): string {
  return place?.kind === 'own' ? `\n→ ${channelLink(place.channel)}` : ''
}

function factsOf(record: IncidentRecord): string {
  const { id, roles, affectedSince, lastUpdate, origin, place } = record
  const subject = subjectOf(record)
  return [
    ...(subject === '' ? [] : [subject]),
    `since ${timeToken(affectedSince)}`,
    roles.commander === undefined ? 'nobody leads yet' : `led by ${escapeMrkdwn(roles.commander.name)}`,
    ...(lastUpdate === undefined
      ? []
      : [`update by ${escapeMrkdwn(lastUpdate.by.name)}, ${timeToken(lastUpdate.at)}`]),
    ...(place === undefined || place.kind === 'own' ? [] : [`in ${channelLink(origin.channel)}`]),
    code(id),
  ].join(' · ')
}
