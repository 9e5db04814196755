import { type IncidentRecord, isArchivingOff } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { timeMarkdown } from '../../../core/markdown.js'
import { code, dateToken, escapeMrkdwn, mention } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { timeToken } from '../runbooks/times.js'

/** An update is due: said to whoever leads, once a due time. */
export function reminderMessage({ id, roles }: IncidentRecord, due: number): Message {
  const { commander } = roles
  const whom = commander === undefined ? 'Nobody leads, and an' : `${mention(commander.id)}, an`
  return message([
    section(
      `⏰ ${whom} update has been due since ${timeToken(due)}: how it stands, what is done, what is needed.`,
    ),
    actions([
      sayButton({ verb: 'incident', words: ['update', id] }, { text: 'Post update', style: 'primary' }),
      ...(commander === undefined
        ? [sayButton({ verb: 'incident', words: ['role', id, 'commander'] }, { text: 'I lead' })]
        : []),
    ]),
  ])
}

/** Nobody leads it: asked for once, and answered in the same message. */
export function commanderWanted({ id, roles }: IncidentRecord): Message {
  if (roles.commander !== undefined)
    // Who does is said by the answer to whoever took it.
    return message([context('🙋 Asked who leads, and answered.')])
  return message([
    section('🙋 *Nobody leads yet.* Whoever leads decides, and keeps the others informed.'),
    actions([
      sayButton({ verb: 'incident', words: ['role', id, 'commander'] }, { text: 'I lead', style: 'primary' }),
    ]),
  ])
}

/** Something rings while it is watched: told once an alarm. */
export function rangMessage({ id, roles }: IncidentRecord, alarm: string): Message {
  const { commander } = roles
  const whom = commander === undefined ? '' : `${mention(commander.id)} `
  return message([
    section(`⚠️ ${whom}${code(alarm)} began to ring after this was resolved. The watch begins anew.`),
    actions([sayButton({ verb: 'incident', words: ['reopen', id] }, { text: 'Reopen', style: 'primary' })]),
  ])
}

/** In the one that another one went into: what goes on there from now on. */
export function joinedMessage(record: IncidentRecord): Message {
  const { id, severity, title, tasks, endedBy } = record
  const open = tasks.filter(({ done }) => done === undefined).length
  const brings = open === 0 ? '' : ` It brings ${open === 1 ? 'one open task' : `${open} open tasks`}.`
  const who = endedBy === undefined ? '' : ` — ${escapeMrkdwn(endedBy.name)}`
  return message([
    section(`↪️ *SEV-${severity} · ${escapeMrkdwn(title)}* goes on here.${brings}${who}`),
    context(code(id)),
  ])
}

/** Its channel is archived then (ms since the epoch), unless somebody still needs it: said once, and edited where it stays. */
export function archivingMessage(record: IncidentRecord, due: number): Message {
  const { id, keptBy, done } = record
  if (done.includes('archive refused'))
    return message([section('🗄️ This channel was to be archived. The header says why it is not.')])
  if (keptBy !== undefined)
    return message([section(`📌 *${escapeMrkdwn(keptBy.name)}* keeps this channel: it is not archived.`)])
  if (isArchivingOff(record))
    return message([section('📌 This channel is in use again, so it is not archived yet.')])
  return message([
    section(
      `🗄️ This channel is archived on ${dateToken(due, '{date_short} at {time}', `${timeMarkdown(due).slice(0, 16)} UTC`)}, unless somebody writes here before.`,
    ),
    actions([sayButton({ verb: 'incident', words: ['keep', id] }, { text: 'Keep it' })]),
  ])
}

/** Its last word in its channel. */
export function closedMessage({ id, tasks }: IncidentRecord, hasCanvas: boolean): Message {
  const open = tasks.filter(({ done }) => done === undefined).length
  const left = open === 0 ? '' : ` ${open === 1 ? 'One task is' : `${open} tasks are`} still open.`
  return message([
    section(
      `✅ *Closed.* The review is below${hasCanvas ? ', and a canvas of this channel' : ''}.${escapeMrkdwn(left)}`,
    ),
    context(`${code(`/ohmy incident report ${id}`)} gives it again, with what is noted later.`),
  ])
}
