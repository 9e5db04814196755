import { type IncidentRecord, isIncidentEnded } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { channelLink, statusOf, subjectOf, titleOf } from './incident-words.js'

const mostShown = 15

/** Incidents that are open, and ended lately, the newest first. */
export function incidentsMessage(all: readonly IncidentRecord[]): Message {
  const open = all.filter((record) => !isIncidentEnded(record))
  const ended = all.filter(isIncidentEnded)
  if (all.length === 0)
    return message([
      section('✅ No incident is open, and none was in the last 30 days.'),
      context(`${code('/ohmy incident open')} opens one.`),
    ])
  const shown = [...open, ...ended].slice(0, mostShown)
  return message([
    section(open.length === 0 ? '✅ *No incident is open.*' : `*${open.length} open*`),
    section(shown.map(lineOf).join('\n')),
    ...(all.length > shown.length
      ? [context(`and ${all.length - shown.length} more in the last 30 days`)]
      : []),
  ])
}

function lineOf(record: IncidentRecord): string {
  const subject = subjectOf(record)
  const { place, roles } = record
  return [
    `${titleOf(record)} — ${statusOf(record)}`,
    ...(subject === '' ? [] : [subject]),
    ...(roles.commander === undefined ? [] : [escapeMrkdwn(roles.commander.name)]),
    ...(place?.kind === 'own' ? [channelLink(place.channel)] : []),
    code(record.id),
  ].join(' · ')
}
