import type { KnownBlock } from '@slack/types'
import type { IncidentRecord } from '../../../core/incident.js'
import { lineOf } from '../../../core/line.js'
import type { Message } from '../../../core/message.js'
import { actions, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { offerButton } from '../runbooks/offer.js'
import { changeLines, type ShownChange } from './changes.js'

const mostChanges = 8

/** What an incident begins with, for everybody in its channel, once: the alert, what changed before, the runbook that fits. */
export function beginningMessage(
  { id, alert, environment, services }: IncidentRecord,
  {
    changed,
    alertLink,
    runbook,
  }: {
    readonly changed: readonly ShownChange[]
    readonly alertLink?: string
    readonly runbook?: { readonly id: string; readonly title: string }
  },
): Message {
  const blocks: KnownBlock[] = []
  if (alert !== undefined) {
    const words = escapeMrkdwn(alert.words ?? alert.id)
    const link = alertLink === undefined ? code(alert.id) : `<${alertLink}|${alert.id}>`
    blocks.push(section(`🔔 *${words}* (${link})`))
  }
  const where = environment === undefined ? '' : ` in ${escapeMrkdwn(environment)}`
  blocks.push(
    section(
      changed.length === 0
        ? `ohmy changed nothing${where} in the two hours before. Whether others deployed: ${code(`/ohmy ${lineOf({ verb: 'status', words: [environment] })}`)}`
        : [`*Changed lately${where}*`, ...changeLines(changed, mostChanges)].join('\n'),
    ),
  )
  if (runbook !== undefined) {
    const service = services.length === 1 ? services[0] : undefined
    const line = {
      verb: 'runbook',
      words: ['start', runbook.id, service, environment],
      options: { for: alert?.id ?? id },
    }
    blocks.push(actions([offerButton({ ...runbook, reason: '', line })]))
  }
  return message(blocks)
}
