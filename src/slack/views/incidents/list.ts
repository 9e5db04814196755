import { formatDuration } from '../../../core/duration.js'
import type { IncidentRecord } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { timeToken } from '../runbooks/times.js'
import { channelLink, statusOf, subjectOf, titleOf } from './incident-words.js'

const mostShown = 15

/** Incidents that go on, the gravest first. @param ended how many have ended in the last 30 days; @param now ms since the epoch */
export function openIncidents(open: readonly IncidentRecord[], ended: number, now: number): Message {
  const others =
    ended === 0
      ? 'None ended in the last 30 days.'
      : `${ended} ended in the last 30 days: ${code('/ohmy incident list --closed')}`
  const gravest = open.toSorted((one, other) => one.severity - other.severity)
  return message([
    section(open.length === 0 ? '✅ *No incident is open.*' : `*${open.length} open*`),
    ...gravest.slice(0, mostShown).map((record) => section(lineOf(record, ageOf(record, now)))),
    ...(open.length > mostShown ? [context(`and ${open.length - mostShown} more that are open`)] : []),
    context(open.length === 0 ? `${others} ${code('/ohmy incident open')} opens one.`.trim() : others),
  ])
}

/** Those that have ended, the newest first. @param days how far back was looked */
export function endedIncidents(ended: readonly IncidentRecord[], days: number): Message {
  if (ended.length === 0) return message([section(`No incident ended in the last ${days} days.`)])
  return message([
    section(`*${ended.length} ended*, of those that were opened in the last ${days} days`),
    ...ended.slice(0, mostShown).map((record) => section(lineOf(record, lastedOf(record)))),
    ...(ended.length > mostShown
      ? [context(`and ${ended.length - mostShown} more: ${code('--since')} asks for fewer days`)]
      : []),
  ])
}

function ageOf({ status, openedAt, updateDue }: IncidentRecord, now: number): string {
  const due = updateDue === undefined || status === 'resolved' ? '' : `, update due ${timeToken(updateDue)}`
  return `open for ${roughly(now - openedAt)}${due}`
}

function lastedOf({ affectedSince, resolvedAt }: IncidentRecord): string {
  return resolvedAt === undefined ? '' : `lasted ${roughly(resolvedAt - affectedSince)}`
}

const minute = 60_000

/** Seconds matter to nobody once it is a minute. */
function roughly(ms: number): string {
  return formatDuration(ms < minute ? Math.max(0, ms) : Math.floor(ms / minute) * minute)
}

function lineOf(record: IncidentRecord, how: string): string {
  const { place, roles, origin } = record
  const subject = subjectOf(record)
  const facts = [
    ...(how === '' ? [] : [how]),
    ...(subject === '' ? [] : [subject]),
    roles.commander === undefined ? 'nobody leads' : `led by ${escapeMrkdwn(roles.commander.name)}`,
    channelLink(place?.kind === 'own' ? place.channel : origin.channel),
    code(record.id),
  ]
  return `${titleOf(record)} — ${statusOf(record)}\n${facts.join(' · ')}`
}
