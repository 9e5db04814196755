import type { IncidentRecord } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, mention } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { timeToken } from '../runbooks/times.js'

/** An update is due: said to whoever leads, once a due time. */
export function reminderMessage({ id, roles }: IncidentRecord, due: number): Message {
  const { commander } = roles
  const whom = commander === undefined ? 'Nobody leads, and an' : `${mention(commander.id)}, an`
  return message([
    section(`⏰ ${whom} update is due since ${timeToken(due)}: how it stands, what is done, what is needed.`),
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
    return message([section(`🙋 *${escapeMrkdwn(roles.commander.name)} leads.*`)])
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

/** Its last word in its channel. */
export function closedMessage({ id, tasks }: IncidentRecord): Message {
  const open = tasks.filter(({ done }) => done === undefined).length
  const left = open === 0 ? '' : ` ${open === 1 ? 'One task is' : `${open} tasks are`} still open.`
  return message([
    section(`✅ *Closed.* The review is below.${escapeMrkdwn(left)}`),
    context(`${code(`/ohmy incident report ${id}`)} gives it again, with what is noted later.`),
  ])
}
